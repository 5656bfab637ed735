package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// A Report is what is written to report.json.
type Report struct {
	Flags   string `json:",omitempty"`
	Results []Result
	LeftOut []leftOut
	Summary map[string]map[Status]int // by mode
}

func newReport(o *options, results []Result, left []leftOut) *Report {
	r := &Report{
		Flags: strings.Join(o.flags, " "), Results: results, LeftOut: left,
		Summary: map[string]map[Status]int{},
	}
	for _, res := range results {
		if r.Summary[res.Mode] == nil {
			r.Summary[res.Mode] = map[Status]int{}
		}
		r.Summary[res.Mode][res.Status]++
	}
	return r
}

// failed says whether a program did not do what it should.
func (r *Report) failed() bool {
	for _, s := range r.Summary {
		if s[Wrong]+s[NoCompile]+s[Crashed]+s[TimedOut] > 0 {
			return true
		}
	}
	return false
}

// write writes report.json and one text file for each run that went wrong.
func (r *Report) write(dir string) error {
	for mode := range r.Summary {
		if err := os.RemoveAll(filepath.Join(dir, safe(mode))); err != nil {
			return err
		}
	}
	for _, res := range r.Results {
		if res.Status == Passed || res.Status == NoOracle {
			continue
		}
		name := filepath.Join(dir, safe(res.Mode), safe(res.Name)+".txt")
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		text := fmt.Sprintf("%s -suspend=%s: %s\n%s\n\n== stdout, got\n%s\n== stdout, want\n%s\n== stderr, got\n%s\n== stderr, want\n%s\n",
			res.Name, res.Mode, res.Status, res.Detail, res.got.Stdout, res.want.Stdout, res.got.Stderr, res.want.Stderr)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "report.json"), append(data, '\n'), 0o666)
}

// safe makes a file name of a program's or mode's.
func safe(name string) string { return strings.NewReplacer("/", "__", ":", "_").Replace(name) }

// print prints what went wrong, what was left out, and the summary.
func (r *Report) print(w io.Writer) {
	for _, res := range r.Results {
		if res.Status != Passed {
			fmt.Fprintf(w, "%s -suspend=%s: %s: %s\n", res.Name, res.Mode, res.Status, res.Detail)
		}
	}
	rules := map[string]int{}
	for _, l := range r.LeftOut {
		rules[l.Rule]++
	}
	var names []string
	for name, n := range rules {
		names = append(names, fmt.Sprintf("%s %d", name, n))
	}
	sort.Strings(names)
	fmt.Fprintf(w, "\nleft out %d: %s\n\n", len(r.LeftOut), strings.Join(names, ", "))
	r.table(w)
}

// table prints a line for each mode.
func (r *Report) table(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "-suspend\tprograms\t")
	for _, s := range statuses {
		fmt.Fprintf(tw, "%s\t", s)
	}
	fmt.Fprint(tw, "functions\trefused\t\n")
	var modes []string
	for mode := range r.Summary {
		modes = append(modes, mode)
	}
	sort.Strings(modes)
	for _, mode := range modes {
		total, converted, refused := 0, 0, 0
		for _, res := range r.Results {
			if res.Mode == mode {
				total++
				converted += res.Converted
				refused += res.Refused
			}
		}
		fmt.Fprintf(tw, "%s\t%d\t", mode, total)
		for _, s := range statuses {
			fmt.Fprintf(tw, "%d\t", r.Summary[mode][s])
		}
		share := 0.0
		if all := converted + refused; all > 0 {
			share = 100 * float64(refused) / float64(all)
		}
		fmt.Fprintf(tw, "%d\t%d (%.1f%%)\t\n", converted+refused, refused, share)
	}
	tw.Flush()
}

// progress shows how far the runs are: on a terminal a line that is
// overwritten, otherwise a line now and then.
type progress struct {
	mu       sync.Mutex
	terminal bool
	total    int
	done     int
	bad      int
	start    time.Time
	shown    time.Time
}

func newProgress(total int) *progress {
	info, err := os.Stderr.Stat()
	return &progress{
		terminal: err == nil && info.Mode()&os.ModeCharDevice != 0,
		total:    total, start: time.Now(), shown: time.Now(),
	}
}

func (p *progress) add(r Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if r.Status != Passed {
		p.bad++
	}
	line := fmt.Sprintf("%d of %d runs, %d not passed, %v", p.done, p.total, p.bad, time.Since(p.start).Round(time.Second))
	switch {
	case p.terminal:
		fmt.Fprintf(os.Stderr, "\r\x1b[K%s: %s", line, r.Name)
	case time.Since(p.shown) > 30*time.Second:
		p.shown = time.Now()
		fmt.Fprintln(os.Stderr, line)
	}
}

func (p *progress) end() {
	if p.terminal {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
}
