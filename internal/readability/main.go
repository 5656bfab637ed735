// Command readability measures how much the callback forms differ from the source:
// how many lines each line becomes, how many variables each wait costs, how much
// deeper the code is nested, and how much of it stands as it was written.
//
//	go run ./internal/readability
//	go run ./internal/readability -worst 5 ./testdata/run github.com/google/go-cmp@v0.7.0
//
//	go run ./internal/readability -style frames ./examples/crawler
//
// With -style frames it measures how long what is made of a function is, against the
// function.
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
	style := flag.String("style", "chain", "how callback forms are written: chain or frames")
	worst := flag.Int("worst", 0, "functions to list that grow most")
	flag.Parse()
	if err := run(*evert, *style, *worst, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "readability:", err)
		os.Exit(1)
	}
}

func run(evert, style string, worst int, args []string) (err error) {
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
	var t table = &readings{}
	switch style {
	case "chain":
	case "frames":
		t = &growth{}
	default:
		return fmt.Errorf("no table for style %q: there is chain, and frames", style)
	}
	t.head()
	for i, name := range args {
		dir, flags := name, []string{"-style", style}
		if _, err := os.Stat(name); err != nil {
			m, err := programs.Fetch(name, filepath.Join(tmp, fmt.Sprint("module", i)))
			if err != nil {
				return err
			}
			dir, flags = m.Dir, append(flags, "-all")
		}
		pairs, err := convert(evert, dir, filepath.Join(tmp, fmt.Sprint("out", i)), flags)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := t.row(name, pairs); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if worst > 0 {
		t.list(worst)
	}
	return nil
}

// A table is what is printed for a style.
type table interface {
	head()
	row(name string, pairs []pair) error
	list(worst int) // the functions of all rows that stand out
}

// pair is a source file and the one that was made of it.
type pair struct{ source, generated string }

// convert converts the packages below dir.
func convert(evert, dir, out string, flags []string) ([]pair, error) {
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
	var all []pair
	for target, generated := range overlay.Replace {
		if source, ok := sourceOf(target); ok {
			all = append(all, pair{source, generated})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].source < all[j].source })
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

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
