// Command gen computes the tables of package stdlib from the standard library's
// source: one table for each operating system.
//
//	go run ./analysis/stdlib/gen [-out DIR] [-only GOOS]
//
// from the top of the repository, or with -out from anywhere.
//
// It works on SSA form, in four steps, each in its file: load.go builds the
// program for one target, flow.go finds what functions do with their parameters,
// block.go spreads blocking from the roots (roots.go) to callers, and table.go
// writes what users of the library can name.
//
// The tables belong to the Go version that runs the generator, which their first
// line names. Run it again for a new one.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// A target is a system that gets a table. The table is named after its goos;
// among the architectures of one system the differences are below what a table
// says.
type target struct{ goos, goarch string }

var targets = []target{
	{"linux", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"js", "wasm"},
	{"wasip1", "wasm"},
}

func main() {
	out := flag.String("out", filepath.Join("analysis", "stdlib", "tables"), "write the tables to this `directory`")
	only := flag.String("only", "", "only the table of this `GOOS`")
	flag.Parse()
	for _, t := range targets {
		if *only != "" && *only != t.goos {
			continue
		}
		if err := generate(t, *out); err != nil {
			fmt.Fprintf(os.Stderr, "gen: %s/%s: %v\n", t.goos, t.goarch, err)
			os.Exit(1)
		}
	}
}

func generate(t target, dir string) error {
	p, err := load(t, "std")
	if err != nil {
		return err
	}
	text := p.table()
	fmt.Printf("%s: %d functions, %d lines\n", t.goos, len(p.funcs), countLines(text))
	return os.WriteFile(filepath.Join(dir, t.goos+".txt"), []byte(text), 0o666)
}
