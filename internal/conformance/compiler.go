package main

import (
	"os"
	"path/filepath"
	"strings"
)

// inCompiler is where the compiler's own tests of the language are.
const inCompiler = "cmd/compile/internal/"

// compilerTests are the tests of the compiler that are about what the language
// means: ranges over functions, which are tests of a package, and loop
// variables, which are programs. Those are run in the language of the
// toolchain, in which each turn of a loop has its own variables, and in the last
// one in which all turns share them.
func compilerTests(src string) ([]*program, error) {
	dir := filepath.Join(src, filepath.FromSlash(inCompiler))
	rangefunc := &program{name: inCompiler + "rangefunc", test: true}
	if err := rangefunc.readFiles(filepath.Join(dir, "rangefunc"), "_test.go"); err != nil {
		return nil, err
	}
	all := []*program{rangefunc}
	testdata := filepath.Join(dir, "loopvar", "testdata")
	entries, err := os.ReadDir(testdata)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		for _, language := range []string{"", "1.21"} {
			p := &program{name: inCompiler + "loopvar/testdata/" + e.Name(), recipe: recipe{action: "run"}}
			p.within = p.name
			if language != "" {
				p.name += " (go" + language + ")"
				p.recipe.build.language = language
			}
			if e.IsDir() {
				err = p.readFolder(filepath.Join(testdata, e.Name()))
			} else {
				err = p.readFiles(testdata, e.Name())
			}
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	for _, p := range all {
		p.head = p.files[0]
	}
	return all, nil
}

// readFiles reads the files of a folder whose names end in a certain way.
func (p *program) readFiles(dir, suffix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), suffix) {
			src, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				return err
			}
			p.files = append(p.files, newFile(e.Name(), src))
		}
	}
	return nil
}
