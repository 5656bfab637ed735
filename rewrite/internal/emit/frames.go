package emit

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/dave/dst"
	"github.com/dave/dst/decorator"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Frame says how a function is written in frames style.
type Frame struct {
	Layout *ir.Layout
	Base   string // what its package-level names begin with
	Fast   string // name of the fast body
	// FastOf returns the name of the fast body of what an operation calls, or "".
	FastOf func(op *ir.Op) string
}

// Unfit is the error for a function that frames style has no form for.
type Unfit struct{ Reason string }

func (u *Unfit) Error() string { return u.Reason }

// Frames adds the callback form of fn in frames style: the code as it stands, with a
// check after each wait, and, for what comes after a wait that was not over, a frame
// with its variables and its methods:
//
//	func oneDeferred(r reactor.Reactor, n int) D { return frames.Defer(oneFast(r, n)) }
//	func oneFast(r reactor.Reactor, n int) (int, error, *frames.Pending[int]) { ... }
//	type oneFrame struct { frames.Frame[oneFrame, int]; n int }
//	type oneAfterFetch oneFrame
//	func (f *oneAfterFetch) Resume(v int, err error) { ... }
//
// On an error the file is as it was.
func (f *File) Frames(fn *ir.Func, pool *names.Pool, frame *Frame) (err error) {
	decls, aliases, pending, waits := len(f.decls), maps.Clone(f.aliases), f.pending, len(f.waits)
	defer func() {
		switch p := recover().(type) {
		case nil:
			return
		case *Unnameable:
			err = &Unfit{p.Reason}
		case *Unfit:
			err = p
		default:
			panic(p)
		}
		f.decls, f.aliases, f.pending, f.waits = f.decls[:decls], aliases, pending, f.waits[:waits]
	}()
	e := f.emitter(fn, pool)
	builtins := []string{"nil", "true", "false", "int", "new", "panic", "error"}
	if fn.Defers {
		builtins = append(builtins, "recover")
	}
	for _, name := range builtins {
		if e.hidden(name, types.Universe.Lookup(name)) || f.Pkg.Scope().Lookup(name) != nil {
			panic(&Unfit{"the name " + name + " is hidden"})
		}
	}
	w := &frameWriter{file: f, fn: fn, names: pool, frame: frame, self: pool.Fresh("f", "frame", "fr"), wait: pool.Fresh("k", "waiting"),
		params: typeParamsOf(fn.Sig)}
	if e.dec, err = f.decorated(&f.fastDec); err != nil {
		return err
	}
	w.driven = w.isDriven()
	e.fast, e.frame = &fastBody{w: w, carried: map[*ir.Var]bool{}, asWritten: map[*ast.DeferStmt]bool{}, pointers: map[types.Object]string{}}, w
	w.wrapper(e)
	w.fastFunc(e)
	w.outsideDecls(e)
	slow := f.emitter(fn, pool)
	slow.blank, slow.frame = e.blank, w
	if slow.dec, err = f.decorated(&f.slowDec); err != nil {
		return err
	}
	w.slow(slow)
	return nil
}

// decorated decorates the source once more: a node stands in one place of the output,
// and the code of a function in frames style is there twice.
func (f *File) decorated(dec **decorator.Decorator) (*decorator.Decorator, error) {
	if *dec == nil {
		d := decorator.NewDecorator(f.Fset)
		if _, err := d.DecorateFile(f.Src); err != nil {
			return nil, err
		}
		*dec = d
	}
	return *dec, nil
}

// frameWriter writes what belongs to one function.
type frameWriter struct {
	file  *File
	fn    *ir.Func
	names *names.Pool
	frame *Frame
	self  string // name of the frame in its methods
	wait  string // name of the frame under the type of a wait

	params []*types.TypeParam // of the function, or of its receiver
	ended  bool               // some code calls the method finish
	driven bool               // parts say which one is next
	owned  bool               // named results are variables of the fast body

	// Of a function with deferred calls.
	pendingName string                    // of the last result of the fast body
	resultNames []string                  // of the others
	flags       map[*ir.DeferPoint]string // variables that say what has been registered
	later       map[*ir.DeferPoint]string // variables that hold deferred calls that are closures
	lists       map[ast.Stmt]string       // of loops: variables that hold what has been registered
}

func (w *frameWriter) frameType() string { return w.frame.Base + "Frame" }
func (w *frameWriter) pools() string     { return w.frame.Base + "Frames" }

// frameRef is the type of the frame in code: sumFrame, or sumFrame[N].
func (w *frameWriter) frameRef(e *emitter) dst.Expr { return e.instance(w.frameType(), w.params) }

// pool is where free frames are: one for each instantiation.
func (w *frameWriter) pool(e *emitter) dst.Expr {
	if len(w.params) == 0 {
		return ident(w.pools())
	}
	return call(index(e.pkg(ir.FramesPath, "PoolOf"), w.frameRef(e)), address(ident(w.pools())))
}

// onFrame makes a declaration a method of the frame, or of it under the type of a wait.
func (w *frameWriter) onFrame(e *emitter, decl *dst.FuncDecl, name, typ string) {
	recv := param(name, star(e.instance(typ, w.params)))
	decl.Recv = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{recv}}
}

// waitType is the type of a wait: oneAfterFetch.
func (w *frameWriter) waitType(wait *ir.WaitPoint) string { return w.frame.Base + wait.Name }

// pendingType is *frames.Pending[R].
func (w *frameWriter) pendingType(e *emitter, s ir.Shape) dst.Expr {
	return star(index(e.pkg(ir.FramesPath, "Pending"), e.resultType(s)))
}

// wrapper writes the callback form for everybody else.
func (w *frameWriter) wrapper(e *emitter) {
	fn := w.fn
	src := dst.Clone(w.file.dec.Dst.Nodes[fn.Decl].(*dst.FuncDecl).Type).(*dst.FuncType)
	params := e.params(src.Params)
	var args []dst.Expr
	dots := false
	for _, f := range params.List {
		for _, id := range f.Names {
			if id.Name == "_" {
				id.Name = w.names.Fresh("arg")
			}
			args = append(args, ident(id.Name))
		}
		_, dots = f.Type.(*dst.Ellipsis)
	}
	decl := &dst.FuncDecl{Name: ident(fn.Name), Type: &dst.FuncType{Func: true, Params: params}}
	w.signature(e, decl)
	fast := dst.Expr(ident(w.frame.Fast))
	if !inferred(fn.Sig) {
		fast = e.instance(w.frame.Fast, w.params)
	}
	if recv := decl.Recv; recv != nil {
		name := recv.List[0].Names
		if len(name) == 0 || name[0].Name == "_" {
			name = []*dst.Ident{ident(w.names.Fresh("recv", "receiver"))}
			recv.List[0].Names = name
		}
		fast = sel(ident(name[0].Name), w.frame.Fast)
	}
	c := call(fast, args...)
	c.Ellipsis = dots
	decl.Type.Results = &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(fn.Shape)}}}
	decl.Body = block(w.edge(e, c))
	w.add(decl, fn.Name+" is the callback form of ["+docName(fn)+"].")
	w.file.useImports(fn.Decl)
}

// signature gives a function of generated code the receiver and the type parameters of
// the source.
func (w *frameWriter) signature(e *emitter, decl *dst.FuncDecl) {
	src := w.file.dec.Dst.Nodes[w.fn.Decl].(*dst.FuncDecl)
	if src.Recv != nil {
		decl.Recv = dst.Clone(src.Recv).(*dst.FieldList)
	}
	if src.Type.TypeParams != nil {
		decl.Type.TypeParams = dst.Clone(src.Type.TypeParams).(*dst.FieldList)
	}
	e.typeParams(decl)
}

// edge makes a Deferred of what a call of the fast body returns.
func (w *frameWriter) edge(e *emitter, c dst.Expr) []dst.Stmt {
	s := w.fn.Shape
	if len(s.Values) < 2 {
		return []dst.Stmt{ret(call(e.pkg(ir.FramesPath, "Defer"+kind(s)), c))}
	}
	var lhs []string
	for range s.Values {
		lhs = append(lhs, w.names.Fresh("value#", "result#"))
	}
	list := []dst.Expr{call(e.pkg(ir.DeferredPath, "Make"+tupleName(len(s.Values))), idents(lhs)...)}
	if s.Err {
		lhs = append(lhs, w.names.Fresh("err#", "failure#"))
	}
	lhs = append(lhs, w.names.Fresh("p#", "pending#"))
	for _, n := range lhs[len(s.Values):] {
		list = append(list, ident(n))
	}
	return []dst.Stmt{define(c, lhs...), ret(call(e.pkg(ir.FramesPath, "Defer"+kind(s)), list...))}
}

// add puts a declaration with its comment into the file.
func (w *frameWriter) add(d dst.Decl, doc string) {
	decs := d.Decorations()
	decs.Before, decs.After = dst.EmptyLine, dst.EmptyLine
	if doc != "" {
		decs.Start = dst.Decorations{"// " + doc}
	}
	w.file.Add(d)
}

// fastFunc writes the fast body.
func (w *frameWriter) fastFunc(e *emitter) {
	fn := w.fn
	b := e.fast
	b.returns = ownReturns(fn.Decl.Body)
	b.labels = usedLabels(fn)
	b.enter()
	w.declareParams(b)
	src := dst.Clone(w.file.dec.Dst.Nodes[fn.Decl].(*dst.FuncDecl).Type).(*dst.FuncType)
	decl := &dst.FuncDecl{Name: ident(w.frame.Fast), Type: &dst.FuncType{Func: true, Params: e.params(src.Params)}}
	w.signature(e, decl)
	decl.Type.Results = &dst.FieldList{}
	if src.Results != nil {
		decl.Type.Results = src.Results
	}
	pending := &dst.Field{Type: w.pendingType(e, fn.Shape)}
	if w.owned = w.ownsResults(); w.owned {
		unnamed(decl.Type.Results)
	}
	if list := decl.Type.Results.List; len(list) > 0 && len(list[0].Names) > 0 {
		pending.Names = []*dst.Ident{ident("_")}
	}
	w.nameResults(decl.Type.Results, pending)
	decl.Type.Results.List = append(decl.Type.Results.List, pending)
	w.file.pending = w.file.pending || fn.Shape.Err
	w.findFlags()
	e.asWritten()
	list := e.fastList(fn.Body)
	list = slices.Concat(w.declareResults(e), w.declareFlags(e), b.first, list)
	if !terminates(list) {
		if fn.Shape.Len() > 0 {
			list = append(list, line(&dst.ExprStmt{X: call(ident("panic"), &dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`})}))
		} else {
			list = append(list, ret(ident("nil")))
		}
	}
	decl.Body = block(list)
	w.add(decl, w.frame.Fast+" is "+docName(fn)+", until it has to wait.")
}

// declareParams notes what the signature declares.
func (w *frameWriter) declareParams(b *fastBody) {
	sig := w.fn.Sig
	declare := func(v *types.Var) {
		if v != nil {
			b.declare(v.Name(), v)
		}
	}
	declare(sig.Recv())
	for i := 0; i < sig.Params().Len(); i++ {
		declare(sig.Params().At(i))
	}
	for i := 0; i < sig.Results().Len(); i++ {
		declare(sig.Results().At(i))
	}
	for _, f := range w.frame.Layout.Fields {
		if f.Reactor {
			b.declare(w.fn.Reactor, f.Var)
		}
	}
}

// ownReturns finds the returns of the function itself.
func ownReturns(body ast.Node) map[ast.Stmt]bool {
	out := map[ast.Stmt]bool{}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			out[n] = true
		}
		return true
	})
	return out
}

// usedLabels finds the labels that a jump names.
func usedLabels(fn *ir.Func) map[string]bool {
	out := map[string]bool{}
	ast.Inspect(fn.Decl.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok && fn.LeftOut(s) {
			return false
		}
		if b, ok := n.(*ast.BranchStmt); ok && b.Label != nil {
			out[b.Label.Name] = true
		}
		return true
	})
	return out
}

// typeDecl is type name[params] typ.
func (w *frameWriter) typeDecl(e *emitter, name string, typ dst.Expr) dst.Decl {
	return &dst.GenDecl{Tok: token.TYPE, Specs: []dst.Spec{&dst.TypeSpec{Name: ident(name), TypeParams: e.paramList(w.params), Type: typ}}}
}

// exprStmt is x on a line.
func exprStmt(x dst.Expr) dst.Stmt { return line(&dst.ExprStmt{X: x}) }

// under is the frame under the type of a wait: (*oneAfterFetch)(f).
func (w *frameWriter) under(e *emitter, wait *ir.WaitPoint) dst.Expr {
	return call(&dst.ParenExpr{X: star(e.instance(w.waitType(wait), w.params))}, ident(w.self))
}

// attach is frames.Park(&f.Pending, p, (*oneAfterFetch)(f)), or frames.Wait, if the
// frame has deferred calls that a panic of p's has to run.
func (w *frameWriter) attach(e *emitter, p string, wait *ir.WaitPoint) dst.Expr {
	how := "Park"
	if w.takesOver() {
		how = "Wait"
	}
	return call(e.pkg(ir.FramesPath, how), address(sel(ident(w.self), "Pending")), ident(p), w.under(e, wait))
}

// direct returns the name of the fast body that an operation can call, or "".
func (w *frameWriter) direct(op *ir.Op) string {
	if op.Kind != ir.OpForm || op.Package || op.Call == nil || len(op.Lits) > 0 {
		return ""
	}
	return w.frame.FastOf(op)
}

// begin writes the start of an operation in frames style: the call of a fast body, or
// the wait for a Deferred. tuple says that there is one value for all, be there several
// or none.
func (e *emitter) begin(w *frameWriter, op *ir.Op) (start dst.Expr, tuple bool) {
	if name := w.direct(op); name != "" {
		fast := *op
		fast.Name = name
		return e.form(&fast), false
	}
	name := "Await"
	if !op.Shape.Err {
		name = "AwaitValue"
	}
	return call(e.pkg(ir.FramesPath, name), e.reactor(), e.op(op)), len(op.Shape.Values) != 1
}

// reactor is the reactor in the function's code.
func (e *emitter) reactor() dst.Expr {
	if e.slow != nil {
		if f := e.slow.reactor; f != nil {
			if e.inLit && f.Reactor {
				e.slow.boxes.reactor = true
				return ident(e.fn.Reactor)
			}
			return e.ref(f.Var)
		}
	}
	return ident(e.fn.Reactor)
}
