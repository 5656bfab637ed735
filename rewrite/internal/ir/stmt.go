package ir

import (
	"go/ast"
	"go/token"
)

// Stmt is a statement of the ordered form.
type Stmt interface{ isStmt() }

type (
	// Plain is code without a wait, kept as written.
	Plain struct {
		S ast.Stmt
		// Assigns makes S, a `:=`, an assignment: its variables are declared
		// elsewhere.
		Assigns bool
	}
	// Bind declares a temporary: var := X.
	Bind struct {
		Var *Var
		X   Expr
		// Typed asks for `var v T = X`, since X alone has another type.
		Typed bool
		Orig  ast.Stmt
	}
	// Declare is `var v T` for a variable without a value.
	Declare struct{ Vars []*Var }
	// Set assigns to a variable or to one of the user's left operands.
	Set struct {
		Lhs  []Expr
		Rhs  []Expr
		Tok  token.Token
		Orig ast.Stmt
	}
	// SetResults sets the function's result variables, in the body of a loop over
	// a function that a return leaves.
	SetResults struct{ Rhs []Expr }
	// Wait is one suspending operation, alone. PassErr says that its error is
	// only passed on: the chain's error side does that.
	Wait struct {
		Op      *Op
		Values  []Target // one for each value of the shape
		Err     Target
		PassErr bool
		Orig    ast.Stmt
	}
	// If has at most one of its parts waiting; its condition does not wait.
	If struct {
		Cond       Expr
		Then, Else []Stmt
		Orig       *ast.IfStmt
		Init       bool // Orig's init statement stays in place
	}
	// Scope is a block of its own, or a construct with an init statement.
	Scope struct {
		List []Stmt
		Orig ast.Stmt
	}
	// VarSpec is one specification of a var declaration.
	VarSpec struct {
		Spec *ast.ValueSpec
		Orig ast.Stmt
	}
	// BindAll declares a temporary for each result of a call: a, b := X.
	BindAll struct {
		Vars []*Var
		X    Expr
	}
	// Loop runs Head, Body and Post until it is left. Head ends with the test.
	Loop struct {
		Orig  ast.Stmt // *ast.ForStmt or *ast.RangeStmt
		Label string
		Turn  []Turn // variables that are new in each turn
		Head  []Stmt
		Body  []Stmt
		Post  []Stmt
	}
	// Switch is a switch, type switch or non-blocking select of which only
	// bodies wait, or, with Orig nil, a switch over the value of Tag.
	Switch struct {
		Orig    ast.Stmt
		Tag     Expr
		Init    bool     // Orig's init statement stays in place
		For     ast.Stmt // with Orig nil: the source statement that breaks leave
		Clauses []*Clause
	}
	// Return finishes the function.
	Return struct {
		Orig    *ast.ReturnStmt
		Results []Expr // nil with Orig set: a bare return, or the operands as written
	}
	// Tail returns what another callback form returns.
	Tail struct {
		Op   *Op
		Orig ast.Stmt
	}
	// Jump is a break or continue of a statement that the stages made.
	Jump struct {
		Tok    token.Token // token.BREAK or token.CONTINUE
		Target ast.Stmt
	}
	// Label marks a place that gotos reach: from before it, or from after it.
	Label struct {
		Name              string
		Forward, Backward bool
	}
	// RangeFunc is a range over a function whose body waits.
	RangeFunc struct {
		Orig    *ast.RangeStmt
		Label   string
		Op      *Op
		Body    *Func
		Exit    *Var
		Results []*Var // hold what a return in the body returns
		// The continuation form has besides: the wait, and the ways out of the body,
		// numbered from FirstExit on. One is nil: a return.
		Wait  *Wait
		Exits []*ast.BranchStmt
	}
	// Machine is a run of labels that reach each other: Segments[0] comes before
	// the first label, Segments[i+1] after Labels[i].
	Machine struct {
		Labels   []string
		Segments [][]Stmt
	}
	// Here defines a join point between statements.
	Here struct{ Join *Join }
	// Steps is a long list in parts that run one after the other. Vars are
	// declared before them: variables that more than one part knows.
	Steps struct {
		Vars  []*Var
		Parts [][]Stmt
	}
	// Defer registers a deferred call.
	Defer struct {
		Orig    *ast.DeferStmt
		Body    *Func // the func literal in callback form, for a call that waits
		Op      *Op   // a waiting call of a named function
		Simple  bool  // cannot recover: no panic has to be raised around it
		Literal bool  // `defer func() {...}()` without parameters
	}
)

// Closure reports the deferred call of a func literal in callback form.
func (d *Defer) Closure() bool { return d.Op != nil && d.Op.Kind == OpClosure }

// Turn is a loop variable of which each turn has its own copy.
type Turn struct {
	Var  *Var // the user's, declared anew in each turn
	Next *Var // brings the value from turn to turn
}

// PostWaits reports a wait in the post statement.
func (s *Loop) PostWaits() bool {
	list := s.Post
	if len(list) == 1 {
		if scope, ok := list[0].(*Scope); ok {
			list = scope.List
		}
	}
	for _, p := range list {
		switch p.(type) {
		case *Plain, *Set, *Bind:
		default:
			return true
		}
	}
	return false
}

// Clause is one case.
type Clause struct {
	Orig        ast.Stmt // *ast.CaseClause or *ast.CommClause, nil in a switch over a number
	Values      []Expr   // with Orig nil; none means default
	Body        []Stmt
	Fallthrough bool
	// Received are the variables that a *ast.CommClause declares for what it
	// receives, in place of its own left side, which the body assigns to.
	Received []*Var
}

func (*Plain) isStmt()      {}
func (*Bind) isStmt()       {}
func (*Declare) isStmt()    {}
func (*Set) isStmt()        {}
func (*Wait) isStmt()       {}
func (*SetResults) isStmt() {}
func (*If) isStmt()         {}
func (*Scope) isStmt()      {}
func (*VarSpec) isStmt()    {}
func (*BindAll) isStmt()    {}
func (*Loop) isStmt()       {}
func (*Switch) isStmt()     {}
func (*Return) isStmt()     {}
func (*Tail) isStmt()       {}
func (*Jump) isStmt()       {}
func (*Label) isStmt()      {}
func (*Here) isStmt()       {}
func (*Machine) isStmt()    {}

// FirstExit is the number of the first way out of a loop over a function, behind those
// of deferred.Continue and deferred.Break.
const FirstExit = 2

func (*RangeFunc) isStmt() {}
func (*Defer) isStmt()     {}
func (*Steps) isStmt()     {}

// Copies reports a copy of a variable under its own name: what a post statement works
// on, before the next turn takes the value over.
func (b *Bind) Copies() bool {
	ref, ok := b.X.(*Ref)
	return ok && b.Var != nil && VarKey(ref.Var) == VarKey(b.Var)
}

// SetTarget sets the target of the i-th result of the blocking call.
func (w *Wait) SetTarget(i int, t Target) {
	if len(w.Values) < len(w.Op.Shape.Values) {
		w.Values = append(w.Values, make([]Target, len(w.Op.Shape.Values)-len(w.Values))...)
	}
	if i < len(w.Op.Shape.Values) {
		w.Values[i] = t
	} else {
		w.Err = t
	}
}
