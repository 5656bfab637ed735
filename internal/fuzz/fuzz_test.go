package main

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

var build = sync.OnceValues(func() (string, error) {
	file := filepath.Join(buildDir, "evert")
	out, err := exec.Command("go", "build", "-o", file, "../../cmd/evert").CombinedOutput()
	if err != nil {
		return string(out), err
	}
	return file, nil
})

var buildDir string

func TestMain(m *testing.M) {
	var code int
	defer func() { os.Exit(code) }()
	dir, err := os.MkdirTemp("", "evert-fuzz-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	buildDir = dir
	code = m.Run()
}

func newComparer(t testing.TB, modes ...string) *comparer {
	t.Helper()
	evert, err := build()
	if err != nil {
		t.Fatalf("cannot build evert: %v\n%s", err, evert)
	}
	return &comparer{evert: evert, dir: t.TempDir(), timeout: 2 * time.Minute, modes: modes}
}

func compare(t testing.TB, c *comparer, cases []Case) Report {
	t.Helper()
	rep, err := c.Compare(context.Background(), cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Failures {
		src, _ := Program([]Case{f.Case})
		t.Errorf("%s %s with -suspend=%s: %s\n%s", f.Case.Name, f.Kind, f.Mode, f.Detail, src)
	}
	return rep
}

// TestFew compares the same few functions each time.
func TestFew(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	rep := compare(t, newComparer(t, "always"), some(newChecker(), 101, 0, 12))
	if rep.Functions < 12 {
		t.Errorf("%d functions, want at least 12", rep.Functions)
	}
	t.Logf("%d functions, refused: %v", rep.Functions, rep.Refused)
}

// TestSeed makes the same cases of the same seed, most of which compile.
func TestSeed(t *testing.T) {
	check, good := newChecker(), 0
	for i := range uint64(40) {
		a, b := NewCase(1, i, "f"), NewCase(1, i, "f")
		if len(a.Funcs) != len(b.Funcs) || a.Funcs[0] != b.Funcs[0] {
			t.Fatalf("case %d differs from time to time", i)
		}
		if check.Case(a) == nil {
			good++
		}
	}
	if good < 30 {
		t.Errorf("%d of 40 cases compile, want at least 30", good)
	}
}

// TestFinds reports a difference and a part of the output that is not there.
func TestFinds(t *testing.T) {
	rep := Report{}
	cases := []Case{{Name: "f1"}, {Name: "f2"}, {Name: "f3"}}
	want, got := programs.Outcome{}, programs.Outcome{}
	want.Stdout, got.Stdout = "== f1\n1\n== f2\n2\n== f3\n3\n", "== f1\n1\n== f2\n5\n"
	rep.differences(cases, "never", want, got, map[string]bool{})
	if len(rep.Failures) != 2 || rep.Failures[0].Case.Name != "f2" || rep.Failures[1].Case.Name != "f3" {
		t.Errorf("failures are %v, want f2 and f3", rep.Failures)
	}
}

// TestEdit deletes each statement, and prunes what is not needed.
func TestEdit(t *testing.T) {
	src := []byte("package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tif x > 0 {\n\t\tf()\n\t}\n}\n\nfunc f() {}\n\nfunc g() { fmt.Println() }\n")
	found := map[string]bool{}
	for i := 0; ; i++ {
		out, more := edit(src, i)
		if !more {
			break
		}
		found[string(prune(out))] = true
	}
	for _, want := range []string{
		"package main\n\nfunc main() {\n\t_ = 1\n\n\tf()\n\n}\n\nfunc f() {}\n",
		"package main\n\nfunc main() {\n\t_ = 1\n\n}\n",
	} {
		if !found[want] {
			t.Errorf("no edit makes\n%s", want)
		}
	}
}

// FuzzCases compares what a seed makes.
func FuzzCases(f *testing.F) {
	f.Add([]byte("a"))
	f.Fuzz(func(t *testing.T, seed []byte) {
		if testing.Short() {
			t.Skip("runs the compiler")
		}
		h := fnv.New64a()
		h.Write(binary.BigEndian.AppendUint32(seed, uint32(len(seed))))
		compare(t, newComparer(t, "always"), some(newChecker(), h.Sum64(), 0, 3))
	})
}
