// Command modules runs the tests of public modules in callback form.
//
//	go run ./internal/modules
//	go run ./internal/modules -mode random:7 github.com/google/go-cmp@v0.7.0
//	go run ./internal/modules -style frames
//
// Each module is fetched through the module proxy and copied to a temporary
// folder. There its tests run untouched, with go test, and then in each mode with
// every function of its own in callback form and every call between them a wait,
// with evert test -all. Whatever passes untouched has to pass, but for the few tests
// of what a callback form does not promise (see different).
//
// A table goes to standard output. A report directory gets, for each module, what
// was refused and why, and for each run that failed its output.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

// defaults are modules with thorough tests and no dependencies, at fixed
// versions, so that the figures can be had again.
var defaults = []string{
	"github.com/BurntSushi/toml@v1.6.0",
	"github.com/spf13/pflag@v1.1.0",
	"github.com/google/go-cmp@v0.7.0",
}

// options are the flags.
type options struct {
	modes   []string
	style   string
	timeout time.Duration
	evert   string
	report  string
	modules []string
}

func main() {
	o := parse(os.Args[1:])
	ok, err := run(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "modules:", err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

func parse(args []string) *options {
	fs := flag.NewFlagSet("modules", flag.ExitOnError)
	fs.Usage = func() {
		fmt.Fprintln(fs.Output(), "usage: modules [flags] [module@version...]")
		fs.PrintDefaults()
	}
	mode := fs.String("mode", "never,always", "suspension policies, with commas between")
	style := fs.String("style", "chain", "of the callback forms: chain, frames or generator")
	timeout := fs.Duration("timeout", 10*time.Minute, "time for one run of a module's tests")
	evert := fs.String("evert", "", "`path` of the evert command (default: built from this module)")
	report := fs.String("report", filepath.Join(os.TempDir(), "evert-modules"), "report `directory`")
	fs.Parse(args)
	o := &options{modes: strings.Split(*mode, ","), style: *style, timeout: *timeout, evert: *evert, report: *report, modules: fs.Args()}
	if len(o.modules) == 0 {
		o.modules = defaults
	}
	return o
}

// run reports whether everything passed that had to.
func run(o *options) (ok bool, err error) {
	if err := os.MkdirAll(o.report, 0o777); err != nil {
		return false, err
	}
	if o.evert == "" {
		if o.evert, err = programs.BuildEvert(o.report); err != nil {
			return false, err
		}
	}
	tmp, err := os.MkdirTemp("", "evert-modules")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	printHead(os.Stdout, o.modes)
	ok = true
	for i, name := range o.modules {
		m, err := programs.Fetch(name, filepath.Join(tmp, fmt.Sprint(i)))
		if err != nil {
			return false, err
		}
		r, err := o.test(m)
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		if err := r.write(o.report); err != nil {
			return false, err
		}
		r.print(os.Stdout)
		ok = ok && r.ok()
	}
	return ok, nil
}
