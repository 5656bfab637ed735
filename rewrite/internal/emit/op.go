package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// op writes the start of an operation: an expression for its Deferred.
func (e *emitter) op(op *ir.Op) dst.Expr {
	x := e.start(op)
	if e.file.Suspend {
		return call(e.pkg(ir.ShimPath, "Wait"), e.reactor(), x)
	}
	return x
}

func (e *emitter) start(op *ir.Op) dst.Expr {
	switch op.Kind {
	case ir.OpForm:
		return e.form(op)
	case ir.OpThread:
		return e.thread(op)
	case ir.OpAsk:
		return e.ask(op)
	case ir.OpClosure:
		return e.call(op)
	case ir.OpRangeFunc:
		return e.callOf(op.Path, op.Name, op.Types, op.Args)
	}
	c := e.callOf(op.Path, op.Name, op.Types, op.Args)
	c.Args = append([]dst.Expr{e.reactor()}, c.Args...)
	return c
}

// call writes the blocking call, with holes filled.
func (e *emitter) call(op *ir.Op) *dst.CallExpr {
	return e.syntax(op.Call, false).(*dst.CallExpr)
}

// form writes the call of a callback form.
func (e *emitter) form(op *ir.Op) dst.Expr {
	c := e.call(op)
	at := 0
	if op.Context {
		at = 1
	}
	if op.Package {
		if s, ok := ast.Unparen(op.Call.Fun).(*ast.SelectorExpr); ok && e.file.Info.Selections[s] != nil {
			// A counterpart of a method takes the receiver first, behind the
			// reactor: no context leads.
			at = 0
			c.Args = append([]dst.Expr{e.receiver(c.Fun, s)}, c.Args...)
		}
		c.Fun = e.pkg(op.Path, op.Name)
	} else {
		c.Fun = rename(c.Fun, op.Name)
		if s, ok := ast.Unparen(op.Call.Fun).(*ast.SelectorExpr); ok {
			if sl := e.file.Info.Selections[s]; sl != nil && sl.Kind() == types.MethodExpr {
				at++ // behind the receiver
			}
		}
	}
	if op.NoArg {
		return c
	}
	r := dst.Expr(e.reactor())
	c.Args = append(c.Args[:at:at], append([]dst.Expr{r}, c.Args[at:]...)...)
	return c
}

// receiver is the receiver of a method call as an argument: its address where the
// method takes it.
func (e *emitter) receiver(fun dst.Expr, s *ast.SelectorExpr) dst.Expr {
	x := fun.(*dst.SelectorExpr).X
	sl := e.file.Info.Selections[s]
	recv := sl.Obj().(*types.Func).Signature().Recv().Type()
	_, wantsPtr := types.Unalias(recv).(*types.Pointer)
	_, isPtr := sl.Recv().Underlying().(*types.Pointer)
	switch {
	case wantsPtr && !isPtr:
		return &dst.UnaryExpr{Op: token.AND, X: x}
	case !wantsPtr && isPtr && !types.IsInterface(recv):
		return star(x)
	}
	return x
}

// rename gives a callee another name: f, x.f, f[T], x.f[T].
func rename(fun dst.Expr, name string) dst.Expr {
	switch f := fun.(type) {
	case *dst.Ident:
		f.Name = name
	case *dst.SelectorExpr:
		f.Sel.Name = name
	case *dst.IndexExpr:
		f.X = rename(f.X, name)
	case *dst.IndexListExpr:
		f.X = rename(f.X, name)
	case *dst.ParenExpr:
		f.X = rename(f.X, name)
	}
	return fun
}

// thread writes a blocking call that another goroutine makes:
//
//	threads.DeferToThread(r, func() (T, error) { // why
//		return lib.F(x)
//	})
func (e *emitter) thread(op *ir.Op) dst.Expr {
	c := e.call(op)
	s := op.Shape
	name := "DeferToThread"
	var results []dst.Expr
	body := ret(c)
	switch n := len(s.Values); {
	case n == 0 && !s.Err:
		name = "DeferToThread0"
		lit := funcLit(nil, nil, []dst.Stmt{line(&dst.ExprStmt{X: c})})
		return e.threadCall(name, lit, op)
	case n == 0:
		name = "DeferToThreadErr"
		results = []dst.Expr{e.typeName(types.Universe.Lookup("error"))}
	case n == 1 && !s.Err:
		name = "DeferToThread1"
		results = []dst.Expr{e.typ(s.Values[0])}
	case n == 1:
		results = []dst.Expr{e.typ(s.Values[0]), e.typeName(types.Universe.Lookup("error"))}
	case s.Err:
		results = []dst.Expr{e.resultType(s), e.typeName(types.Universe.Lookup("error"))}
		body = ret(call(e.pkg(ir.DeferredPath, fmt.Sprintf("Pack%d", n)), c))
	default:
		name = "DeferToThread1"
		results = []dst.Expr{e.resultType(s)}
		body = ret(call(e.pkg(ir.DeferredPath, "Make"+tupleName(n)), c))
	}
	return e.threadCall(name, funcLit(nil, results, []dst.Stmt{body}), op)
}

func (e *emitter) threadCall(name string, lit *dst.FuncLit, op *ir.Op) dst.Expr {
	if op.Why != "" {
		lit.Body.Decs.Lbrace = append(lit.Body.Decs.Lbrace, comment(op.Why))
	}
	return call(e.pkg(ir.ThreadsPath, name), e.reactor(), lit)
}

// ask asks an interface value at run time whether it has a callback form:
//
//	func() D {
//		if x, ok := v.(interface{ MDeferred(r reactor.Reactor, n int) D }); ok {
//			return x.MDeferred(r, n)
//		}
//		return threads.DeferToThread(r, func() (T, error) { return v.M(n) })
//	}()
func (e *emitter) ask(op *ir.Op) dst.Expr {
	s := ast.Unparen(op.Call.Fun).(*ast.SelectorExpr)
	sig := e.file.Info.TypeOf(op.Call.Fun).(*types.Signature)
	c := e.call(op)
	v := c.Fun.(*dst.SelectorExpr).X
	method := e.funcType(sig)
	method.Func = false
	at := 0
	if ir.ContextFirst(sig) {
		at = 1
	}
	method.Params.List = append(method.Params.List[:at:at], append([]*dst.Field{{Type: e.pkg(ir.ReactorPath, "Reactor")}}, method.Params.List[at:]...)...)
	method.Results = &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(op.Shape)}}}
	iface := &dst.InterfaceType{Methods: &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{{Names: []*dst.Ident{ident(op.Name)}, Type: method}}}}
	name, ok := e.names.Fresh("asking", "form"), e.names.Fresh("can", "ok")
	form := call(sel(ident(name), op.Name))
	for _, a := range c.Args {
		form.Args = append(form.Args, dst.Clone(a).(dst.Expr))
	}
	form.Ellipsis = c.Ellipsis
	form.Args = append(form.Args[:at:at], append([]dst.Expr{e.reactor()}, form.Args[at:]...)...)
	test := line(&dst.IfStmt{
		Init: &dst.AssignStmt{Lhs: []dst.Expr{ident(name), ident(ok)}, Tok: token.DEFINE,
			Rhs: []dst.Expr{&dst.TypeAssertExpr{X: asAny(e, dst.Clone(v).(dst.Expr), s), Type: iface}}},
		Cond: ident(ok),
		Body: block([]dst.Stmt{ret(form)}),
	})
	fallback := ret(e.thread(op))
	return call(funcLit(nil, []dst.Expr{e.deferredType(op.Shape)}, []dst.Stmt{test, fallback}))
}

// asAny converts a value of a type parameter before it is asked.
func asAny(e *emitter, v dst.Expr, s *ast.SelectorExpr) dst.Expr {
	if _, ok := types.Unalias(e.file.Info.TypeOf(s.X)).(*types.TypeParam); ok {
		return call(e.interfaceType(types.NewInterfaceType(nil, nil)), v)
	}
	return v
}

func isObj(info *types.Info, x ast.Expr, obj types.Object) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && info.Uses[id] == obj
}
