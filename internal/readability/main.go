// Command readability measures how much the callback forms differ from the source:
// how many lines each line becomes, how many variables each wait costs, how much
// deeper the code is nested, and how much of it stands as it was written.
//
//	go run ./internal/readability
//	go run ./internal/readability -worst 5 ./testdata/run github.com/google/go-cmp@v0.7.0
//
// An argument is a folder, whose marked functions are converted, or a module, which is
// fetched through the module proxy, and of which all functions are. Only functions that
// are split count. A table in Markdown goes to standard output.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

// defaults are the cases, and the modules of the suite modules.
var defaults = []string{
	"testdata/run",
	"github.com/BurntSushi/toml@v1.6.0",
	"github.com/spf13/pflag@v1.1.0",
	"github.com/google/go-cmp@v0.7.0",
}

func main() {
	evert := flag.String("evert", "", "`path` of the evert command (default: built from this module)")
	worst := flag.Int("worst", 0, "functions to list that grow most")
	flag.Parse()
	if err := run(*evert, *worst, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "readability:", err)
		os.Exit(1)
	}
}

func run(evert string, worst int, args []string) (err error) {
	if len(args) == 0 {
		args = defaults
	}
	tmp, err := os.MkdirTemp("", "evert-readability-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	if evert == "" {
		if evert, err = programs.BuildEvert(tmp); err != nil {
			return err
		}
	} else if evert, err = filepath.Abs(evert); err != nil {
		return err
	}
	fmt.Println("| code | functions split | waits | lines for each line | variables for each wait | nesting added, most | and on average | statements as written |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	var all []*function
	for i, name := range args {
		dir, flags := name, []string(nil)
		if _, err := os.Stat(name); err != nil {
			m, err := programs.Fetch(name, filepath.Join(tmp, fmt.Sprint("module", i)))
			if err != nil {
				return err
			}
			dir, flags = m.Dir, []string{"-all"}
		}
		funcs, err := measure(evert, dir, filepath.Join(tmp, fmt.Sprint("out", i)), flags)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		print(name, funcs)
		all = append(all, funcs...)
	}
	list(all, worst)
	return nil
}

// measure converts the packages below dir and measures each function.
func measure(evert, dir, out string, flags []string) ([]*function, error) {
	r, err := programs.Run(5*time.Minute, dir, evert, append(append([]string{"-overlay", out}, flags...), "./...")...)
	if err != nil {
		return nil, err
	}
	if r.Exit > 1 {
		return nil, errors.New(strings.TrimSpace(r.Stderr))
	}
	text, err := os.ReadFile(filepath.Join(out, "overlay.json"))
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, r.Stderr)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &overlay); err != nil {
		return nil, err
	}
	var all []*function
	for target, generated := range overlay.Replace {
		source, ok := sourceOf(target)
		if !ok {
			continue
		}
		funcs, err := compare(source, generated)
		if err != nil {
			return nil, err
		}
		all = append(all, funcs...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all, nil
}

// sourceOf finds the file that a generated one was made of.
func sourceOf(target string) (string, bool) {
	base, ok := strings.CutSuffix(target, ".go")
	if !ok || !strings.Contains(base, "_deferred") {
		return "", false
	}
	i := strings.LastIndex(base, "_deferred")
	source := base[:i] + base[i+len("_deferred"):] + ".go"
	_, err := os.Stat(source)
	return source, err == nil
}

// print writes a row of the table.
func print(name string, funcs []*function) {
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
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// list names the functions that are nested most deeply, and those that grow most.
func list(funcs []*function, n int) {
	show := func(title string, key func(f *function) float64) {
		sort.SliceStable(funcs, func(i, j int) bool { return key(funcs[i]) > key(funcs[j]) })
		fmt.Printf("\n%s:\n", title)
		for _, f := range funcs[:min(n, len(funcs))] {
			fmt.Printf("%8.2f  %s\n", key(f), f.name)
		}
	}
	if n == 0 {
		return
	}
	show("nested most deeply", func(f *function) float64 { return float64(f.deeper) })
	show("lines for each line", func(f *function) float64 { return ratio(f.linesOut, f.linesIn) })
	show("variables for each wait", func(f *function) float64 { return ratio(f.fresh, f.waits) })
}
