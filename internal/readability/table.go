package main

import (
	"fmt"
	"sort"
)

// readings is the table for chain style.
type readings struct{ all []*function }

func (t *readings) head() {
	fmt.Println("| code | functions split | waits | lines for each line | variables for each wait | nesting added, most | and on average | statements as written |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
}

func (t *readings) row(name string, pairs []pair) error {
	var funcs []*function
	for _, p := range pairs {
		found, err := compare(p.source, p.generated)
		if err != nil {
			return err
		}
		funcs = append(funcs, found...)
	}
	t.all = append(t.all, funcs...)
	var sum function
	most := 0
	for _, f := range funcs {
		sum.waits += f.waits
		sum.linesIn += f.linesIn
		sum.linesOut += f.linesOut
		sum.fresh += f.fresh
		sum.deeper += f.deeper
		sum.statements += f.statements
		sum.verbatim += f.verbatim
		most = max(most, f.deeper)
	}
	fmt.Printf("| %s | %d | %d | %.2f | %.2f | %d | %.1f | %.0f %% |\n", name, len(funcs), sum.waits,
		ratio(sum.linesOut, sum.linesIn), ratio(sum.fresh, sum.waits), most, ratio(sum.deeper, len(funcs)), 100*ratio(sum.verbatim, sum.statements))
	return nil
}

// list names the functions that are nested most deeply, and those that grow most.
func (t *readings) list(n int) {
	funcs := t.all
	show := func(title string, key func(f *function) float64) {
		sort.SliceStable(funcs, func(i, j int) bool { return key(funcs[i]) > key(funcs[j]) })
		fmt.Printf("\n%s:\n", title)
		for _, f := range funcs[:min(n, len(funcs))] {
			fmt.Printf("%8.2f  %s\n", key(f), f.name)
		}
	}
	show("nested most deeply", func(f *function) float64 { return float64(f.deeper) })
	show("lines for each line", func(f *function) float64 { return ratio(f.linesOut, f.linesIn) })
	show("variables for each wait", func(f *function) float64 { return ratio(f.fresh, f.waits) })
}
