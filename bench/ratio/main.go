// Command ratio compares the sub-benchmarks of one run with each other.
//
//	go test -run '^$' -bench . -count 10 ./bench | go run ./bench/ratio
//
// It reads what go test prints, takes the median of each benchmark's runs, and prints
// a table for each group, a benchmark with its alternatives: the medians, and how they
// relate to the first one.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
)

func main() {
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), "usage: go test -run '^$' -bench . -count 10 ./bench | go run ./bench/ratio [-marks]\n")
	}
	withMarks := flag.Bool("marks", false, "print how frames style stands to its marks, after the tables")
	flag.Parse()
	if err := compare(os.Stdin, os.Stdout, *withMarks); err != nil {
		fmt.Fprintln(os.Stderr, "ratio:", err)
		os.Exit(1)
	}
}

// series is one benchmark: for each unit, the values of its runs.
type series struct {
	group, name string
	values      map[string][]float64
}

// units are what is compared, in the order of the columns.
var units = []string{"ns/op", "ns/parked", "B/parked", "B/op", "allocs/op"}

// compare reads benchmarks and writes tables.
func compare(r io.Reader, w io.Writer, withMarks bool) error {
	var order []*series
	byName := map[string]*series{}
	scan := bufio.NewScanner(r)
	for scan.Scan() {
		name, values, ok := parse(scan.Text())
		if !ok {
			continue
		}
		s := byName[name]
		if s == nil {
			i := strings.LastIndex(name, "/")
			s = &series{group: name[:max(i, 0)], name: name[i+1:], values: map[string][]float64{}}
			byName[name] = s
			order = append(order, s)
		}
		for unit, v := range values {
			s.values[unit] = append(s.values[unit], v)
		}
	}
	if err := scan.Err(); err != nil {
		return err
	}
	if len(order) == 0 {
		return fmt.Errorf("there are no benchmarks in the input")
	}
	for len(order) > 0 {
		n := 1
		for n < len(order) && order[n].group == order[0].group {
			n++
		}
		table(w, order[:n])
		order = order[n:]
	}
	if withMarks {
		reached(w, byName)
	}
	return nil
}

// parse reads a line such as "BenchmarkWait/chain-2  1000  331.5 ns/op  160 B/op".
func parse(line string) (name string, values map[string]float64, ok bool) {
	f := strings.Fields(line)
	if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
		return "", nil, false
	}
	name = strings.TrimPrefix(f[0], "Benchmark")
	if i := strings.LastIndex(name, "-"); i > 0 {
		if _, err := strconv.Atoi(name[i+1:]); err == nil {
			name = name[:i]
		}
	}
	values = map[string]float64{}
	for i := 2; i+1 < len(f); i += 2 {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil {
			return "", nil, false
		}
		values[f[i+1]] = v
	}
	return name, values, true
}

// table prints one group. The first benchmark is the measure.
func table(w io.Writer, group []*series) {
	var cols []string
	for _, u := range units {
		if group[0].values[u] != nil {
			cols = append(cols, u)
		}
	}
	fmt.Fprintf(w, "| %s |", group[0].group)
	for _, u := range cols {
		fmt.Fprintf(w, " %s |", u)
	}
	fmt.Fprintf(w, " as much as %s |\n|---|%s---|\n", group[0].name, strings.Repeat("---|", len(cols)))
	for _, s := range group {
		fmt.Fprintf(w, "| %s |", s.name)
		for _, u := range cols {
			fmt.Fprintf(w, " %s |", short(median(s.values[u])))
		}
		fmt.Fprintf(w, " %s |\n", short(median(s.values[cols[0]])/median(group[0].values[cols[0]])))
	}
	fmt.Fprintln(w)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = append([]float64(nil), v...)
	sort.Float64s(v)
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

// short prints three digits.
func short(v float64) string {
	if v >= 100 || v == 0 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
