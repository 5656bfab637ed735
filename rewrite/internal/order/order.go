// Package order turns the typed syntax of a function into the ordered form of
// package ir: every suspending call is a statement of its own, and all around it
// happens in the order in which the compiler would do it.
//
// # The rule
//
// When an operand of an expression is a call, gc evaluates calls, receives, type
// assertions, slice expressions and short-circuit operators in source order, and
// reads everything else after them (cmd/compile/internal/walk/order.go). So what
// stands to the left of a suspending call and belongs to the first kind is bound
// to a temporary, and all else is left where it is:
//
//	return a() + x*wait(b)      =>      first := a()
//	                                    Wait second = wait(b)
//	                                    return first + x*second
//
// Operands that nothing can change while the function waits (constants, local
// variables that no closure or pointer knows) are never bound. Some of the rest gc
// evaluates early all the same, since the runtime wants an address: much of what
// becomes an interface value, and keys of maps (boxed.go).
//
// # Postcondition
//
// In the result a wait is a [ir.Wait], an [ir.Tail], the call of an [ir.Defer] or one
// of ir.Func.Tails,
// and no expression that remains contains one, except inside func literals that
// keep their blocking form.
package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Config is what the stage has to know about the world.
type Config struct {
	Fset *token.FileSet
	Info *types.Info
	Pkg  *types.Package
	// Op returns the operation that a call becomes, nil if it runs in place.
	Op func(call *ast.CallExpr) *ir.Op
	// RecoverFree reports that a function never calls recover itself.
	RecoverFree func(fn *types.Func) bool
	// Recovers reports that a function is known to call recover itself.
	Recovers func(fn *types.Func) bool
	// Blocks reports a call that may block.
	Blocks func(call *ast.CallExpr) bool
	// Commented reports a node with a comment inside: it is not dropped.
	Commented func(n ast.Node) bool
	// NoThreads refuses operations that need a goroutine to wait in.
	NoThreads bool
	// PerTurn says that loop variables are new in each turn (go 1.22).
	PerTurn bool
	// Names makes fresh names.
	Names *names.Pool
	// Reactor is the name of the reactor in the function.
	Reactor string
}

// Refusal says why a function cannot be split.
type Refusal struct {
	Pos    token.Pos
	Reason string
}

func (r *Refusal) Error() string { return r.Reason }

// builder orders one function or func literal.
type builder struct {
	*Config
	fn     *ir.Func
	body   *ast.BlockStmt
	use    *usage
	ops    map[ast.Node]*ir.Op
	waits  map[ast.Node]bool // nodes that contain an operation of this function
	lits   map[*ast.FuncLit]*ir.Func
	panics map[*ast.CallExpr]bool
	anew   map[types.Object]token.Pos // where it was last declared anew
	param  map[types.Object]bool      // last defined as the parameter of a continuation
	gone   map[token.Pos]bool         // reads that were dropped with a passed-on error
	dead   *[]deadRange               // once they are looked for

	native    bool // literals are run by Go, as they are: see InPlace
	typeHoles []typeHole
	gotos     map[string][]token.Pos // labels that gotos reach across a wait, and from where
	labels    map[ast.Stmt]string    // label of each labelled statement
	labeled   map[ast.Stmt]*ast.LabeledStmt
}

// Build orders fn, whose Decl, Sig, Shape and Reactor are set. It returns a
// *Refusal for what cannot be split.
func Build(cfg *Config, fn *ir.Func) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Refusal:
			err = p
		default:
			panic(p)
		}
	}()
	b := &builder{Config: cfg, fn: fn, body: fn.Decl.Body, use: newUsage(cfg.Info, fn.Decl), lits: map[*ast.FuncLit]*ir.Func{}, panics: map[*ast.CallExpr]bool{}}
	b.findOps()
	b.labelStmts()
	b.build()
	return nil
}

// refuse gives up on the function.
func (b *builder) refuse(pos token.Pos, reason string) {
	panic(&Refusal{Pos: pos, Reason: reason})
}

// Whole ends the reason of a refusal that the other style does not know.
const Whole = ": -style=generator leaves it whole"

// build orders the body of b.fn.
func (b *builder) build() {
	fn := b.fn
	fn.Panics = b.panics
	fn.Holes = map[ast.Expr]ir.Expr{}
	fn.Widen = map[*ast.AssignStmt][]*ir.Var{}
	fn.Defer = map[*ast.DeferStmt]*ir.Defer{}
	fn.Lets = map[*ast.DeferStmt][]ir.Stmt{}
	b.param = map[types.Object]bool{}
	b.anew = map[types.Object]token.Pos{}
	b.gone = map[token.Pos]bool{}
	b.markWaits()
	b.findGotos()
	b.fillClosures()
	b.fillRecover()
	fn.Leaf = !b.waits[b.body] && !b.deferWaits() && len(fn.Tails) == 0
	fn.Defers = b.hasDefer()
	b.namedResults()
	if fn.Defers && !fn.Leaf {
		fn.Scope = b.Names.Fresh("scope", "defers", "deferScope")
		b.orderDefers()
	}
	fn.Body = b.stmts(b.body.List)
}

// labelStmts records the labels of the whole declaration.
func (b *builder) labelStmts() {
	b.labels = map[ast.Stmt]string{}
	b.labeled = map[ast.Stmt]*ast.LabeledStmt{}
	ast.Inspect(b.fn.Decl, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			b.labels[l.Stmt] = l.Label.Name
			b.labeled[l.Stmt] = l
		}
		return true
	})
	b.fn.Labels = b.labels
}

// fillRecover makes the recover of a deferred literal that waits ask the panic in
// progress of the scope that runs it.
func (b *builder) fillRecover() {
	if b.fn.Panicking == "" {
		return
	}
	p := &ir.Var{Name: b.fn.Panicking}
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if b.builtin(n) == "recover" {
				b.fn.Holes[n] = &ir.Member{X: &ir.Ref{Var: p}, Name: "Recover", Call: true}
			}
		}
		return true
	})
}

// namedResults records the result variables, and whether they must hold the
// results when the function returns: deferred calls and closures may look.
func (b *builder) namedResults() {
	res := b.fn.Sig.Results()
	for i := 0; i < res.Len(); i++ {
		v := res.At(i)
		if v.Name() == "" || v.Name() == "_" {
			b.fn.Results = append(b.fn.Results, nil)
			if v.Name() == "_" {
				b.fn.Results[i] = &ir.Var{Name: b.Names.Fresh("result"), Type: v.Type(), Obj: v}
			}
			continue
		}
		b.fn.Results = append(b.fn.Results, &ir.Var{Name: v.Name(), Type: v.Type(), Obj: v})
		if b.fn.Defers || b.use.captured[v] || b.use.addressed[v] {
			b.fn.Named = true
		}
	}
	if res.Len() > 0 && b.fn.Results[0] != nil && b.fn.Defers {
		b.fn.Named = true
	}
	if !b.fn.Named && b.fn.Defers && !b.fn.Leaf && b.returnsFromTurns() {
		// The results stay even if the ranged function panics after the return.
		b.fn.Named = true
		for i := range b.fn.Results {
			if b.fn.Results[i] == nil {
				b.fn.Results[i] = &ir.Var{Name: b.Names.Fresh("result"), Type: res.At(i).Type()}
			}
		}
	}
}

// returnsFromTurns reports a return inside a range over a function.
func (b *builder) returnsFromTurns() bool {
	found := false
	var walk func(n ast.Node, inside bool)
	walk = func(n ast.Node, inside bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				found = found || inside
			case *ast.RangeStmt:
				if _, ok := coreType(b.Info.TypeOf(m.X)).(*types.Signature); ok && !inside {
					walk(m.Body, true)
					return false
				}
			}
			return true
		})
	}
	walk(b.body, false)
	return found
}

// typeOf returns the type of e, made typed.
func (b *builder) typeOf(e ast.Expr) types.Type {
	t := b.Info.TypeOf(e)
	if t == nil {
		return nil
	}
	return types.Default(t)
}

// unparen strips parentheses.
func unparen(e ast.Expr) ast.Expr { return ast.Unparen(e) }

// fillClosures orders the chosen literals directly in this function and puts
// their callback forms in their places.
func (b *builder) fillClosures() {
	for _, h := range b.typeHoles {
		b.fn.Holes[h.expr] = &ir.FuncType{Sig: b.Info.TypeOf(h.lit).(*types.Signature)}
	}
	ast.Inspect(b.body, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			return true
		}
		if f := b.lits[lit]; f != nil && f.Body == nil && !f.Leaf {
			inner := *b
			inner.fn, inner.body = f, lit.Body
			f.Labels = b.labels
			inner.build()
		}
		if f := b.lits[lit]; f != nil {
			b.fn.Holes[lit] = &ir.Closure{Func: f}
		}
		return false
	})
}
