package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/evert-go/evert/internal/programs"
)

// A result is all that is known of a module.
type result struct {
	module    *programs.Module
	untouched *testRun
	runs      []*testRun // in the order of the modes
	functions []function
}

// ok reports whether all that passes untouched passed in every mode. A module
// without a test that passes shows nothing.
func (r *result) ok() bool {
	for _, run := range r.runs {
		if len(run.failures(r.untouched)) > 0 {
			return false
		}
	}
	return r.untouched.passed() > 0
}

// count returns how many functions ran in callback form, and how many could not.
func (r *result) count() (converted, refused int) {
	for _, f := range r.functions {
		if f.Converted {
			converted++
		} else {
			refused++
		}
	}
	return converted, refused
}

// printHead prints the head of the table, which is in Markdown.
func printHead(w io.Writer, modes []string) {
	fmt.Fprint(w, "| module | version | tests | ")
	for _, mode := range modes {
		fmt.Fprintf(w, "pass, %s | ", mode)
	}
	fmt.Fprintln(w, "functions in callback form | refused |")
	fmt.Fprintf(w, "|---|---|%s\n", strings.Repeat("---|", len(modes)+3))
}

func (r *result) print(w io.Writer) {
	fmt.Fprintf(w, "| %s | %s | %d | ", r.module.Path, r.module.Version, r.untouched.passed())
	for _, run := range r.runs {
		fmt.Fprintf(w, "%d | ", run.passed())
	}
	converted, refused := r.count()
	fmt.Fprintf(w, "%d | %d |\n", converted, refused)
}

// write writes what was refused, and what failed.
func (r *result) write(dir string) error {
	base := filepath.Join(dir, strings.ReplaceAll(r.module.Path, "/", "_"))
	var text strings.Builder
	for _, f := range r.functions {
		if !f.Converted {
			fmt.Fprintf(&text, "%s: cannot split %s: %s\n", f.Pos, f.Name, f.Reason)
		}
	}
	if err := os.WriteFile(base+".refused.txt", []byte(text.String()), 0o666); err != nil {
		return err
	}
	for _, run := range append([]*testRun{r.untouched}, r.runs...) {
		mode := run.mode
		if mode == "" {
			mode = "untouched"
		}
		name := base + "." + strings.ReplaceAll(mode, ":", "_") + ".txt"
		failed := run.failures(r.untouched)
		if len(failed) == 0 && !run.out.TimedOut && run.out.Exit == 0 {
			if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
				return err
			}
			continue
		}
		fmt.Fprintf(os.Stderr, "%s, %s: %d tests that should pass did not (exit code %d, timed out: %v): see %s\n",
			r.module.Path, mode, len(failed), run.out.Exit, run.out.TimedOut, name)
		content := fmt.Sprintf("not passed:\n%s\n\n== stdout\n%s\n== stderr\n%s\n", strings.Join(failed, "\n"), run.out.Stdout, run.out.Stderr)
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			return err
		}
	}
	return nil
}
