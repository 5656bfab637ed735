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
	// Of is the type of a temporary that holds something of the runtime's: Type is nil.
	Of *RuntimeType
}

// Global reports a variable of a package.
func (v *Var) Global() bool {
	return v != nil && v.Obj != nil && v.Obj.Pkg() != nil && v.Obj.Parent() == v.Obj.Pkg().Scope()
}

// RuntimeType is a type of a runtime package, with its arguments, or a pointer to it.
type RuntimeType struct {
	Path, Name string
	Args       []types.Type
	Pointer    bool
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
	}
	// Member is X.Name, called when Call is set. Type is that of a field of the frame.
	Member struct {
		X    Expr
		Name string
		Call bool
		Type types.Type
	}
	// Boxed is a mention of a variable that a field of the frame points to. Kept says
	// that a func literal has it, and may outlive the frame.
	Boxed struct {
		Var  *Var
		Kept bool
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
func (*Convert) isExpr() {}
func (*Call) isExpr()    {}
func (*Member) isExpr()  {}
func (*Boxed) isExpr()   {}
func (*Index) isExpr()   {}
func (*From) isExpr()    {}
func (*Closure) isExpr() {}

// Operands lists the expressions of the output that x is made of.
func Operands(x Expr) []Expr {
	switch x := x.(type) {
	case *Not:
		return []Expr{x.X}
	case *Unary:
		return []Expr{x.X}
	case *Convert:
		return []Expr{x.X}
	case *Member:
		return []Expr{x.X}
	case *Binary:
		return []Expr{x.X, x.Y}
	case *Index:
		return []Expr{x.X, x.I}
	case *From:
		return []Expr{x.X, x.Lo}
	case *Call:
		return x.Args
	}
	return nil
}

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

// ShapeOfCall is the shape of a call of a function, whose own shape says whether
// the last result is its error: a result of a type parameter stays a value where
// the type is error.
func ShapeOfCall(sig *types.Signature, fn *types.Func) Shape {
	if fn == nil || ShapeOf(fn.Origin().Signature()).Err {
		return ShapeOf(sig)
	}
	var s Shape
	for i := 0; i < sig.Results().Len(); i++ {
		s.Values = append(s.Values, sig.Results().At(i).Type())
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
