package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// size is how long a function is, and what was made of it in frames style: its callback
// form, its fast body, its frame and the methods of that. Comments before declarations
// do not count.
type size struct {
	name              string
	waits             int // methods that go on after one
	linesIn, linesOut int
	bytesIn, bytesOut int
}

// sizes measures the functions of a file that are in frames style.
func sizes(source, generated string) ([]*size, error) {
	fset, in, out, err := parse(source, generated)
	if err != nil {
		return nil, err
	}
	made := map[string]*size{}
	var current *size
	for _, d := range out.Decls {
		f, isFunc := d.(*ast.FuncDecl)
		if isFunc && f.Doc != nil {
			if m := form.FindStringSubmatch(f.Doc.Text()); m != nil {
				current = &size{}
				made[m[1]] = current
			}
		}
		if current == nil || isSites(d) {
			continue
		}
		if isFunc && f.Name.Name == "Resume" {
			current.waits++
		}
		current.linesOut += lines(fset, d)
		current.bytesOut += int(d.End() - d.Pos())
	}
	var all []*size
	for _, d := range in.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if s := made[key(f)]; s != nil && s.waits > 0 {
			s.name = fset.Position(f.Pos()).String() + " " + key(f)
			s.linesIn, s.bytesIn = lines(fset, d), int(d.End()-d.Pos())
			all = append(all, s)
		}
	}
	return all, nil
}

// isSites reports the table of waits at the end of a generated file.
func isSites(d ast.Decl) bool {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return false
	}
	v, ok := g.Specs[0].(*ast.ValueSpec)
	return ok && v.Names[0].Name == "_"
}

func lines(fset *token.FileSet, d ast.Decl) int {
	return fset.Position(d.End()).Line - fset.Position(d.Pos()).Line + 1
}

// growth is the table for frames style.
type growth struct{ all []*size }

func (t *growth) head() {
	fmt.Println("| code | functions in frames style | waits | lines for each wait | lines for each line | bytes for each byte |")
	fmt.Println("|---|---|---|---|---|---|")
}

func (t *growth) row(name string, pairs []pair) error {
	var all []*size
	for _, p := range pairs {
		found, err := sizes(p.source, p.generated)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	t.all = append(t.all, all...)
	var sum size
	for _, s := range all {
		sum.waits += s.waits
		sum.linesIn += s.linesIn
		sum.linesOut += s.linesOut
		sum.bytesIn += s.bytesIn
		sum.bytesOut += s.bytesOut
	}
	fmt.Printf("| %s | %d | %d | %.1f | %.1f | %.1f |\n", name, len(all), sum.waits, ratio(sum.linesIn, sum.waits),
		ratio(sum.linesOut, sum.linesIn), ratio(sum.bytesOut, sum.bytesIn))
	return nil
}

// list names the functions that grow most.
func (t *growth) list(n int) {
	all := t.all
	slices.SortStableFunc(all, func(a, b *size) int {
		return b.bytesOut*a.bytesIn - a.bytesOut*b.bytesIn
	})
	fmt.Println("\nbytes for each byte:")
	for _, s := range all[:min(n, len(all))] {
		fmt.Printf("%8.2f  %s\n", ratio(s.bytesOut, s.bytesIn), s.name)
	}
}
