package vettool

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/rules"
	"github.com/evert-go/evert/analysis/stdlib"
	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// Asked reports whether arguments are those that the go command gives to a vet
// tool: a question about the tool, or flags and a configuration.
func Asked(args []string) bool {
	if len(args) == 0 {
		return false
	}
	if len(args) == 1 && (args[0] == "-V=full" || args[0] == "-flags") {
		return true
	}
	last := args[len(args)-1]
	if !strings.HasSuffix(last, ".cfg") || len(args) > 1 && !strings.HasPrefix(args[0], "-") {
		return false
	}
	info, err := os.Stat(last) // flags may have such values, too, but for folders
	return err == nil && info.Mode().IsRegular()
}

// Main does what the go command asks for, and ends the process. args are those of
// the process.
func Main(args []string) {
	on, err := rulesOn(args)
	if err != nil {
		exit(err)
	}
	analyzers := []*analysis.Analyzer{lint.Analyzer}
	if slices.Contains(on, uptodate.ID) {
		analyzers = append(analyzers, uptodate.Analyzer)
	}
	if file := args[len(args)-1]; strings.HasSuffix(file, ".cfg") {
		u, err := readUnit(file)
		if err != nil {
			exit(err)
		}
		switch {
		case u.VetxOnly && u.standard():
			u.writeNothing()
		case u.VetxOnly && u.remembered(args):
			if err := reportToo(file); err != nil {
				exit(err)
			}
		case u.VetxOnly:
			for i, a := range analyzers {
				analyzers[i] = factsOnly(a)
			}
		}
	}
	guarded := make(map[*analysis.Analyzer]bool)
	for _, a := range analyzers {
		guard(a, guarded)
	}
	unitchecker.Main(analyzers...)
}

// exit ends the process with an error.
func exit(err error) {
	fmt.Fprintln(os.Stderr, "evert:", err)
	os.Exit(1)
}

// rulesOn returns the rules that the flags turn on. A rule that does not exist is an
// error, so that the message about it is a line, rather than all that the flag
// package has to say.
func rulesOn(args []string) (on []string, err error) {
	for i, arg := range args {
		name, value, joined := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if name != lint.Analyzer.Name+".on" && name != lint.Analyzer.Name+".off" {
			continue
		}
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		ids, err := rules.IDs(value)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(name, ".on") {
			on = append(on, ids...)
		}
	}
	return on, nil
}

// A unit is what has to be known of a package before anything is read.
type unit struct {
	ID            string // "p [p.test]" of a variant for a test
	GoFiles       []string
	ImportPath    string
	ModulePath    string
	ModuleVersion string
	VetxOnly      bool
	VetxOutput    string
	Stdout        string
}

func readUnit(file string) (u unit, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return u, err
	}
	if err := json.Unmarshal(data, &u); err != nil {
		return u, fmt.Errorf("cannot read %s: %v", file, err)
	}
	return u, nil
}

// standard reports whether the package is one of the standard library, of which
// the analyzers export no facts: they ask the same table.
func (u unit) standard() bool {
	return u.ModulePath == "" && stdlib.For("", "").Has(u.ImportPath)
}

// writeNothing writes the encoding of no facts, and ends the process.
func (u unit) writeNothing() {
	if err := os.WriteFile(u.VetxOutput, nil, 0o666); err != nil {
		exit(err)
	}
	os.Exit(0)
}

// remembered reports whether the go command is going to take what the tool prints
// now, of a package of which only facts are wanted, for all that there is to print,
// when it is asked about that package: Go 1.26 does, as its build cache does not
// tell the two apart. Packages with tests of their own are left out: what it looks at
// then is the package with its tests, which nothing imports. So are dependencies of
// other modules: they are hardly ever asked about, and what is wrong with them is not
// the user's to mend.
func (u unit) remembered(args []string) bool {
	has := func(name string) bool {
		return slices.Contains(args, "-"+name) || slices.Contains(args, "-"+name+"=true")
	}
	return u.Stdout != "" && u.ModuleVersion == "" && (has("json") || has("diff")) && !strings.Contains(u.ID, " [") && !u.hasTests()
}

// hasTests reports whether there are test files in the package itself, rather than in
// its external test package.
func (u unit) hasTests() bool {
	if len(u.GoFiles) == 0 {
		return false
	}
	names, err := filepath.Glob(filepath.Join(filepath.Dir(u.GoFiles[0]), "*_test.go"))
	if err != nil {
		return false
	}
	return slices.ContainsFunc(names, func(name string) bool {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		return err == nil && !strings.HasSuffix(file.Name.Name, "_test")
	})
}

// reportToo makes a configuration ask for diagnostics, besides facts.
func reportToo(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	all["VetxOnly"] = false
	if data, err = json.Marshal(all); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}

// factsOnly stands in for an analyzer where only facts are wanted: it has its name
// and flags, and needs what that needs, but does nothing. Only the linter's own facts
// are never exported.
func factsOnly(a *analysis.Analyzer) *analysis.Analyzer {
	if a != lint.Analyzer {
		return a
	}
	idle := *a
	idle.Run = func(*analysis.Pass) (any, error) { return nil, nil }
	return &idle
}

// guard ends the process if an analyzer, or one that it needs, fails or crashes.
// x/tools drops the errors of those that are needed: where only facts are wanted,
// the diagnostics of other packages would be missing without a word.
func guard(a *analysis.Analyzer, seen map[*analysis.Analyzer]bool) {
	if seen[a] {
		return
	}
	seen[a] = true
	run := a.Run
	a.Run = func(pass *analysis.Pass) (result any, err error) {
		err = convert.Guard(func() (err error) {
			result, err = run(pass)
			return err
		})
		if err != nil {
			exit(fmt.Errorf("%s: %w", pass.Pkg.Path(), err))
		}
		return result, nil
	}
	for _, needed := range a.Requires {
		guard(needed, seen)
	}
}
