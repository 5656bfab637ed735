// Command fuzz looks for programs that do something else in callback form.
//
// It makes random programs that are deterministic and end, of all constructs
// of the language, and records what they do: each call prints. Some hundred of them
// go into one file. It runs the file untouched and with evert run -all, with
// waits that are over at once, in a later turn, and at random, and compares the
// output. Functions that evert cannot split are counted by reason; those whose
// output does not compile are failures like those that differ.
//
//	go build -o /tmp/evert ./cmd/evert
//	go run ./internal/fuzz -evert /tmp/evert -n 2000 -seed 1
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
	"sort"
	"strings"
	"time"
)

type options struct {
	evert   string
	n       int
	seed    uint64
	batch   int
	out     string
	reduce  int
	timeout time.Duration
	modes   string
}

func main() {
	var o options
	flag.StringVar(&o.evert, "evert", "evert", "the evert command")
	flag.IntVar(&o.n, "n", 2000, "number of functions")
	flag.Uint64Var(&o.seed, "seed", 1, "where the random numbers begin")
	flag.IntVar(&o.batch, "batch", 60, "cases in one file")
	flag.StringVar(&o.out, "out", "fuzz-out", "`directory` for programs that fail")
	flag.IntVar(&o.reduce, "reduce", 3, "failures of a kind to make small")
	flag.DurationVar(&o.timeout, "timeout", 3*time.Minute, "for one run")
	flag.StringVar(&o.modes, "modes", "never,always,random:1", "when waits that are over go on later")
	flag.Parse()
	failures, err := fuzz(context.Background(), &o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(2)
	}
	if failures > 0 {
		os.Exit(1)
	}
}

// fuzz compares functions until there are enough, and returns the number of
// cases that failed.
func fuzz(ctx context.Context, o *options) (int, error) {
	if err := os.MkdirAll(o.out, 0o777); err != nil {
		return 0, err
	}
	evert, err := filepath.Abs(o.evert)
	if err != nil || !strings.Contains(o.evert, string(filepath.Separator)) {
		evert = o.evert
	}
	dir, err := os.MkdirTemp("", "evert-fuzz-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	c := &comparer{evert: evert, dir: dir, timeout: o.timeout, modes: strings.Split(o.modes, ",")}
	check := newChecker()
	total := Report{Refused: map[string]int{}}
	kinds := map[string]int{}
	for next := 0; total.Functions < o.n; {
		cases := some(check, o.seed, next, o.batch)
		next += o.batch
		rep, err := c.Compare(ctx, cases)
		if err != nil {
			return 0, err
		}
		for _, f := range rep.Failures {
			if err := record(o, c, check, f, kinds); err != nil {
				return 0, err
			}
		}
		total.add(rep)
		fmt.Printf("%d functions, %d failures\n", total.Functions, len(total.Failures))
	}
	printRefused(total.Refused)
	return len(total.Failures), nil
}

// some makes n cases from the first on, without those that do not compile.
func some(check *checker, seed uint64, first, n int) []Case {
	var cases []Case
	for i := first; i < first+n; i++ {
		if k := NewCase(seed, uint64(i), fmt.Sprint("f", i)); check.Case(k) == nil {
			cases = append(cases, k)
		}
	}
	return cases
}

// record writes a failing program, and the first few of each kind made small.
func record(o *options, c *comparer, check *checker, f Failure, kinds map[string]int) error {
	fmt.Printf("%s %s with -suspend=%s: %s\n", f.Case.Name, f.Kind, f.Mode, f.Detail)
	src, err := Program([]Case{f.Case})
	if err != nil {
		return err
	}
	kind := signatureOf(f)
	kinds[kind]++
	if kinds[kind] <= o.reduce {
		small := reduce(&reducer{comparer: c, check: check, failure: f, budget: 90 * time.Second}, src)
		fmt.Printf("%s\n", small)
		src = small
	}
	head := fmt.Sprintf("// seed %d, -suspend=%s: %s: %s\n\n", o.seed, f.Mode, f.Kind, strings.ReplaceAll(f.Detail, "\n", " "))
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
