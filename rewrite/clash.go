package rewrite

import (
	"fmt"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// clashes refuses functions whose callback form's name is taken.
func (g *generator) clashes() {
	made := map[string]*plan.Func{}
	for _, f := range g.plan.Funcs {
		if !f.Wanted || f.Refusal != "" {
			continue
		}
		key := f.Form
		if f.Obj.Signature().Recv() != nil {
			key = strings.TrimSuffix(f.Key, f.Obj.Name()) + f.Form
		} else {
			key = f.Pkg.PkgPath + "." + key
		}
		taken := g.taken(f)
		if other := made[key]; taken == nil && other != nil && other.Key != f.Key {
			taken = other.Obj
		}
		made[key] = f
		if taken == nil {
			continue
		}
		where := f.Pkg.Fset.Position(taken.Pos())
		f.Refusal = fmt.Sprintf("its callback form's name %s is taken by the declaration at %s:%d", f.Form, filepath.Base(where.Filename), where.Line)
		f.At = f.Decl.Name.Pos()
		if !g.opts.All {
			g.problems = append(g.problems, Problem{f.Pkg.Fset.Position(f.Decl.Name.Pos()), fmt.Sprintf(
				"cannot name the callback form of %s: %s is declared at %s:%d: rename one of them, or mark %s `//evert:blocking callback=%s` if that is its callback form",
				f.Obj.Name(), f.Form, filepath.Base(where.Filename), where.Line, f.Obj.Name(), f.Form)})
		}
	}
}

// taken returns what has the name of f's callback form, nil if nothing has.
func (g *generator) taken(f *plan.Func) types.Object {
	recv := f.Obj.Signature().Recv()
	if recv == nil {
		if obj := f.Pkg.Types.Scope().Lookup(f.Form); obj != nil && !g.generated(f.Pkg, obj.Pos()) {
			return obj
		}
		return nil
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	if !ok {
		return nil
	}
	for i := 0; i < n.NumMethods(); i++ {
		if m := n.Method(i); m.Name() == f.Form && !g.generated(f.Pkg, m.Pos()) {
			return m
		}
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for i := 0; i < s.NumFields(); i++ {
			if s.Field(i).Name() == f.Form {
				return s.Field(i)
			}
		}
	}
	return nil
}

// generated reports a declaration in a file that Evert wrote.
func (g *generator) generated(pkg *packages.Package, pos token.Pos) bool {
	for _, file := range pkg.Syntax {
		if file.FileStart <= pos && pos <= file.FileEnd {
			for _, c := range file.Comments {
				if c.Pos() < file.Package && c.List[0].Text == emit.Header {
					return true
				}
			}
		}
	}
	return false
}
