package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/gocmd"
)

// A Report is what is written to report.json.
type Report struct {
	Go      string
	System  string
	Style   string
	Modes   []string
	Seconds float64
	Results []*Result
	LeftOut []leftOut
	spent   *spent
}

func newReport(o *options, env *gocmd.Env, results []*Result, left []leftOut) *Report {
	return &Report{
		Go: env.GOVERSION, System: runtime.GOOS + "/" + runtime.GOARCH,
		Style: o.style, Modes: o.modes, Results: results, LeftOut: left, spent: o.spent,
	}
}

// failed says whether a program did not do what it should.
func (r *Report) failed() bool {
	for _, mode := range r.Modes {
		for _, s := range []Status{Wrong, NoCompile, Crashed, TimedOut} {
			if r.count(mode, s) > 0 {
				return true
			}
		}
	}
	return false
}

func (r *Report) count(mode string, want Status) int {
	n := 0
	for _, res := range r.Results {
		if s, _ := res.in(mode); s == want {
			n++
		}
	}
	return n
}

// functions counts functions, and those refused.
func (r *Report) functions() (all, refused int) {
	for _, res := range r.Results {
		all += res.Functions
		refused += len(res.Refused)
	}
	return all, refused
}

// write writes report.md, report.json and one text file for each run that went
// wrong.
func (r *Report) write(dir string) error {
	for _, mode := range r.Modes {
		if err := os.RemoveAll(filepath.Join(dir, safe(mode))); err != nil {
			return err
		}
		for _, res := range r.Results {
			run := res.Modes[mode]
			if run == nil || run.Status == Passed {
				continue
			}
			text := fmt.Sprintf("%s -suspend=%s: %s\n%s\n\n== stdout, got\n%s\n== stdout, want\n%s\n== stderr, got\n%s\n== stderr, want\n%s\n",
				res.Name, mode, run.Status, run.Detail, run.got.Stdout, run.want.Stdout, run.got.Stderr, run.want.Stderr)
			if err := writeFile(filepath.Join(dir, safe(mode), safe(res.Name)+".txt"), []byte(text)); err != nil {
				return err
			}
		}
	}
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, "report.json"), append(data, '\n')); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "report.md"))
	if err != nil {
		return err
	}
	r.markdown(f)
	return f.Close()
}

// safe makes a file name of a program's or mode's.
func safe(name string) string { return strings.NewReplacer("/", "__", ":", "_").Replace(name) }

// print prints what went wrong, and the summary.
func (r *Report) print(w io.Writer) {
	r.failures(w, "")
	if _, refused := r.functions(); refused > 0 {
		fmt.Fprintf(w, "\nrefused:\n")
		r.refused(w, "")
	}
	fmt.Fprintln(w)
	r.summary(w)
	fmt.Fprintf(w, "\n%.0fs; of all jobs together: convert %.0fs, build %.0fs, run %.0fs\n", r.Seconds,
		r.spent.convert.Seconds(), r.spent.build.Seconds(), r.spent.run.Seconds())
}

// failures lists the runs that did not pass.
func (r *Report) failures(w io.Writer, bullet string) {
	for _, res := range r.Results {
		res.failures(w, bullet, r.Modes)
	}
}

func (r *Result) failures(w io.Writer, bullet string, modes []string) {
	if r.Problem != "" {
		fmt.Fprintf(w, "%s%s: %s: %s\n", bullet, r.Name, r.Status, oneLine(r.Problem))
		return
	}
	for _, mode := range modes {
		if s, detail := r.in(mode); s != Passed {
			fmt.Fprintf(w, "%s%s -suspend=%s: %s: %s\n", bullet, r.Name, mode, s, oneLine(detail))
		}
	}
}

// refused lists the functions that could not be split.
func (r *Report) refused(w io.Writer, bullet string) {
	for _, res := range r.Results {
		for _, line := range res.Refused {
			_, rest, _ := strings.Cut(line, "/")
			fmt.Fprintf(w, "%s%s: %s\n", bullet, res.Name, rest)
		}
	}
}

// oneLine shortens what the compiler or a program had to say.
func oneLine(s string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(s), "\n")
	if rest != "" {
		first += " ..."
	}
	return fmt.Sprintf("%.300s", first)
}

// markdown writes the report for people.
func (r *Report) markdown(w io.Writer) {
	fmt.Fprintf(w, "# The language's test programs in callback form\n\n")
	command := "go run ./internal/conformance"
	if r.Style != "chain" {
		command += " -style " + r.Style
	}
	fmt.Fprintf(w, "%s, %s. Made by `%s` in %.0f minutes.\n\n", r.Go, r.System, command, r.Seconds/60)
	r.summary(w)
	fmt.Fprintf(w, "\n## Left out\n\n")
	r.rules(w)
	r.leftOut(w)
	fmt.Fprintf(w, "\n## Refused functions\n\n")
	r.refused(w, "- ")
	fmt.Fprintf(w, "\n## Not passed\n\n")
	r.failures(w, "- ")
}

// leftOut lists the programs that each rule left out.
func (r *Report) leftOut(w io.Writer) {
	for _, rule := range rules {
		var names []string
		for _, l := range r.LeftOut {
			if l.Rule == rule.name {
				names = append(names, l.Name)
			}
		}
		if len(names) > 0 {
			fmt.Fprintf(w, "\n%s:\n\n- %s\n", rule.name, strings.Join(names, "\n- "))
		}
	}
}

// update puts the report into the module whose root is dir.
func (r *Report) update(dir string) error {
	var report bytes.Buffer
	r.markdown(&report)
	if err := writeFile(filepath.Join(dir, "internal", "conformance", reportFile(r.Style)), report.Bytes()); err != nil {
		return err
	}
	name := filepath.Join(dir, "README.md")
	readme, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if readme, err = withTables(readme, report.Bytes(), r.Style); err != nil {
		return err
	}
	return writeFile(name, readme)
}

// table matches a table.
var table = regexp.MustCompile(`(?m)(?:^\|.*\n)+`)

// reportFile is the name of the report for a style.
func reportFile(style string) string {
	if style == "chain" {
		return "REPORT.md"
	}
	return "REPORT-" + style + ".md"
}

// inReadme is how the README introduces the tables of the report for a style.
func inReadme(style string) string {
	if style == "chain" {
		return "\nThe test programs of the Go distribution"
	}
	return "\nThe same programs in " + style + " style"
}

// withTables puts the tables of a report where the README has them: all, or the summary
// of another style.
func withTables(readme, report []byte, style string) ([]byte, error) {
	intro := inReadme(style)
	before, after, ok := bytes.Cut(readme, []byte(intro))
	tables := table.FindAll(report, -1)
	if style != "chain" {
		tables = tables[:1]
	}
	at := table.FindAllIndex(after, len(tables))
	if !ok || len(at) < len(tables) {
		return nil, fmt.Errorf("README.md: cannot find the tables")
	}
	out := append(bytes.Clone(before), intro...)
	done := 0
	for i, m := range at {
		out = append(append(out, after[done:m[0]]...), tables[i]...)
		done = m[1]
	}
	return append(out, after[done:]...), nil
}

// summary writes the table that the README shows.
func (r *Report) summary(w io.Writer) {
	all, refused := r.functions()
	share := 0.0
	if all > 0 {
		share = 100 * float64(refused) / float64(all)
	}
	if len(r.Modes) == 0 {
		fmt.Fprintf(w, "%d programs, %d functions, %d (%.2f %%) refused\n", len(r.Results), all, refused, share)
		return
	}
	fmt.Fprintf(w, "| -suspend | programs |")
	shown := slices.DeleteFunc(slices.Clone(statuses), func(s Status) bool {
		return (s == Crashed || s == Unstable || s == NoOracle) && r.count(r.Modes[0], s) == 0
	})
	for _, s := range shown {
		fmt.Fprintf(w, " %s |", s)
	}
	fmt.Fprintf(w, " functions | refused |\n|---|%s---|---|\n", strings.Repeat("---|", len(shown)+1))
	for _, mode := range r.Modes {
		fmt.Fprintf(w, "| %s | %d |", mode, len(r.Results))
		for _, s := range shown {
			fmt.Fprintf(w, " %d |", r.count(mode, s))
		}
		fmt.Fprintf(w, " %d | %d (%.2f %%) |\n", all, refused, share)
	}
}

// rules writes how many programs each rule left out.
func (r *Report) rules(w io.Writer) {
	fmt.Fprintf(w, "| rule | left out | since the program |\n|---|---|---|\n")
	for _, rule := range rules {
		n := 0
		for _, l := range r.LeftOut {
			if l.Rule == rule.name {
				n++
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "| %s | %d | %s |\n", rule.name, n, rule.why)
		}
	}
}
