package ir

import (
	"go/ast"
	"go/types"
	"slices"
)

// Layout is what a function in frames style consists of.
type Layout struct {
	Fields []*Field
	Waits  []*WaitPoint // in the order of the source
	Parts  []*Part      // join points and loops that are reached after a wait
	// Driven says that parts can follow each other for ever without a wait between: they
	// then say which one is next, so that they do not nest.
	Driven bool
	// Defers are the defer statements, in the order of the source, and Results the
	// fields that hold the results while deferred calls run.
	Defers  []*DeferPoint
	Results []string

	// Outside are the function's types and constants that are declared at package level.
	Outside []*Outside
	// Forms are variables that hold func literals in callback form.
	Forms map[types.Object]*types.Signature

	ByVar  map[any]*Field // by VarKey
	ByWait map[*Wait]*WaitPoint
	ByTail map[*Op]*WaitPoint
	ByJoin map[*Join]*Part
	ByLoop map[*LoopNode]*Part
}

// Field is a variable that lives in the frame.
type Field struct {
	Name    string
	Var     *Var
	Reactor bool // the reactor that the callback form is handed
	// Boxed says that a closure or pointer keeps the variable: it stays a variable of
	// its own, and the field points to it.
	Boxed bool
	// Shared says that what keeps it is more than deferred calls: another goroutine may
	// change it at any time.
	Shared bool
}

// Outside is a type or constant of the function that both of its bodies mention.
type Outside struct {
	Obj  types.Object
	Name string   // at package level
	Decl ast.Node // the declaration of types that it is part of, or the specification of a constant
}

// WaitPoint is a place where the function waits, and goes on in a method of its own type.
type WaitPoint struct {
	Wait *Wait // nil for a tail
	Op   *Op
	Body *Block // nil for a tail: the results are the function's
	Tail *CallTail
	Name string // of the type
	// Circles says that the code after it may come back to it. After is then what a method
	// with that code is called, if it needs one.
	Circles bool
	After   string
	// Again says that the wait is reached after another one.
	Again bool
	Live  []*Field // what the code after it needs, but for the results of the wait
	// Declares has the names of the temporaries that the code after it declares, and Unread
	// the variables that it need not: see there.
	Declares map[string]bool
	Unread   Unread
	// May has the deferred calls that may have been registered.
	May map[*DeferPoint]bool
}

// DeferPoint is a defer statement.
type DeferPoint struct {
	Defer *Defer
	// Loop is the outermost loop around, or the defer statement itself, if it is a
	// closure all the same; else nil. Block is the block, or the case, that it stands in.
	Loop  ast.Stmt
	Block ast.Node
	// Followed says that the fast body may wait after it, and before the deferred call
	// is called: it hands it over then.
	Followed bool
	Method   bool // the deferred call is a method of the frame, by this name
	Name     string
	// Of a deferred call that waits: those that may have been registered before it, and
	// what the frame needs when it does.
	May  map[*DeferPoint]bool
	Live []*Field
}

// Looped reports a defer statement in a loop.
func (p *DeferPoint) Looped() bool { return p.Loop != nil && p.Loop != ast.Stmt(p.Defer.Orig) }

// Part is a join point or a loop that is reached after a wait.
type Part struct {
	Name   string
	Body   *Block
	Label  int // of a loop: 1, 2, ...
	Loop   *LoopNode
	Unread Unread
}

// Unread are variables that the code of a method declares, or has from a wait, and does
// not read: that is for the code after a wait which sets them before. By VarKey; the value
// says that the code sets them besides. The compiler wants every variable read.
type Unread map[any]bool

// HasFrame reports a function that takes a frame: where it waits, or where a deferred
// call does.
func (l *Layout) HasFrame() bool {
	return len(l.Waits) > 0 || slices.ContainsFunc(l.Defers, func(p *DeferPoint) bool { return p.Defer.Op != nil })
}

// FieldOf returns the field that holds v, nil if none does.
func (l *Layout) FieldOf(v *Var) *Field { return l.ByVar[VarKey(v)] }

// FieldFor returns the field that holds one of the user's variables.
func (l *Layout) FieldFor(obj types.Object) *Field { return l.ByVar[obj] }

// WaitOf returns what was made of a wait of the ordered form.
func (l *Layout) WaitOf(w *Wait) *WaitPoint {
	if found := l.ByWait[w]; found != nil {
		return found
	}
	return l.ByTail[w.Op]
}

// TailOf returns what was made of a tail.
func (l *Layout) TailOf(op *Op) *WaitPoint { return l.ByTail[op] }

// JoinOf returns the part that a join point became.
func (l *Layout) JoinOf(j *Join) *Part { return l.ByJoin[j] }

// LoopOf returns the part that a loop became.
func (l *Layout) LoopOf(n *LoopNode) *Part { return l.ByLoop[n] }

// VarKey identifies a variable: each mention of one of the user's has a Var of its own.
func VarKey(v *Var) any {
	if v.Obj != nil {
		return v.Obj
	}
	return v
}
