package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A program is one test program of the Go distribution.
type program struct {
	name   string // relative to the root, with slashes
	path   string // the file whose first line is the recipe
	recipe recipe
	head   *file   // the file at path
	files  []*file // all that it consists of, in the order in which they are compiled
	within string  // the import path of the folder, for the packages in it
	test   bool    // it is the tests of a package
	output bool    // its output is a program too, to be run next
}

// A file is one source file of a program.
type file struct {
	name string // below the program's folder, with slashes
	src  []byte
	ast  *ast.File // nil if it is no Go file, or cannot be parsed
}

// A recipe is the first line of a test program, which says how it is run.
type recipe struct {
	action string
	args   []string // arguments of the program
	single bool     // in a folder, each file is a package
	build  settings
}

// Settings are what programs that are built together have in common.
type settings struct {
	language string   // the version in go.mod; empty is that of the toolchain
	flags    []string // of go build
	env      []string
}

// key tells builds apart.
func (b settings) key() string { return fmt.Sprintf("%s %q %q", b.language, b.flags, b.env) }

// actions are those that run a program, and whether they find it in a folder
// beside the file, which has the same name and ends in .dir.
var actions = map[string]bool{
	"run": false, "buildrun": false, "runoutput": false,
	"rundir": true, "runindir": true, "buildrundir": true, "errorcheckandrundir": true,
}

// readRecipe reads the recipe, and says whether the program is run by it. It
// stands in the first line that is neither empty nor a build constraint.
func readRecipe(src []byte) (recipe, bool) {
	for len(src) > 0 {
		line, rest, _ := bytes.Cut(src, []byte("\n"))
		text := strings.TrimSpace(string(line))
		src = rest
		if text == "" || strings.HasPrefix(text, "//go:build") {
			continue
		}
		text, ok := strings.CutPrefix(text, "// ")
		words := split(text)
		if !ok || len(words) == 0 {
			return recipe{}, false
		}
		if _, ok := actions[words[0]]; !ok {
			return recipe{}, false
		}
		return parseRecipe(words), true
	}
	return recipe{}, false
}

// parseRecipe sorts the words of a recipe: flags that the test runner of Go
// takes itself, flags for the build, and arguments.
func parseRecipe(words []string) recipe {
	r := recipe{action: words[0]}
	words = words[1:]
	var flags []string
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		value := ""
		if len(words) > 1 {
			value = words[1]
		}
		n := 2
		switch words[0] {
		case "-0", "-1": // whether diagnostics are expected
			n = 1
		case "-s":
			r.single, n = true, 1
		case "-t":
			// Its own time says nothing about the callback form.
		case "-goexperiment":
			r.build.env = append(r.build.env, "GOEXPERIMENT="+value)
		case "-godebug":
			r.build.env = append(r.build.env, "GODEBUG="+value)
		case "-gomodversion":
			r.build.language = value
		case "-gcflags", "-ldflags", "-tags":
			flags = append(flags, words[0]+"="+value)
		default:
			flags, n = append(flags, words[0]), 1
		}
		words = words[min(n, len(words)):]
	}
	r.args = words
	r.build.flags = goFlags(r.action, flags)
	return r
}

// goFlags are the flags of a recipe as the go command takes them. Those of
// folders go to the compiler; those of errorcheckandrundir ask it for
// diagnostics, and change nothing in the program.
func goFlags(action string, flags []string) []string {
	switch {
	case action == "errorcheckandrundir":
		return nil
	case action == "rundir" && len(flags) > 0:
		if l, ok := strings.CutPrefix(flags[0], "-ldflags="); ok {
			return []string{"-ldflags=" + strings.Join(append([]string{l}, flags[1:]...), " ")}
		}
		return []string{"-gcflags=" + strings.Join(flags, " ")}
	}
	return flags
}

var word = regexp.MustCompile(`(?:"[^"]*"|'[^']*'|[^\s"'])+`)

// split splits a recipe into words; quotes keep one together.
func split(text string) []string {
	words := word.FindAllString(text, -1)
	for i, w := range words {
		words[i] = strings.NewReplacer(`"`, "", `'`, "").Replace(w)
	}
	return words
}

// collect finds the programs below root whose recipe says that they are run.
func collect(root string) ([]*program, error) {
	var all []*program
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasSuffix(name, ".dir") {
			return fs.SkipDir // belongs to the file that is named like it
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		r, ok := readRecipe(src)
		if !ok {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		p := &program{name: filepath.ToSlash(rel), path: name, recipe: r, head: newFile(filepath.Base(name), src)}
		if err := p.read(); err != nil {
			return err
		}
		all = append(all, p)
		return nil
	})
	return all, err
}

func newFile(name string, src []byte) *file {
	f := &file{name: name, src: src}
	if path.Ext(name) == ".go" {
		if tree, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments); err == nil {
			f.ast = tree
		}
	}
	return f
}

// read reads the files that the recipe is about.
func (p *program) read() error {
	if actions[p.recipe.action] {
		dir := strings.TrimSuffix(p.path, ".go") + ".dir"
		p.within = filepath.Base(dir)
		if err := p.readFolder(dir); err != nil {
			return err
		}
		if p.recipe.action == "rundir" || p.recipe.action == "errorcheckandrundir" {
			p.folders()
		}
		return nil
	}
	p.output = p.recipe.action == "runoutput"
	p.files = []*file{p.head}
	// The go command takes arguments that end in .go for files of the program.
	rest := p.recipe.args[:0:0]
	for _, arg := range p.recipe.args {
		if path.Ext(arg) != ".go" {
			rest = append(rest, arg)
			continue
		}
		src, err := os.ReadFile(filepath.Join(filepath.Dir(p.path), filepath.FromSlash(arg)))
		if err != nil {
			return err
		}
		p.files = append(p.files, newFile(path.Base(arg), src))
	}
	p.recipe.args = rest
	return nil
}

func (p *program) readFolder(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		p.files = append(p.files, newFile(filepath.ToSlash(rel), src))
		return nil
	})
}

// folders gives each package of a folder one of its own, as the go command
// wants it: files are a package if their package clauses agree, and the package
// is imported by the name of its first file. The last package is the program.
func (p *program) folders() {
	var first []string // names of the packages' first files
	clause := make(map[string]int)
	of := make(map[*file]int)
	for _, f := range p.files {
		if f.ast == nil {
			return // a rule leaves the program out
		}
		n, ok := clause[f.ast.Name.Name]
		if !ok || p.recipe.single {
			n = len(first)
			first = append(first, strings.TrimSuffix(f.name, ".go"))
			clause[f.ast.Name.Name] = n
		}
		of[f] = n
	}
	for _, f := range p.files {
		if n := of[f]; n < len(first)-1 {
			f.name = path.Join(first[n], f.name)
		}
	}
}

// trees are the parsed files.
func (p *program) trees() []*ast.File {
	var trees []*ast.File
	for _, f := range p.files {
		if f.ast != nil {
			trees = append(trees, f.ast)
		}
	}
	return trees
}

// slug is the program's name as the name of a folder, and of what is built.
func (p *program) slug() string {
	name := strings.TrimSuffix(p.name, ".go")
	return strings.Map(func(c rune) rune {
		if c == '/' || c == ' ' || c == '.' || c == '(' || c == ')' {
			return '_'
		}
		return c
	}, name)
}

//go:embed sample.txt
var sampleNames string

// sample are the names of the programs that CI runs: about one in ten.
func sample() map[string]bool {
	names := make(map[string]bool)
	for _, name := range strings.Split(strings.TrimSpace(sampleNames), "\n") {
		names[name] = true
	}
	return names
}

// choose keeps the programs that a regular expression matches, and, if only the
// sample is wanted, belong to it.
func choose(all []*program, only *regexp.Regexp, sampled bool) []*program {
	names := sample()
	return slices.DeleteFunc(slices.Clone(all), func(p *program) bool {
		return !only.MatchString(p.name) || sampled && !names[p.name]
	})
}
