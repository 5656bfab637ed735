// Command conformance runs the test programs of the Go distribution in
// callback form.
//
//	go run ./internal/conformance
//	go run ./internal/conformance -run 'chan/|ken/' -mode always
//	go run ./internal/conformance -list
//
// The programs under GOROOT/test whose first line is "// run" are complete
// programs that exercise the language, construct by construct, and check
// themselves. Each is run untouched, with go run, and then with every function
// of its own in callback form and every call between them a wait, with
// evert run -all. Exit code and output have to be the same.
//
// Programs that depend on what a callback form does not promise, the shape of
// the stack, say, are left out, each by a rule that has a name (see filter.go).
// The results go to a report directory: report.json, what is left out and why,
// and for each program that does not pass a text file with what differs. The
// outcomes of the untouched programs are kept there between runs.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

// options are the flags.
type options struct {
	run     *regexp.Regexp
	modes   []string
	jobs    int
	timeout time.Duration
	evert   string
	flags   []string
	report  string
	root    string
	list    bool
}

func main() {
	opts, err := parse(os.Args[1:])
	if err == nil {
		err = run(opts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func parse(args []string) (*options, error) {
	fs := flag.NewFlagSet("conformance", flag.ExitOnError)
	only := fs.String("run", "", "run only programs whose name matches this `regexp`")
	mode := fs.String("mode", "never,always", "suspension policies, with commas between")
	jobs := fs.Int("j", 2, "how many programs run at a time")
	timeout := fs.Duration("timeout", time.Minute, "time for one run of a program")
	evert := fs.String("evert", "", "`path` of the evert command (default: built from this module)")
	extra := fs.String("flags", "", "more flags for evert run, with spaces between")
	report := fs.String("report", filepath.Join(os.TempDir(), "evert-conformance"), "report `directory`")
	root := fs.String("root", "", "`directory` of the programs (default: GOROOT/test)")
	list := fs.Bool("list", false, "only list the programs and the rules that leave others out")
	fs.Parse(args)
	re, err := regexp.Compile(*only)
	if err != nil {
		return nil, fmt.Errorf("cannot use -run: %v", err)
	}
	if fs.NArg() > 0 {
		return nil, fmt.Errorf("cannot use arguments: %q", fs.Args())
	}
	o := &options{
		run: re, modes: strings.Split(*mode, ","), jobs: max(1, *jobs), timeout: *timeout,
		evert: *evert, flags: strings.Fields(*extra), report: *report, root: *root, list: *list,
	}
	if o.root == "" {
		out, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			return nil, fmt.Errorf("cannot ask the go command for GOROOT: %v", err)
		}
		o.root = filepath.Join(strings.TrimSpace(string(out)), "test")
	}
	return o, nil
}

func run(o *options) error {
	all, err := collect(o.root, o.run)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fmt.Errorf("no programs to run in %s", o.root)
	}
	kept, left := divide(all)
	if o.list {
		list(kept, left)
		return nil
	}
	if err := os.MkdirAll(o.report, 0o777); err != nil {
		return err
	}
	if o.evert == "" {
		if o.evert, err = build(o); err != nil {
			return err
		}
	}
	results := runAll(o, kept)
	r := newReport(o, results, left)
	if err := r.write(o.report); err != nil {
		return err
	}
	r.print(os.Stdout)
	if r.failed() {
		return fmt.Errorf("not all programs passed: see %s", o.report)
	}
	return nil
}

// build builds evert from the module of this command.
func build(o *options) (string, error) {
	bin := filepath.Join(o.report, "evert")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	out, err := programs.Run(10*time.Minute, ".", "go", "build", "-o", bin, "github.com/evert-go/evert/cmd/evert")
	if err != nil {
		return "", err
	}
	if out.Exit != 0 {
		return "", fmt.Errorf("cannot build evert:\n%s", out.Stderr)
	}
	return filepath.Abs(bin)
}

// list prints what would be run, and what would not.
func list(kept []*program, left []leftOut) {
	for _, p := range kept {
		fmt.Println(p.name)
	}
	for _, l := range left {
		fmt.Printf("%s\tleft out: %s (%s)\n", l.Name, l.Rule, l.Why)
	}
	fmt.Printf("%d programs, %d left out\n", len(kept), len(left))
}
