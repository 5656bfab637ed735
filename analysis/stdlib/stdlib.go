package stdlib

import (
	"bufio"
	"embed"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed tables/*.txt
var files embed.FS

// An Entry says that a function blocks.
type Entry struct {
	Class string   // net, file, process, wait, sleep, channel, lock or console
	Quick bool     // only through calls that return at once in practice, such as stat
	Chain []string // from what it calls on down to the wait, as symbols
}

// A Use says that a function calls a method of what it is given.
type Use struct {
	Param  int // -1 is what the receiver wraps
	Method string
}

// A Table is what is known for one operating system.
type Table struct {
	blocks   map[string]Entry
	calls    map[string][]int
	uses     map[string][]Use
	wraps    map[string][]int
	packages map[string]bool
}

// tableName returns the name of the table for a target.
// Where syscalls block, they do so alike on all Unix systems, so that the others
// borrow a table.
func tableName(goos, goarch string) string {
	switch goos {
	case "linux", "darwin", "windows", "wasip1", "js":
		return goos
	case "ios":
		return "darwin"
	}
	if goarch == "wasm" {
		return "wasip1"
	}
	return "linux"
}

var (
	mu     sync.Mutex
	loaded = make(map[string]*Table)
)

// For returns the table for a target. Empty arguments stand for the environment's
// GOOS and GOARCH, or else for the system this runs on.
func For(goos, goarch string) *Table {
	name := tableName(or(goos, os.Getenv("GOOS"), runtime.GOOS), or(goarch, os.Getenv("GOARCH"), runtime.GOARCH))
	mu.Lock()
	defer mu.Unlock()
	if t := loaded[name]; t != nil {
		return t
	}
	data, err := files.ReadFile("tables/" + name + ".txt")
	if err == nil {
		var t *Table
		if t, err = parse(string(data)); err == nil {
			loaded[name] = t
			return t
		}
	}
	panic(fmt.Sprintf("stdlib: cannot read the embedded table %s: %v", name, err)) // a bug: a test reads them all
}

func or(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// Lookup asks the default table, see [For].
func Lookup(symbol string) (Entry, bool) { return For("", "").Lookup(symbol) }

// Lookup returns what is known of a function that blocks.
func (t *Table) Lookup(symbol string) (Entry, bool) {
	e, ok := t.blocks[symbol]
	return e, ok
}

// Calls returns the parameters that a function calls in place.
func (t *Table) Calls(symbol string) []int { return t.calls[symbol] }

// Uses returns the methods that a function calls of what it is given.
func (t *Table) Uses(symbol string) []Use { return t.uses[symbol] }

// Wraps returns the parameters that a function's result holds on to.
func (t *Table) Wraps(symbol string) []int { return t.wraps[symbol] }

// Has reports whether a package is part of the standard library, on any system.
func (t *Table) Has(path string) bool { return t.packages[path] }

// Symbols returns the symbols of all functions that block, sorted.
func (t *Table) Symbols() []string {
	list := make([]string, 0, len(t.blocks))
	for symbol := range t.blocks {
		list = append(list, symbol)
	}
	slices.Sort(list)
	return list
}

// parse reads a table. A line is a relation, a symbol and what is known, with
// tabs between: symbols of generic methods have spaces.
func parse(text string) (*Table, error) {
	t := &Table{
		blocks:   make(map[string]Entry),
		calls:    make(map[string][]int),
		uses:     make(map[string][]Use),
		wraps:    make(map[string][]int),
		packages: make(map[string]bool),
	}
	scanner := bufio.NewScanner(strings.NewReader(text))
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := t.line(strings.Split(line, "\t")); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return t, scanner.Err()
}

func (t *Table) line(f []string) error {
	if f[0] == "package" && len(f) == 2 {
		t.packages[f[1]] = true
		return nil
	}
	if len(f) < 3 {
		return fmt.Errorf("cannot read %q", f)
	}
	symbol, rest := f[1], f[2:]
	switch f[0] {
	case "blocks", "quick":
		t.blocks[symbol] = Entry{Class: rest[0], Quick: f[0] == "quick", Chain: rest[1:]}
		return nil
	case "calls":
		return numbers(t.calls, symbol, rest)
	case "wraps":
		return numbers(t.wraps, symbol, rest)
	case "uses":
		for _, use := range rest {
			number, method, _ := strings.Cut(use, ".")
			param, err := strconv.Atoi(number)
			if err != nil {
				return err
			}
			t.uses[symbol] = append(t.uses[symbol], Use{param, method})
		}
		return nil
	}
	return fmt.Errorf("unknown relation %q", f[0])
}

func numbers(into map[string][]int, symbol string, words []string) error {
	for _, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil {
			return err
		}
		into[symbol] = append(into[symbol], n)
	}
	return nil
}
