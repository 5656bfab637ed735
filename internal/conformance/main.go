// Command conformance runs the test programs of the Go distribution in
// callback form.
//
//	go run ./internal/conformance
//	go run ./internal/conformance -run '^(chan|ken)/' -mode always
//	go run ./internal/conformance -sample
//	go run ./internal/conformance -list
//	go run ./internal/conformance -update
//
// The programs under GOROOT/test exercise the language, construct by construct,
// and check themselves. Their first line is a recipe; those that are run, with
// flags or without, as a file or as a folder of packages, are taken, and so are
// the tests of the compiler for ranges over functions and for loop variables.
// Where the recipe says that a program's output is a program, that one is run
// too, under the name "x.go (output)".
//
// Each program is built and run untouched, and then with every function of its
// own in callback form and every call between them a wait, once for each
// suspension policy: waits that are over go on in place (never), in a later
// turn (always), or now one and now the other (random). Exit code and output
// have to be the same.
//
// What a callback form does not promise, the shape of the stack, say, cannot be
// the point: such programs are left out, each by a rule that has a name (see
// filter.go).
//
// The report goes to a directory: report.md has the summary, what was left out
// by which rule, which functions were refused and why, and what failed;
// report.json has the same for programs, and for each failure there is a text
// file with what differs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// options are the flags.
type options struct {
	only    *regexp.Regexp
	modes   []string
	style   string
	jobs    int
	timeout time.Duration
	report  string
	goroot  string
	root    string // of the programs: GOROOT/test
	runtime string // of Evert: a folder with its sources
	sample  bool
	update  bool
	list    bool
	work    bool
	spent   *spent
}

var exeSuffix = map[string]string{"windows": ".exe"}[runtime.GOOS]

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	opts, err := parse(os.Args[1:])
	if err == nil {
		err = run(ctx, opts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func parse(args []string) (*options, error) {
	fs := flag.NewFlagSet("conformance", flag.ExitOnError)
	only := fs.String("run", "", "run only programs whose name matches this `regexp`")
	sampled := fs.Bool("sample", false, "run only the programs named in sample.txt")
	mode := fs.String("mode", "all", "suspension policies, with commas between; all is never,always,random, and none only converts")
	style := fs.String("style", "chain", "how callback forms are written: chain, frames or generator")
	seed := fs.Int64("seed", 1, "for -mode random")
	jobs := fs.Int("j", runtime.NumCPU(), "how many jobs at a time")
	timeout := fs.Duration("timeout", 5*time.Minute, "time for one run of a program")
	report := fs.String("report", filepath.Join(os.TempDir(), "evert-conformance"), "report `directory`")
	list := fs.Bool("list", false, "only list the programs and the rules that leave others out")
	update := fs.Bool("update", false, "put the report of all programs into this module: REPORT.md, or REPORT-frames.md, and its tables into README.md")
	work := fs.Bool("work", false, "print the names of temporary folders, and keep them")
	fs.Parse(args)
	re, err := regexp.Compile(*only)
	if err != nil {
		return nil, fmt.Errorf("cannot use -run: %v", err)
	}
	if *update && (*only != "" || *sampled || *mode != "all") {
		return nil, fmt.Errorf("cannot use -update with -run, -sample or -mode: the report is about all programs")
	}
	if fs.NArg() > 0 {
		return nil, fmt.Errorf("cannot use arguments: %q", fs.Args())
	}
	modes := strings.Split(*mode, ",")
	switch *mode {
	case "all":
		modes = []string{"never", "always", "random"}
	case "none":
		modes = nil
	}
	for i, m := range modes {
		if m == "random" {
			modes[i] = fmt.Sprintf("random:%d", *seed)
		}
	}
	return &options{
		only: re, modes: modes, style: *style, jobs: max(1, *jobs), timeout: *timeout, report: *report,
		sample: *sampled, update: *update, list: *list, work: *work, spent: new(spent),
	}, nil
}

func run(ctx context.Context, o *options) error {
	env, err := gocmd.ReadEnv(ctx, "", nil)
	if err != nil {
		return err
	}
	o.goroot, o.root = env.GOROOT, filepath.Join(env.GOROOT, "test")
	kept, left, err := find(o)
	if err != nil {
		return err
	}
	if o.list {
		list(kept, left)
		return nil
	}
	if len(kept) == 0 {
		return fmt.Errorf("no programs to run in %s", o.root)
	}
	if err := os.MkdirAll(o.report, 0o777); err != nil {
		return err
	}
	if o.runtime, err = overlay.Runtime(o.report, evert.WriteRuntime); err != nil {
		return err
	}
	begin := time.Now()
	results, err := runAll(ctx, o, env, kept)
	if err != nil {
		return err
	}
	r := newReport(o, env, results, left)
	r.Seconds = time.Since(begin).Seconds()
	if err := r.write(o.report); err != nil {
		return err
	}
	if o.update {
		if err := r.update("."); err != nil {
			return err
		}
	}
	r.print(os.Stdout)
	if r.failed() {
		return fmt.Errorf("not all programs passed: see %s", filepath.Join(o.report, "report.md"))
	}
	return nil
}

// find collects the programs and divides them.
func find(o *options) (kept []*program, left []leftOut, err error) {
	all, err := collect(o.root)
	if err != nil {
		return nil, nil, err
	}
	more, err := compilerTests(filepath.Join(o.goroot, "src"))
	if err != nil {
		return nil, nil, err
	}
	kept, left = divide(choose(append(all, more...), o.only, o.sample))
	return kept, left, unique(kept)
}

// unique makes sure that programs do not overwrite each other.
func unique(list []*program) error {
	names := make(map[string]string)
	for _, p := range list {
		if other, ok := names[p.slug()]; ok {
			return fmt.Errorf("%s and %s have the same folder", other, p.name)
		}
		names[p.slug()] = p.name
	}
	return nil
}

// runAll runs the programs, then those that they print, and returns the results
// in the order of the programs.
func runAll(ctx context.Context, o *options, env *gocmd.Env, list []*program) ([]*Result, error) {
	total := len(list)
	for _, p := range list {
		if p.output {
			total++
		}
	}
	progress := newProgress(o, total)
	defer progress.end()
	results, err := runSome(ctx, o, env, list, progress)
	if err != nil {
		return nil, err
	}
	var printed []*program
	for i, p := range list {
		if p.output && results[i].Output != "" {
			name := strings.TrimSuffix(filepath.Base(p.path), ".go") + "_output.go"
			f := newFile(name, []byte(results[i].Output))
			printed = append(printed, &program{name: p.name + " (output)", head: f, files: []*file{f}, recipe: recipe{action: "run"}})
		}
	}
	more, err := runSome(ctx, o, env, printed, progress)
	return append(results, more...), err
}

func runSome(ctx context.Context, o *options, env *gocmd.Env, list []*program, progress *progress) ([]*Result, error) {
	all := batches(o, env, list)
	next := make(chan *batch)
	errs := make([]error, o.jobs)
	var wg sync.WaitGroup
	for i := range o.jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for b := range next {
				if errs[i] == nil {
					errs[i] = b.run(ctx, progress.add)
				}
			}
		}()
	}
	bySlug := make(map[string]*Result)
	for _, b := range all {
		next <- b
		for slug, r := range b.results {
			bySlug[slug] = r
		}
	}
	close(next)
	wg.Wait()
	var results []*Result
	for _, p := range list {
		results = append(results, bySlug[p.slug()])
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return results, nil
}

// list prints what would be run, and what would not.
func list(kept []*program, left []leftOut) {
	n := 0
	for _, p := range kept {
		fmt.Println(p.name)
		n++
		if p.output {
			fmt.Println(p.name, "(output)")
			n++
		}
	}
	for _, l := range left {
		fmt.Printf("%s\tleft out: %s (%s)\n", l.Name, l.Rule, l.Why)
	}
	fmt.Printf("%d programs, %d left out\n", n, len(left))
}
