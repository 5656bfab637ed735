package main

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	var out strings.Builder
	now := time.Unix(0, 0)
	show := showProgress(&out, func() time.Time { return now })
	show(1, 3)
	if out.Len() > 0 {
		t.Errorf("a quick run shows %q", &out)
	}
	now = now.Add(2 * patience)
	show(2, 3)
	show(3, 3)
	if want := "\revert: 2 of 3 packages\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", &out, want)
	}
}

func TestGoplsProgress(t *testing.T) {
	var out strings.Builder
	now := time.Unix(1000, 0)
	show, done := goplsProgress(&out, func() time.Time { return now })
	done()
	if out.Len() > 0 {
		t.Errorf("nothing was shown, but %q taken away", &out)
	}
	show(1)
	show(2) // too soon
	now = now.Add(patience)
	show(30)
	done()
	if want := "\revert: 1 packages compiled\revert: 30 packages compiled\r\x1b[K"; out.String() != want {
		t.Errorf("got %q, want %q", &out, want)
	}
}

func TestNoProgressOnPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if (&app{stderr: w}).progress() != nil || (&app{stderr: new(strings.Builder)}).progress() != nil {
		t.Error("progress is shown where nobody watches")
	}
}

func TestSplitRun(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "|",
		". a b.go":         ".|a b.go",
		"x.go y.go z":      "x.go y.go|z",
		"./cmd/x -v":       "./cmd/x|-v",
		"x.go -- y.go":     "x.go|-- y.go",
		"a.b/c arg x.go y": "a.b/c|arg x.go y",
	} {
		packages, rest := splitRun(strings.Fields(in))
		if got := strings.Join(packages, " ") + "|" + strings.Join(rest, " "); got != want {
			t.Errorf("splitRun(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSplitExplain(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/folder", 0o777); err != nil {
		t.Fatal(err)
	}
	a := &app{dir: dir}
	for in, want := range map[string]string{
		"":                       ".|",
		"./...":                  "./...|",
		"folder":                 "folder|",
		"F":                      ".|F",
		"T.M":                    ".|T.M",
		"(*T).M F":               ".|(*T).M F",
		"./store.Load":           "./store|Load",
		"./store.(*T).Get":       "./store|(*T).Get",
		"example.com/p":          "example.com/p|",
		"example.com/p.F":        "example.com/p|F",
		"gopkg.in/yaml.v3":       "gopkg.in/yaml.v3|",
		"x.go":                   "x.go|",
		"./a.F ./a.G":            "./a|F G",
		"github.com/a/b-c.d-e/f": "github.com/a/b-c.d-e/f|",
	} {
		patterns, functions := a.splitExplain(strings.Fields(in))
		if got := strings.Join(patterns, " ") + "|" + strings.Join(functions, " "); got != want {
			t.Errorf("splitExplain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		asked, name string
		want        bool
	}{
		{"F", "F", true}, {"F", "F.func1", true}, {"F", "G", false}, {"F", "FF", false},
		{"(*T).M", "T.M", true}, {"T.M", "(*T).M", true}, {"M", "(*T).M", true}, {"T.M", "U.M", false},
	} {
		if got := names([]string{c.asked}, c.name); got != c.want {
			t.Errorf("asked for %s, is %s meant? got %v", c.asked, c.name, got)
		}
	}
}

// The overview names every subcommand, and each has help of its own.
func TestHelpIsComplete(t *testing.T) {
	for _, s := range subcommands {
		if s.name == "generate" || s.name == "help" {
			continue
		}
		if !strings.Contains(overview, "evert "+s.name) {
			t.Errorf("the overview lacks %s", s.name)
		}
		if !strings.HasPrefix(s.help, "usage: evert "+s.name) {
			t.Errorf("the help of %s starts with %.30q", s.name, s.help)
		}
	}
	if !slices.ContainsFunc(subcommands, func(s subcommand) bool { return s.name == "generate" }) {
		t.Error("generate has no name")
	}
}
