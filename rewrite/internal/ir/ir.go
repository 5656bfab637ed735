// Package ir holds the two intermediate forms that the stages of rewrite share.
//
// # The ordered form
//
// Stage order turns the typed syntax of a function into a tree of [Stmt] in
// which every suspending call stands alone:
//
//	total += likes(p) * 2        =>        Wait  n = likes(p)
//	                                       Plain total += n * 2
//
// User code that does not wait is never rebuilt: it stays the ast node it was,
// and a table of holes ([Func.Holes]) says which of its sub-expressions an
// earlier statement has already computed. So an ast node occurs once in the
// output, comments and formatting travel with it, and the types in types.Info
// stay valid, while temporaries carry types of their own.
//
// # The continuation form
//
// Stage cps turns the ordered form into a tree of [Block]. A block is a list of
// nodes that run in place and a [Tail] that says how the function goes on: it
// finishes, waits, enters a loop, starts its next turn, or goes to a join point.
// Nothing in it assumes closures: a back end may nest continuations as function
// literals, or number them and keep their variables in frames.
package ir

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Var is a variable of the output: one of the user's, or a temporary.
type Var struct {
	Name string
	Type types.Type
	Obj  types.Object // the user's variable, nil for a temporary
	// Wanted are the names that suit a temporary, the best first.
	Wanted []string
}

// Expr is an expression of the output.
type Expr interface{ isExpr() }

type (
	// Syntax is one of the user's expressions, with holes filled from Func.Holes.
	Syntax struct{ X ast.Expr }
	// Raw is one of the user's expressions as a whole: a hole for it is the very
	// variable that it is computed for, holes inside it are filled.
	Raw struct{ X ast.Expr }
	// Ref reads a variable.
	Ref struct{ Var *Var }
	// Not is !X.
	Not struct{ X Expr }
	// Binary is X Op Y.
	Binary struct {
		Op   token.Token
		X, Y Expr
	}
	// Unary is Op X: the address of X, or what X points to.
	Unary struct {
		Op token.Token
		X  Expr
	}
	// Int is an integer constant.
	Int struct{ Value int }
	// Zero is the zero value of a type.
	Zero struct{ Type types.Type }
	// Convert is Type(X).
	Convert struct {
		Type types.Type
		X    Expr
	}
	// Call calls a function of a package by its path and name, or, with an empty
	// path, a builtin.
	Call struct {
		Path, Name string
		Args       []Expr
		Types      []types.Type // explicit type arguments
		Spread     bool         // last argument with dots
	}
	// Member is X.Name, called when Call is set.
	Member struct {
		X    Expr
		Name string
		Call bool
	}
	// Index is X[I].
	Index struct{ X, I Expr }
	// From is X[Lo:].
	From struct{ X, Lo Expr }
	// Closure is a func literal in callback form.
	Closure struct{ Func *Func }
	// Const is a constant of a package.
	Const struct {
		Path, Name string
		Type       types.Type
	}
	// Multi stands for a call that spreads its results over an argument list.
	Multi struct{ Vars []*Var }
	// Receiver is the receiver of a method as a value that has the method: &x
	// where the method takes the address of the variable x.
	Receiver struct{ Selector *ast.SelectorExpr }
	// FuncType is the type of a variable that holds a literal in callback form.
	FuncType struct{ Sig *types.Signature }
)

func (*Multi) isExpr()    {}
func (*Const) isExpr()    {}
func (*FuncType) isExpr() {}
func (*Receiver) isExpr() {}

func (*Syntax) isExpr()  {}
func (*Raw) isExpr()     {}
func (*Ref) isExpr()     {}
func (*Not) isExpr()     {}
func (*Binary) isExpr()  {}
func (*Int) isExpr()     {}
func (*Unary) isExpr()   {}
func (*Zero) isExpr()    {}
func (*Convert) isExpr() {}
func (*Call) isExpr()    {}
func (*Member) isExpr()  {}
func (*Index) isExpr()   {}
func (*From) isExpr()    {}
func (*Closure) isExpr() {}

// Shape is what a function results in: the values, and whether an error of
// type error comes last.
type Shape struct {
	Values []types.Type
	Err    bool
}

// ShapeOf splits a signature's results.
func ShapeOf(sig *types.Signature) Shape {
	var s Shape
	res := sig.Results()
	for i := 0; i < res.Len(); i++ {
		t := res.At(i).Type()
		if i == res.Len()-1 && isError(t) {
			s.Err = true
			break
		}
		s.Values = append(s.Values, t)
	}
	return s
}

// Len is the number of results in the blocking form.
func (s Shape) Len() int {
	if s.Err {
		return len(s.Values) + 1
	}
	return len(s.Values)
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// OpKind says how a wait is started.
type OpKind int

const (
	// OpForm calls the callback form of Call's callee.
	OpForm OpKind = iota
	// OpThread hands the blocking call to DeferToThread.
	OpThread
	// OpAsk asks an interface value at run time for a callback form.
	OpAsk
	// OpRuntime calls a function of the runtime with the reactor first: a
	// channel operation, a lock, a timer.
	OpRuntime
	// OpRangeFunc runs a loop over a function: no reactor is handed over.
	OpRangeFunc
	// OpClosure calls a local func literal that has been converted.
	OpClosure
)

// Op is one operation that may suspend the function.
type Op struct {
	Kind    OpKind
	Call    *ast.CallExpr // the blocking call, nil for channel operations
	Site    ast.Node      // where it stands in the source
	Path    string        // OpForm: package of the form when it differs from the callee's
	Name    string        // OpForm, OpAsk: name of the callback form; OpRuntime: the function
	Package bool          // OpForm: Name is a package-level function of Path, also for a method's counterpart
	Context bool          // OpForm: the reactor comes after a leading context
	NoArg   bool          // OpForm: the form takes no reactor parameter of its own
	Args    []Expr        // OpRuntime: the operands
	Types   []types.Type  // OpRuntime: explicit type arguments
	Shape   Shape
	Why     string // OpThread: the reason, for the comment and explain
}

// Target receives one result of a wait.
type Target struct {
	Kind TargetKind
	Var  *Var
	Name string // for Assign: the name of the parameter that brings the value
	// Wanted are the names that suit the parameter.
	Wanted []string
}

// TargetKind says what becomes of a result.
type TargetKind int

const (
	// Discard drops the result.
	Discard TargetKind = iota
	// Define declares the variable, visible to the rest of its block.
	Define
	// Assign sets a variable that exists already.
	Assign
)

// Stmt is a statement of the ordered form.
type Stmt interface{ isStmt() }

type (
	// Plain is code without a wait, kept as written.
	Plain struct{ S ast.Stmt }
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
		Orig    ast.Stmt // *ast.ForStmt or *ast.RangeStmt
		Label   string
		Turn    []Turn // variables that are new in each turn
		Head    []Stmt
		Body    []Stmt
		Post    []Stmt
		Comment ast.Stmt
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
	}
	// Machine is a run of labels that reach each other: Segments[0] comes before
	// the first label, Segments[i+1] after Labels[i].
	Machine struct {
		Labels   []string
		Segments [][]Stmt
	}
	// Here defines a join point between statements.
	Here struct{ Join *Join }
	// Defer registers a deferred call.
	Defer struct {
		Orig    *ast.DeferStmt
		Body    *Func // the func literal in callback form, for a call that waits
		Op      *Op   // a waiting call of a named function
		Simple  bool  // cannot recover: no panic has to be raised around it
		Literal bool  // `defer func() {...}()` without arguments
	}
)

// Turn is a loop variable of which each turn has its own copy.
type Turn struct {
	Var  *Var // the user's, declared anew in each turn
	Next *Var // brings the value from turn to turn
}

// Clause is one case.
type Clause struct {
	Orig        ast.Stmt // *ast.CaseClause or *ast.CommClause, nil in a switch over a number
	Values      []Expr   // with Orig nil; none means default
	Body        []Stmt
	Fallthrough bool
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
func (*RangeFunc) isStmt()  {}
func (*Defer) isStmt()      {}

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
	Jumps     map[ast.Stmt]*Block        // jumps and returns in plain code, and what they became
	Results   []*Var                     // named results, nil where unnamed
	Scope     string                     // name of the scope of deferred calls
	Defer     map[*ast.DeferStmt]*Defer  // what became of each defer statement
	Lets      map[*ast.DeferStmt][]Stmt  // temporaries that a defer statement binds first
}

// Turns says what the body of a loop over a function belongs to.
type Turns struct {
	Outer   *Func  // the function or loop body around it
	Func    *Func  // the function
	Results []*Var // where a return leaves its results
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

// All lists fn and the literals in callback form inside it, those of literals
// included.
func (fn *Func) All() []*Func {
	out := []*Func{fn}
	for _, l := range fn.Lits {
		out = append(out, l.All()...)
	}
	return out
}
