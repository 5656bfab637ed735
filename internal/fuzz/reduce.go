package main

import (
	"bytes"
	"context"
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"
	"time"
)

// A reducer makes a failing program small.
type reducer struct {
	*world
	opts    options
	failure Failure
	budget  time.Duration
	end     time.Time
}

var (
	quoted = regexp.MustCompile(`"[^"]*"|\d+`)
	names  = regexp.MustCompile(`\b[A-Za-z_]+\d+\b`)
)

// signatureOf is what failures of the same reason mostly have in common.
func signatureOf(f Failure) string {
	if f.Kind == "differs" {
		return f.Kind
	}
	detail, _, _ := strings.Cut(f.Detail, "\n")
	return f.Kind + " " + quoted.ReplaceAllString(names.ReplaceAllString(detail, "x"), "n")
}

// fails reports whether a program still fails in the same way.
func (r *reducer) fails(ctx context.Context, src []byte) bool {
	if time.Now().After(r.end) {
		return false
	}
	if _, err := r.check("prog.go", src); err != nil {
		return false
	}
	b, err := r.prepare(src, []string{r.failure.Case.Name}, r.opts)
	if b != nil {
		defer b.remove()
	}
	if err == nil && r.failure.Kind != "does not type-check" && len(b.cases) > 0 {
		err = r.compile(ctx, b, r.opts)
	}
	var bug *bug
	if errors.As(err, &bug) {
		return signatureOf(Failure{Kind: bug.Kind, Detail: bug.Detail}) == signatureOf(r.failure)
	}
	if err != nil {
		return false
	}
	for _, f := range b.bugs() {
		if signatureOf(f) == signatureOf(r.failure) {
			return true
		}
	}
	if r.failure.Kind == "does not type-check" || len(b.cases) == 0 {
		return false
	}
	failures, err := b.run(ctx, "-limit=5s")
	return err == nil && len(failures) == 1 && failures[0].Kind == r.failure.Kind
}

// reduce deletes from a program whatever is not needed for it to fail.
func reduce(ctx context.Context, r *reducer, src []byte) []byte {
	r.end = time.Now().Add(r.budget)
	if !r.fails(ctx, src) {
		return src
	}
	src = r.keep(ctx, src, prune(src))
	for {
		before := len(src)
		src = r.pass(ctx, src)
		src = r.keep(ctx, src, prune(src))
		if len(src) >= before || time.Now().After(r.end) {
			return src
		}
	}
}

// keep returns the second program if it fails, else the first.
func (r *reducer) keep(ctx context.Context, old, src []byte) []byte {
	if src != nil && !bytes.Equal(old, src) && r.fails(ctx, src) {
		return src
	}
	return old
}

// pass tries all edits once.
func (r *reducer) pass(ctx context.Context, src []byte) []byte {
	for i := 0; ; {
		out, more := edit(src, i)
		if !more {
			return src
		}
		if out = prune(out); out != nil && len(out) < len(src) && r.fails(ctx, out) {
			src = out
			continue // the same place has another edit now
		}
		i++
	}
}

// kept are functions that every program needs as they are.
var kept = map[string]bool{"tick": true, "reset": true, "tr": true, "trDeferred": true, "note": true, "show": true}

// edit makes the i-th edit of a program; more is false if there are fewer.
func edit(src []byte, i int) (out []byte, more bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, 0)
	if err != nil {
		return nil, false
	}
	e := &editor{left: i}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && !kept[fn.Name.Name] {
			e.node(fn.Body)
		}
	}
	if !e.done {
		return nil, false
	}
	var b bytes.Buffer
	if format.Node(&b, fset, f) != nil {
		return nil, true
	}
	return b.Bytes(), true
}

// prune removes declarations that the cases do not reach, unused imports, and
// turns variables that are not used into blanks.
func prune(src []byte) []byte {
	if src == nil {
		return nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, 0)
	if err != nil {
		return nil
	}
	needed := reachable(f)
	var decls []ast.Decl
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			g.Specs = usedImports(f, g.Specs, needed)
			if len(g.Specs) == 0 {
				continue
			}
		} else if !needed[d] {
			continue
		}
		decls = append(decls, d)
	}
	f.Decls, f.Comments = decls, nil
	blankUnused(f)
	var b bytes.Buffer
	if format.Node(&b, fset, f) != nil {
		return nil
	}
	return b.Bytes()
}

// reachable finds the declarations that main needs, by name.
func reachable(f *ast.File) map[ast.Decl]bool {
	byName := map[string][]ast.Decl{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			byName[d.Name.Name] = append(byName[d.Name.Name], d)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					byName[s.Name.Name] = append(byName[s.Name.Name], d)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						byName[n.Name] = append(byName[n.Name], d)
					}
				}
			}
		}
	}
	needed := map[ast.Decl]bool{}
	work := []string{"reset", "Sum", "Error"}
	for name := range byName {
		if caseName.MatchString(name) && !strings.Contains(name, "_") {
			work = append(work, name)
		}
	}
	for len(work) > 0 {
		name := work[0]
		work = work[1:]
		for _, d := range byName[name] {
			if needed[d] {
				continue
			}
			needed[d] = true
			ast.Inspect(d, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					work = append(work, id.Name)
				}
				return true
			})
		}
	}
	return needed
}

// usedImports keeps the imports that what is needed names.
func usedImports(f *ast.File, specs []ast.Spec, needed map[ast.Decl]bool) []ast.Spec {
	used := map[string]bool{}
	for d := range needed {
		ast.Inspect(d, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := s.X.(*ast.Ident); ok {
					used[id.Name] = true
				}
			}
			return true
		})
	}
	var kept []ast.Spec
	for _, s := range specs {
		if used[path.Base(strings.Trim(s.(*ast.ImportSpec).Path.Value, `"`))] {
			kept = append(kept, s)
		}
	}
	return kept
}
