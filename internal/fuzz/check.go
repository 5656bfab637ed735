package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"sync"
)

// A checker type-checks cases, so that a program is not lost for one of them.
type checker struct {
	mu   sync.Mutex
	fset *token.FileSet
	imp  types.Importer
	base *ast.File
}

func newChecker() *checker {
	c := &checker{fset: token.NewFileSet()}
	c.imp = importer.ForCompiler(c.fset, "gc", nil)
	c.base = c.mustParse("prelude.go", prelude)
	return c
}

func (c *checker) mustParse(name, src string) *ast.File {
	f, err := parser.ParseFile(c.fset, name, src, 0)
	if err != nil {
		panic(err)
	}
	return f
}

// Case says what the compiler would not accept in a case.
func (c *checker) Case(k Case) error {
	src := "package main\n\nimport (\n\t\"fmt\"\n\t\"strconv\"\n)\n\nvar _, _ = fmt.Sprint, strconv.Itoa\n\nfunc main() { " + k.Name + "() }\n"
	for _, f := range k.Funcs {
		src += "\n" + f
	}
	f, err := parser.ParseFile(c.fset, k.Name+".go", src, 0)
	if err != nil {
		return err
	}
	return c.check(c.base, f)
}

// Source says what the compiler would not accept in a whole program.
func (c *checker) Source(src []byte) error {
	f, err := parser.ParseFile(c.fset, "prog.go", src, 0)
	if err != nil {
		return err
	}
	return c.check(f)
}

func (c *checker) check(files ...*ast.File) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	conf := types.Config{Importer: c.imp, Sizes: types.SizesFor("gc", "amd64"), GoVersion: "go1.24"}
	_, err := conf.Check("main", c.fset, files, nil)
	if err != nil {
		return fmt.Errorf("does not compile: %w", err)
	}
	return nil
}
