package golden

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/trace"
)

// seeds is how many random mixes of waits each case gets.
var seeds = flag.Int64("seeds", 4, "random mixes of waits for each case")

// arguments is the range of n that the cases are written for.
const arguments = 8

// TestForms runs each case in both forms, and compares all that can be seen.
func TestForms(t *testing.T) {
	if len(cases) == 0 {
		t.Fatal("no cases: run go test ./rewrite -run TestGolden -update")
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for n := range arguments {
				want := c.RunBlocking(n)
				compare(t, c, n, want, trace.Now, 0)
				compare(t, c, n, want, trace.Later, 0)
				for seed := range *seeds {
					compare(t, c, n, want, trace.Random, seed+1)
				}
				if t.Failed() {
					return // the other arguments would mostly say the same
				}
			}
		})
	}
}

// compare runs the callback form and reports the first difference.
func compare(t *testing.T, c trace.Case, n int, want trace.Outcome, mode trace.Mode, seed int64) {
	t.Helper()
	got := c.RunCallback(n, mode, seed)
	if d := want.Difference(got); d != "" {
		t.Errorf("%s(%d), waits over %s (seed %d): %s\nblocking form:\n%v\ncallback form:\n%v",
			c.Name, n, mode, seed, d, want, got)
	}
}

// TestDifference makes sure that the comparison is not blind.
func TestDifference(t *testing.T) {
	base := trace.Outcome{Value: "v", Effects: []string{"a", "b"}}
	if d := base.Difference(base); d != "" {
		t.Errorf("an outcome differs from itself: %s", d)
	}
	others := map[string]trace.Outcome{
		"effect": {Value: "v", Effects: []string{"a", "c"}},
		"fewer":  {Value: "v", Effects: []string{"a"}},
		"value":  {Value: "w", Effects: []string{"a", "b"}},
		"error":  {Value: "v", Effects: []string{"a", "b"}, Err: "e"},
		"panic":  {Value: "v", Effects: []string{"a", "b"}, Panic: "p"},
		"goexit": {Value: "v", Effects: []string{"a", "b"}, Goexit: true},
	}
	for name, o := range others {
		if base.Difference(o) == "" {
			t.Errorf("%s: no difference found", name)
		}
	}
}

// TestFamilies makes sure that no family of constructs has lost its cases.
func TestFamilies(t *testing.T) {
	var have []string
	for _, c := range cases {
		family, _, _ := strings.Cut(c.Name, ".")
		have = append(have, family)
	}
	for _, family := range families {
		if !slices.Contains(have, family) {
			t.Errorf("golden/%s has no cases in callback form", family)
		}
	}
}
