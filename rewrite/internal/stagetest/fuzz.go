package stagetest

import (
	"errors"
	"fmt"
	"go/ast"
	"path/filepath"
	"reflect"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/order"
)

// Corpus returns the sources of the golden files, and adds seeds of a fuzz target
// that takes the index of one of them and the seed of how it is changed.
func Corpus(f *testing.F) [][]byte {
	var all [][]byte
	for _, dir := range []string{"order", "cps"} {
		files, err := filepath.Glob(filepath.Join("..", dir, "testdata", "*.txtar"))
		if err != nil || len(files) == 0 {
			f.Fatalf("no golden files: %v", err)
		}
		for _, file := range files {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for seed := range uint64(8) {
				f.Add(uint8(len(all)), seed)
			}
			all = append(all, ar.Files[0].Data)
		}
	}
	return all
}

// EachOrdered orders the functions of a source that may be wrong, and calls do for
// those that are not refused.
func EachOrdered(t *testing.T, src []byte, do func(s *Source, fn *ir.Func, pool *names.Pool)) {
	if src == nil {
		return
	}
	s, err := Check(string(src))
	if err != nil {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("panic in\n%s", src)
			panic(p)
		}
	}()
	for _, decl := range s.Funcs() {
		fn, pool, err := s.Order(decl)
		var refusal *order.Refusal
		if errors.As(err, &refusal) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		do(s, fn, pool)
	}
}

// Alone says which wait of an ordered function does not stand alone: nothing but
// the operation of a statement may wait, neither its operands nor other code.
func (s *Source) Alone(fn *ir.Func) error {
	a := &alone{s: s, seen: map[any]bool{}}
	for _, part := range fn.All() {
		a.function(part)
	}
	return a.err
}

type alone struct {
	s    *Source
	fn   *ir.Func
	seen map[any]bool
	err  error
}

func (a *alone) function(fn *ir.Func) {
	a.fn = fn
	a.walk(reflect.ValueOf(fn.Body))
	for _, body := range fn.Bodies {
		a.function(body)
	}
}

// walk visits all that a statement of the ordered form consists of.
func (a *alone) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			a.walk(v.Index(i))
		}
	case reflect.Interface:
		a.walk(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Orig" && name != "Site" && v.Type().Field(i).IsExported() {
				a.walk(v.Field(i))
			}
		}
	case reflect.Pointer:
		if v.IsNil() || a.seen[v.Interface()] {
			return
		}
		a.seen[v.Interface()] = true
		switch x := v.Interface().(type) {
		case *ir.Plain:
			a.code(x.S, nil)
		case *ir.Syntax:
			a.code(x.X, nil)
		case *ir.Raw:
			a.code(x.X, x.X)
		case *ir.Op:
			if x.Call != nil {
				a.call(x.Call)
			}
			a.walk(reflect.ValueOf(x.Args))
		case *ir.Var, *ir.Func, *ir.Defer, *ir.Closure, *ir.VarSpec:
		default:
			if reflect.TypeOf(x).Elem().PkgPath() == reflect.TypeOf(ir.Plain{}).PkgPath() {
				a.walk(v.Elem())
			}
		}
	}
}

// call looks at the operands of a call.
func (a *alone) call(c *ast.CallExpr) {
	a.code(c.Fun, nil)
	for _, arg := range c.Args {
		a.code(arg, nil)
	}
}

// code looks for a call that waits. The whole is not a hole, even if there is one for
// it.
func (a *alone) code(n ast.Node, whole ast.Expr) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.DeferStmt:
			return false
		case *ast.GoStmt:
			a.call(n.Call)
			return false
		case *ast.ReturnStmt:
			if op := a.fn.Tails[n]; op != nil {
				a.call(op.Call)
				return false
			}
		case ast.Expr:
			if n != whole && a.fn.Holes[n] != nil {
				return false
			}
			if c, ok := n.(*ast.CallExpr); ok && a.s.op(c) != nil && n != whole {
				a.err = fmt.Errorf("%s: a wait that does not stand alone", a.s.Fset.Position(n.Pos()))
			}
		}
		return true
	})
}

// Ends says what is wrong with the continuation form of a function: something that
// waits in code that runs in place, or a path without an end.
func Ends(fn *ir.Func) error {
	e := &ends{seen: map[*ir.Block]bool{}}
	for _, part := range fn.All() {
		e.function(part)
	}
	return e.err
}

type ends struct {
	seen map[*ir.Block]bool
	err  error
}

func (e *ends) function(fn *ir.Func) {
	e.whole(fn.Code)
	for _, body := range fn.Bodies {
		e.function(body)
	}
}

// whole checks a block after which there is nothing.
func (e *ends) whole(b *ir.Block) {
	if b == nil || e.seen[b] {
		return
	}
	e.seen[b] = true
	if e.falls(b) {
		e.err = errors.New("a path without an end")
	}
}

// falls checks a block and reports whether control comes to its end.
func (e *ends) falls(b *ir.Block) bool {
	if b == nil {
		return true
	}
	for _, n := range b.Nodes {
		if !e.node(n) {
			return false
		}
	}
	switch t := b.Tail.(type) {
	case nil:
		return true
	case *ir.Await:
		e.whole(t.Body)
	case *ir.Enter:
		e.whole(t.Loop.Body)
	}
	return false
}

// node checks a node and reports whether control comes to the next one.
func (e *ends) node(n ir.Node) bool {
	switch n := n.(type) {
	case *ir.Code:
		switch n.S.(type) {
		case *ir.Plain, *ir.Bind, *ir.BindAll, *ir.Declare, *ir.Set, *ir.SetResults, *ir.VarSpec, *ir.Defer:
		default:
			e.err = fmt.Errorf("%T runs in place", n.S)
		}
	case *ir.Join:
		e.whole(n.Body)
	case *ir.StepsNode:
		for _, j := range n.Joins {
			e.whole(j.Body)
		}
	case *ir.Branch:
		then := e.falls(n.Then)
		return e.falls(n.Else) || then
	case *ir.Nested:
		return e.falls(n.Body)
	case *ir.Cases:
		falls, all := false, false
		for _, c := range n.Clauses {
			falls = e.falls(c.Body) && !c.Fallthrough || falls
			all = all || c.Orig == nil && len(c.Values) == 0 || isDefault(c.Orig)
		}
		return falls || !all
	}
	return true
}

func isDefault(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.CaseClause:
		return s.List == nil
	case *ast.CommClause:
		return true // one of them always runs
	}
	return false
}
