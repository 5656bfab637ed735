package ir

import (
	"go/ast"
	"go/types"
)

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
	Call    *ast.CallExpr  // the blocking call, nil for channel operations
	Site    ast.Node       // where it stands in the source
	From    *types.Package // the package it stands in, for messages
	Path    string         // OpForm: package of the form when it differs from the callee's
	Name    string         // OpForm, OpAsk: name of the callback form; OpRuntime: the function
	Package bool           // OpForm: Name is a package-level function of Path, also for a method's counterpart
	Context bool           // OpForm: the reactor comes after a leading context
	NoArg   bool           // OpForm: the form takes no reactor parameter of its own
	Args    []Expr         // OpRuntime: the operands
	Types   []types.Type   // OpRuntime: explicit type arguments
	Shape   Shape
	Lits    []Literal // OpForm: arguments that are handed over in callback form
	Why     string    // OpThread: the reason, for the comment and explain
}

// Literal is a func literal that a callback form takes in callback form.
type Literal struct {
	Lit     *ast.FuncLit
	Reactor bool // the form hands it a reactor first
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
