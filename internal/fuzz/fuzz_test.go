package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/fuzz/gen"
)

var sample = flag.Int("sample", 110, "random programs that are compared")

func testWorld(t testing.TB) *world {
	t.Helper()
	w, err := newWorld(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func compare(t testing.TB, w *world, cases []gen.Case, o options) Report {
	t.Helper()
	rep, err := w.compare(context.Background(), cases, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Failures {
		src, _ := gen.Program([]gen.Case{f.Case})
		t.Errorf("%s(%d) %s, waits over %s: %s\n%s", f.Case.Name, f.N, f.Kind, f.Mode, f.Detail, src)
	}
	return rep
}

// TestSample compares the same programs each time.
func TestSample(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	w := testWorld(t)
	cases, err := w.some(101, 0, *sample)
	if err != nil {
		t.Fatal(err)
	}
	rep := compare(t, w, cases, options{})
	if rep.Cases < *sample*8/10 {
		t.Errorf("%d programs of %d were compared", rep.Cases, *sample)
	}
	t.Logf("%d programs, %d functions, refused: %v", rep.Cases, rep.Functions, rep.Refused)
}

// TestSeed makes the same cases of the same seed.
func TestSeed(t *testing.T) {
	for i := range uint64(200) {
		a, b := gen.NewCase(1, i, "f1"), gen.NewCase(1, i, "f1")
		if strings.Join(a.Funcs, "") != strings.Join(b.Funcs, "") {
			t.Fatalf("case %d differs from time to time", i)
		}
	}
}

// broken is a program that is wrong on purpose: its callback form is written by
// hand, and does something else.
const broken = `
//evert:blocking callback=f1Deferred
func f1(n int) (string, error) {
	if n > 1 {
		note(1, "only here")
	}
	return "", nil
}

func f1Deferred(r reactor.Reactor, n int) *deferred.Deferred[string] { return deferred.Succeed("") }

//evert:blocking callback=f2Deferred
func f2(n int) (string, error) { return "", nil }

func f2Deferred(r reactor.Reactor, n int) *deferred.Deferred[string] {
	if n == 0 {
		go func() { panic("not caught") }()
	}
	return deferred.New[string]()
}
`

// TestFinds finds a difference, and a program that does not come to its end.
func TestFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the compiler")
	}
	w := testWorld(t)
	src, err := gen.Program([]gen.Case{{Name: "f1", Funcs: []string{broken}}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.prepare(src, nil, options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.remove()
	b.cases = []string{"f1", "f2"}
	if err := b.writeMain(); err != nil {
		t.Fatal(err)
	}
	if err := w.compile(context.Background(), b, options{}); err != nil {
		t.Fatal(err)
	}
	failures, err := b.run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(failures) != 2 || failures[0].Kind != "differs" || failures[0].N != 2 || failures[1].Kind != "crashes" {
		t.Errorf("failures are %+v, want that f1(2) differs and f2 crashes", failures)
	}
}

// TestReduce makes a failing program small.
func TestReduce(t *testing.T) {
	src := []byte("package main\n\nimport \"fmt\"\n\nfunc reset() {}\n\nfunc f1() {\n\tx := 1\n\tif x > 0 {\n\t\tf()\n\t}\n}\n\nfunc f() {}\n\nfunc g() { fmt.Println() }\n")
	found := map[string]bool{}
	for i := 0; ; i++ {
		out, more := edit(src, i)
		if !more {
			break
		}
		found[string(prune(out))] = true
	}
	for _, want := range []string{
		"package main\n\nfunc reset() {}\n\nfunc f1() {\n\t_ = 1\n\n\tf()\n\n}\n\nfunc f() {}\n",
		"package main\n\nfunc reset() {}\n\nfunc f1() {\n\t_ = 1\n\n}\n",
	} {
		if !found[want] {
			t.Errorf("no edit makes\n%s", want)
		}
	}
}

// FuzzPrograms compares what a seed makes.
func FuzzPrograms(f *testing.F) {
	for i := range uint64(4) {
		f.Add(i, i)
	}
	w := testWorld(f)
	f.Fuzz(func(t *testing.T, seed, index uint64) {
		if testing.Short() {
			t.Skip("runs the compiler")
		}
		cases, err := w.some(seed, int(index>>1), 1)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, w, cases, options{all: index&1 == 0})
	})
}

// FuzzConvert makes the callback form of what a seed makes, which has to
// compile, and does not run it.
func FuzzConvert(f *testing.F) {
	for i := range uint64(20) {
		f.Add(i, i)
	}
	w := testWorld(f)
	f.Fuzz(func(t *testing.T, seed, index uint64) {
		cases, err := w.some(seed, int(index>>1), 1)
		if err != nil || len(cases) == 0 {
			t.Skip(err)
		}
		src, err := gen.Program(cases)
		if err != nil {
			t.Fatal(err)
		}
		b, err := w.prepare(src, []string{cases[0].Name}, options{all: index&1 == 0})
		if b != nil {
			defer b.remove()
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		for _, f := range b.wrong {
			t.Errorf("%s: %s\n%s", f.Name, f.Reason, src)
		}
	})
}

// FuzzSource makes the callback forms of the golden packages, changed at random.
// What compiles can be converted, and compiles again.
func FuzzSource(f *testing.F) {
	files, err := filepath.Glob("../../testdata/run/*/*.go")
	if err != nil || len(files) == 0 {
		f.Fatalf("no sources: %v", err)
	}
	var sources [][]byte
	for i, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		sources = append(sources, src)
		for seed := range uint64(3) {
			f.Add(uint8(i), seed)
		}
	}
	w := testWorld(f)
	f.Fuzz(func(t *testing.T, file uint8, seed uint64) {
		src := gen.Mutate(sources[int(file)%len(sources)], seed)
		name := filepath.Join(t.TempDir(), "prog.go")
		if _, err := w.check(name, src); err != nil {
			t.Skip(err)
		}
		result, err := w.convert(name, src, true)
		var bug *bug
		if errors.As(err, &bug) && bug.Kind != "complains" {
			t.Fatalf("%v\n%s", err, src)
		}
		if result == nil {
			return
		}
		for _, f := range result.Funcs {
			if strings.Contains(f.Reason, "bug of evert") {
				t.Errorf("%s: %s\n%s", f.Name, f.Reason, src)
			}
		}
	})
}
