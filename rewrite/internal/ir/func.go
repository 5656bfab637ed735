package ir

import (
	"go/ast"
	"go/types"
)

// Func is a function or func literal on its way to callback form.
type Func struct {
	Decl  *ast.FuncDecl // nil for a literal
	Lit   *ast.FuncLit  // nil for a declaration
	Obj   *types.Func   // nil for a literal
	Sig   *types.Signature
	Shape Shape
	Name  string // of the callback form
	Outer *Func  // the function around a literal

	Reactor string // name of the reactor parameter in scope
	OwnR    bool   // the function has a reactor parameter of its own already

	TakesR bool    // a literal that is handed a reactor before its parameters
	Turns  *Turns  // set for the body of a loop over a function
	Params []*Var  // of such a body
	Bodies []*Func // bodies of loops over functions, directly inside

	Leaf   bool   // nothing in it waits
	Body   []Stmt // ordered form
	Code   *Block // continuation form
	Defers bool   // has deferred calls: it needs a scope
	Named  bool   // results are variables that deferred calls or closures see

	Lits      []*Func                    // literals in callback form, on the declaration that holds them
	Labels    map[ast.Stmt]string        // labels of the declaration's statements
	Panicking string                     // name of the panic in progress, in a deferred literal that recovers
	Holes     map[ast.Expr]Expr          // sub-expressions computed earlier
	Widen     map[*ast.AssignStmt][]*Var // `x, err := ...` that must assign err and declare these
	Panics    map[*ast.CallExpr]bool     // calls of the builtin panic, of the whole declaration
	Tails     map[*ast.ReturnStmt]*Op    // returns that hand on what a callback form returns, and are kept
	Jumps     map[ast.Stmt]*Block        // jumps and returns in plain code, and what they became
	Results   []*Var                     // named results, nil where unnamed
	Scope     string                     // name of the scope of deferred calls
	Awaits    *Awaits                    // in generator style: what is awaited where it stands
	Defer     map[*ast.DeferStmt]*Defer  // what became of each defer statement
	Lets      map[*ast.DeferStmt][]Stmt  // temporaries that a defer statement binds first

	leftOut map[ast.Stmt]bool // dead statements, of the whole declaration
}

// LeaveOut notes statements that are not written: control does not reach them.
func (fn *Func) LeaveOut(dead []ast.Stmt) {
	d := fn.Declaration()
	if d.leftOut == nil {
		d.leftOut = map[ast.Stmt]bool{}
	}
	for _, s := range dead {
		d.leftOut[s] = true
	}
}

// LeftOut reports a statement that is not written.
func (fn *Func) LeftOut(s ast.Stmt) bool { return fn.Declaration().leftOut[s] }

// Declaration is the declared function that fn is, or is in.
func (fn *Func) Declaration() *Func {
	for {
		switch {
		case fn.Turns != nil:
			fn = fn.Turns.Func
		case fn.Outer != nil:
			fn = fn.Outer
		default:
			return fn
		}
	}
}

// Turns says what the body of a loop over a function belongs to.
type Turns struct {
	Outer   *Func  // the function or loop body around it
	Func    *Func  // the function
	Results []*Var // where a return leaves its results
}

// All lists fn and the literals in callback form inside it, those of literals
// included.
func (fn *Func) All() []*Func {
	out := []*Func{fn}
	for _, l := range fn.Lits {
		out = append(out, l.All()...)
	}
	return out
}
