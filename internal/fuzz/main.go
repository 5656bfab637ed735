// Command fuzz looks for programs that do something else in callback form.
//
// Package gen makes random programs that are deterministic and end, of all
// constructs of the language. Some hundred of them go into one package, of
// which the callback forms are generated. It is compiled once, and package
// drive runs each case in both forms, with several arguments, and with waits
// that are over at once, later, and mixed at random. Functions that Evert
// cannot split are counted by reason; if what it generates does not compile,
// that is a failure like a difference.
//
//	go run ./internal/fuzz -n 2000 -seed 1
//	go run ./internal/fuzz -replay fuzz-out/1-f42.go
//
// A failing program is made as small as it can be, and written to the
// directory of -out.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/fuzz/gen"
)

type flags struct {
	n      int
	seed   uint64
	first  int
	batch  int
	out    string
	reduce int
	budget time.Duration
	style  string
	steps  int
	replay string
}

func main() {
	var o flags
	flag.IntVar(&o.n, "n", 2000, "number of programs")
	flag.Uint64Var(&o.seed, "seed", 1, "where the random numbers begin")
	flag.IntVar(&o.first, "first", 0, "index of the first program")
	flag.IntVar(&o.batch, "batch", 600, "programs in one package")
	flag.StringVar(&o.out, "out", "fuzz-out", "`directory` for programs that fail")
	flag.IntVar(&o.reduce, "reduce", 2, "failures of a kind to make small")
	flag.DurationVar(&o.budget, "budget", 3*time.Minute, "for making one failure small")
	flag.StringVar(&o.style, "style", "chain", "of the callback forms: chain, frames or generator")
	flag.IntVar(&o.steps, "steps", 0, "waits in a row from which on functions are divided into steps; 0 is the usual number")
	flag.StringVar(&o.replay, "replay", "", "a `file` of -out to compare once more, instead of random programs")
	flag.Parse()
	run := fuzz
	if o.replay != "" {
		run = replay
	}
	failures, err := run(context.Background(), &o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(2)
	}
	if failures > 0 {
		os.Exit(1)
	}
}

// open makes a world in a folder of its own, which done removes.
func (o *flags) open(ctx context.Context) (w *world, done func(), err error) {
	dir, err := os.MkdirTemp("", "evert-fuzz-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { os.RemoveAll(dir) }
	if w, err = newWorld(ctx, dir); err != nil {
		done()
		return nil, nil, err
	}
	w.style, w.steps = o.style, o.steps
	return w, done, nil
}

// fuzz compares programs until there are enough, and returns the number of
// those that failed.
func fuzz(ctx context.Context, o *flags) (int, error) {
	w, done, err := o.open(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	begin := time.Now()
	total := Report{}
	kinds := map[string]int{}
	for next, end := o.first, o.first+o.n; next < end; {
		cases, err := w.some(o.seed, next, min(o.batch, end-next))
		if err != nil {
			return 0, err
		}
		opts := choose(next / o.batch)
		next += o.batch
		rep, err := w.compare(ctx, cases, opts)
		if err != nil {
			return 0, err
		}
		for _, f := range rep.Failures {
			if err := record(ctx, o, w, f, opts, kinds); err != nil {
				return 0, err
			}
		}
		total.add(rep)
		fmt.Printf("%s: %d programs, %d functions, %d failures, up to index %d\n",
			time.Since(begin).Round(time.Second), total.Cases, total.Functions, len(total.Failures), next)
	}
	printRefused(total.Refused)
	return len(total.Failures), nil
}

// replay compares the program of a file, with and without what choose varies.
func replay(ctx context.Context, o *flags) (int, error) {
	w, done, err := o.open(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	src, err := os.ReadFile(o.replay)
	if err != nil {
		return 0, err
	}
	var cases []string
	for _, m := range entry.FindAllSubmatch(src, -1) {
		cases = append(cases, string(m[1]))
	}
	if len(cases) == 0 {
		return 0, fmt.Errorf("%s: no function f1(n int) (string, error), or the like", o.replay)
	}
	failed := 0
	for _, opts := range []options{{}, {all: true}, {optimize: true}} {
		b, err := w.build(ctx, src, cases, opts)
		if err != nil {
			return 0, err
		}
		failures, err := b.run(ctx)
		if err != nil {
			return 0, err
		}
		for _, f := range append(failures, b.bugs()...) {
			failed++
			fmt.Printf("%+v: %s(%d) %s, waits over %s: %s\n", opts, f.Case.Name, f.N, f.Kind, f.Mode, f.Detail)
		}
		for _, f := range b.refused {
			fmt.Printf("%+v: refused %s: %s\n", opts, f.Name, f.Reason)
		}
		b.remove()
	}
	return failed, nil
}

var entry = regexp.MustCompile(`(?m)^func (f\d+)\(\w+ int\) \(`)

// choose varies how batches are built.
func choose(i int) options {
	return options{all: i%2 == 1, optimize: i%8 == 7}
}

// record writes a failing program, and the first few of each kind made small.
func record(ctx context.Context, o *flags, w *world, f Failure, opts options, kinds map[string]int) error {
	fmt.Printf("%s(%d) %s, waits over %s: %s\n", f.Case.Name, f.N, f.Kind, f.Mode, f.Detail)
	src, err := gen.Program([]gen.Case{f.Case})
	if err != nil {
		return err
	}
	kind := signatureOf(f)
	kinds[kind]++
	if kinds[kind] <= o.reduce {
		small := reduce(ctx, &reducer{world: w, opts: opts, failure: f, budget: o.budget}, src)
		fmt.Printf("%s\n", small)
		src = small
	}
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return err
	}
	head := fmt.Sprintf("// seed %d, %+v, %s(%d), waits over %s: %s: %s\n\n", o.seed, opts, f.Case.Name, f.N, f.Mode, f.Kind,
		strings.ReplaceAll(f.Detail, "\n", " "))
	return os.WriteFile(filepath.Join(o.out, fmt.Sprintf("%d-%s.go", o.seed, f.Case.Name)), append([]byte(head), src...), 0o666)
}

// printRefused lists the reasons of refused functions, the most frequent first.
func printRefused(refused map[string]int) {
	var reasons []string
	for r := range refused {
		reasons = append(reasons, r)
	}
	sort.Slice(reasons, func(i, j int) bool {
		a, b := reasons[i], reasons[j]
		return refused[a] > refused[b] || refused[a] == refused[b] && a < b
	})
	for _, r := range reasons {
		fmt.Printf("refused %d: %s\n", refused[r], r)
	}
}
