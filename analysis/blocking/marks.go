package blocking

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/evert-go/evert/analysis/directive"
)

// parseMarks reads the package's directives, and adds its counterparts to the
// program's: these count for all packages, also for those that come before.
func (s *scope) parseMarks() {
	s.marks = directive.Parse(s.prog.fset, s.files, s.pkg, s.info)
	for _, pair := range s.marks.Pairs() {
		for _, symbol := range pair.Target.Symbols() {
			s.prog.packs[symbol] = s.path + "." + pair.Func.Name()
		}
	}
}

// applyMarks puts the marks into facts: those of functions with bodies into their
// nodes, the others into objects.
func (s *scope) applyMarks() {
	for _, obj := range s.marks.Objects() {
		fact := markedFact(s.marksOf(obj))
		if fn, ok := obj.(*types.Func); ok {
			if n := s.funcs[fn]; n != nil {
				n.fact = fact
				continue
			}
		}
		if fact.Leaf {
			fact.Class = Wait
		}
		s.objects[obj] = fact
	}
	s.findGenerated()
	for fn, n := range s.funcs {
		if form, ok := s.prog.packs[fn.FullName()]; ok && n.fact.Callback == "" {
			n.fact.Callback = form
		}
		for i, param := range n.params {
			if s.objects[param].Leaf {
				n.fact.BlockingParams = append(n.fact.BlockingParams, i)
			}
		}
	}
}

// findGenerated notes the callback forms that an earlier run has left in the
// package. In the package being rewritten they are about to be replaced; for
// others they are there to be called.
func (s *scope) findGenerated() {
	for _, file := range s.files {
		if !directive.Generated(file) {
			continue
		}
		for _, decl := range file.Decls {
			fd, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			base, ok := strings.CutSuffix(fd.Name.Name, "Deferred")
			if !ok {
				continue
			}
			if n := s.sibling(fd, base); n != nil {
				n.fact.Generated = fd.Name.Name
			}
		}
	}
}

// sibling returns the function of that name beside a declared one, or the method
// of the same type.
func (s *scope) sibling(fd *ast.FuncDecl, name string) *node {
	form, ok := s.info.Defs[fd.Name].(*types.Func)
	if !ok {
		return nil
	}
	var obj types.Object
	if recv := form.Signature().Recv(); recv != nil {
		obj, _, _ = types.LookupFieldOrMethod(recv.Type(), true, s.pkg, name)
	} else {
		obj = s.pkg.Scope().Lookup(name)
	}
	fn, ok := obj.(*types.Func)
	if !ok {
		return nil
	}
	return s.funcs[fn.Origin()] // a method of an instance, inside a generic type's
}

func (s *scope) marksOf(obj types.Object) []directive.Directive {
	switch obj := obj.(type) {
	case *types.Func:
		return s.marks.Func(obj)
	case *types.TypeName:
		return s.marks.Type(obj)
	case *types.Var:
		return s.marks.Var(obj)
	}
	return nil
}

// markedFact returns the fact that directives state. The class is left to the
// body, if there is one.
func markedFact(list []directive.Directive) Fact {
	var fact Fact
	if d, ok := directive.Find(list, directive.Blocking); ok {
		fact.Leaf, fact.Annotated = true, true
		fact.Callback = d.Callback()
	}
	fact.Thread = directive.Has(list, directive.Thread)
	fact.Nonblocking = directive.Has(list, directive.Nonblocking)
	if d, ok := directive.Find(list, directive.Callback); ok {
		fact.MarkedCallback, fact.Style = true, d.Style()
	}
	return fact
}

// threadLine reports whether the line that a call begins on is marked thread.
func (s *scope) threadLine(call *ast.CallExpr) bool {
	if s.marks == nil {
		return false
	}
	at := s.prog.fset.PositionFor(call.Pos(), false)
	return slices.ContainsFunc(s.marks.Line(at.Filename, at.Line), func(d directive.Directive) bool {
		return d.Name == directive.Thread
	})
}
