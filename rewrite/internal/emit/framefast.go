package emit

import (
	"go/ast"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fastBody is the state of writing a fast body: the scopes around, to know which
// variables a name means, and the statements that a break or continue would leave.
type fastBody struct {
	w       *frameWriter
	scopes  []map[string]any
	returns map[ast.Stmt]bool // of the function itself
	labels  map[string]bool   // that jumps name
	around  []ast.Stmt
	carried map[*ir.Var]bool // what brings the variables of turns to the next one, elsewhere
	// Defer statements that stay as they are written.
	asWritten map[*ast.DeferStmt]bool
	// Pointers to what the signature declares, and what makes them.
	pointers map[types.Object]string
	first    []dst.Stmt
}

func (b *fastBody) enter() { b.scopes = append(b.scopes, map[string]any{}) }
func (b *fastBody) leave() { b.scopes = b.scopes[:len(b.scopes)-1] }

// declare says that name means a variable from here on: one of the user's, or a
// temporary.
func (b *fastBody) declare(name string, variable any) {
	if name != "_" && name != "" {
		b.scopes[len(b.scopes)-1][name] = variable
	}
}

func (b *fastBody) declareVar(v *ir.Var) {
	if v == nil {
		return
	}
	b.declare(v.Name, ir.VarKey(v))
}

// means returns what a name means here.
func (b *fastBody) means(name string) any {
	for i := len(b.scopes) - 1; i >= 0; i-- {
		if v := b.scopes[i][name]; v != nil {
			return v
		}
	}
	return nil
}

// outer is a variable that the fast body hands over: by its name, or, if that is hidden
// by another one, and the signature declares it, by a pointer that is made first.
//
//	func loadFast(r reactor.Reactor) (err error, suspended *frames.Pending[Void]) {
//		outerErr := &err
func (e *emitter) outer(v *ir.Var) dst.Expr {
	if e.fast.means(v.Name) == ir.VarKey(v) {
		return ident(v.Name)
	}
	if e.fast.scopes[0][v.Name] != ir.VarKey(v) || !e.inSignature(v) {
		panic(&Unfit{"another " + v.Name + " hides it where the function waits"})
	}
	b := e.fast
	if b.pointers[v.Obj] == "" {
		b.pointers[v.Obj] = e.names.Fresh("outer"+upperFirst(v.Name), "the"+upperFirst(v.Name))
		b.first = append(b.first, define(address(ident(v.Name)), b.pointers[v.Obj]))
	}
	return star(ident(b.pointers[v.Obj]))
}

// inSignature reports a parameter, a result or the receiver.
func (e *emitter) inSignature(v *ir.Var) bool {
	sig := e.fn.Sig
	if v.Obj == nil {
		return false
	}
	for _, list := range []*types.Tuple{types.NewTuple(sig.Recv()), sig.Params(), sig.Results()} {
		for i := range list.Len() {
			if list.At(i) == v.Obj {
				return true
			}
		}
	}
	return false
}

// fastScope writes a list in a scope of its own.
func (e *emitter) fastScope(list []ir.Stmt) []dst.Stmt {
	e.fast.enter()
	defer e.fast.leave()
	return e.fastList(list)
}

func (e *emitter) fastList(list []ir.Stmt) []dst.Stmt {
	var out []dst.Stmt
	for _, s := range list {
		out = append(out, e.fastStmt(s)...)
		e.fastDeclares(s)
	}
	return out
}

// fastDeclares notes what a statement declares in the scope it stands in.
func (e *emitter) fastDeclares(s ir.Stmt) {
	b := e.fast
	switch s := s.(type) {
	case *ir.Plain:
		st := s.S
		if l, ok := st.(*ast.LabeledStmt); ok {
			st = l.Stmt
		}
		e.declaredBy(st)
	case *ir.VarSpec:
		for _, id := range s.Spec.Names {
			b.declare(id.Name, e.file.Info.Defs[id])
		}
	case *ir.Bind:
		b.declareVar(s.Var)
	case *ir.BindAll:
		for _, v := range s.Vars {
			b.declareVar(v)
		}
	case *ir.Declare:
		for _, v := range s.Vars {
			b.declareVar(v)
		}
	case *ir.RangeFunc:
		b.declareVar(s.Exit)
		for _, v := range s.Results {
			b.declareVar(v)
		}
	case *ir.Wait:
		for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
			if t.Kind == ir.Define {
				b.declareVar(t.Var)
			}
		}
	}
}

// declaredBy notes what a statement of the source declares.
func (e *emitter) declaredBy(s ast.Stmt) {
	add := func(id *ast.Ident) {
		if v, ok := e.file.Info.Defs[id].(*types.Var); ok {
			e.fast.declare(id.Name, v)
		}
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		for _, l := range s.Lhs {
			if id, ok := l.(*ast.Ident); ok {
				add(id)
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				for _, id := range spec.Names {
					add(id)
				}
			}
		}
	}
}

func (e *emitter) fastStmt(s ir.Stmt) []dst.Stmt {
	switch s := s.(type) {
	case *ir.Plain:
		return e.fastPlain(s)
	case *ir.Bind, *ir.BindAll, *ir.Declare, *ir.Set, *ir.VarSpec:
		return e.code(s)
	case *ir.Wait:
		return e.fastWait(s)
	case *ir.RangeFunc:
		return e.fastRangeFunc(s)
	case *ir.Tail:
		return e.decorated(s.Orig, e.fastTail(s.Op))
	case *ir.Return:
		return e.fastReturn(s.Orig, s.Results)
	case *ir.If:
		return []dst.Stmt{e.fastIf(s)}
	case *ir.Scope:
		return e.fastBlock(s)
	case *ir.Loop:
		return e.fastLoop(s)
	case *ir.Switch:
		return []dst.Stmt{e.fastSwitch(s)}
	case *ir.Jump:
		if n := len(e.fast.around); n == 0 || e.fast.around[n-1] != s.Target {
			panic(&Unfit{"a jump out of a statement that Evert made"})
		}
		return []dst.Stmt{line(&dst.BranchStmt{Tok: s.Tok})}
	}
	panic(&Unfit{"a jump or loop that the fast body has no form for"})
}

// fastPlain writes kept code. A := stays one: it stands in the scope it stood in.
func (e *emitter) fastPlain(p *ir.Plain) []dst.Stmt {
	if list := e.replaced(p.S); list != nil {
		return e.decorated(p.S, list)
	}
	node := e.fill(e.dec.Dst.Nodes[p.S], true).(dst.Stmt)
	if e.taken[p.S] {
		node.Decorations().Start = nil
		node.Decorations().Before = dst.NewLine
	}
	return []dst.Stmt{node}
}

// fastReturn writes a return: nothing is waited for.
func (e *emitter) fastReturn(orig *ast.ReturnStmt, results []ir.Expr) []dst.Stmt {
	var before []dst.Stmt
	var list []dst.Expr
	n := e.fn.Shape.Len()
	switch {
	case len(results) == 0 && n > 0:
		list = refs(e.fn.Results)
		for i, v := range e.fn.Results {
			if e.fn.Sig.Results().At(i).Name() == "_" {
				list[i] = e.zeroOf(v.Type)
			}
		}
	case len(results) == 1 && n > 1:
		var names []string
		for range n {
			names = append(names, e.names.Fresh("result"))
		}
		before = append(before, define(e.expr(results[0]), names...))
		list = idents(names)
	default:
		for _, x := range results {
			list = append(list, e.expr(x))
		}
	}
	for _, x := range list { // those of a return on several lines
		x.Decorations().After = dst.None
	}
	out := append(before, e.leaveFast(list)...)
	if orig == nil {
		return out
	}
	return e.decorated(orig, out)
}

// fastReplaced returns what a return in kept code becomes, nil if it is not the
// function's.
func (e *emitter) fastReplaced(s ast.Stmt) []dst.Stmt {
	if d, ok := s.(*ast.DeferStmt); ok && e.fast.w.pointOf(e.fn.Defer[d]) != nil && !e.fast.asWritten[d] {
		return e.fastDefer(e.fn.Defer[d])
	}
	r, ok := s.(*ast.ReturnStmt)
	if !ok || !e.fast.returns[s] {
		return nil
	}
	e.fast.w.seesResults(r)
	if op := e.fn.Tails[r]; op != nil {
		return e.decorated(s, e.fastTail(op))
	}
	var results []ir.Expr
	for _, x := range r.Results {
		results = append(results, &ir.Syntax{X: x})
	}
	return e.fastReturn(r, results)
}
