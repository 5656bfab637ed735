package ir

import (
	"go/ast"
	"go/types"
)

// Awaits is the form of a function in generator style: its source as it is, and
// what is awaited in it, each in its place.
type Awaits struct {
	Generator string // name of the function's generator
	// Copied are parameters that a := at the top of the body assigns to: in a literal
	// inside the function it would declare others.
	Copied []Copied
	// Ops are the calls, receives and sends that wait.
	Ops map[ast.Node]*Op
	// Bound are the operands of operations that have to be evaluated before it starts.
	Bound map[*Op][]*Operand
	// Dropped are operations whose results nobody uses.
	Dropped map[*Op]bool
	Defers  map[*ast.DeferStmt]*Op
	Tail    *Op // the function only returns what this results in
	Selects map[*ast.SelectStmt]*AwaitSelect
	Ranges  map[*ast.RangeStmt]*AwaitRange
}

// Copied is a parameter that the body has a copy of.
type Copied struct {
	Name string
	Read bool // the body reads it
}

// Operand is an operand that becomes an argument of the func literal that starts the
// operation:
//
//	lib.F(x.n)  =>  func(n int) D { return threads.DeferToThread(r, func() T { return lib.F(n) }) }(x.n)
type Operand struct {
	X      ast.Expr
	Params []*Var   // several for a call that is spread
	Path   []string // a field of it is the argument
	Addr   bool     // its address is
	Star   bool     // what it points to is
	Deref  bool     // what the parameter points to stands for it
	NonNil bool     // it panics if it is nil
}

// AwaitSelect is a select without a default.
type AwaitSelect struct {
	Cases  []*AwaitCase
	Inside bool // the cases' variables are declared in the switch
}

// AwaitCase is one of its cases: On makes the case, and Var holds it if its body wants
// what was received.
type AwaitCase struct {
	On  *Call
	Var *Var
}

// AwaitRange is a range over a channel.
type AwaitRange struct {
	Chan  *Var // holds the channel; nil if nothing can change X
	Op    *Op  // receives
	OK    *Var
	Value *Var       // what was received, if it is not the loop's own variable
	Typ   types.Type // of a loop variable that all turns share
	Block bool       // the body stays a block of its own: it declares the variable anew
}

// Awaited is the value of an operation that is awaited where it stands.
type Awaited struct{ Op *Op }

func (*Awaited) isExpr() {}
