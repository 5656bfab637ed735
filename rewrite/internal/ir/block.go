package ir

import "go/ast"

// Block is straight-line code and what comes after it. A nil Tail falls out of
// the block, to the node after the one that holds it.
type Block struct {
	Nodes []Node
	Tail  TailNode
}

// Node is code that runs in place.
type Node interface{ isNode() }

type (
	// Code is an ordered statement without a wait: Plain, Bind, Declare, Set, Defer.
	Code struct{ S Stmt }
	// Join defines a join point: code that is reached from several places.
	Join struct {
		Name   string
		Wanted []string // the names that suit, the best first
		Body   *Block
		Uses   int
	}
	// Branch is an if of which a part waits.
	Branch struct {
		Orig *ast.IfStmt
		Init bool
		Cond Expr
		Then *Block
		Else *Block // nil without else
	}
	// Cases is a switch or select of which a part waits.
	Cases struct {
		Orig    ast.Stmt
		Init    bool
		Label   string // that a break inside names
		Tag     Expr
		Clauses []*CaseBlock
	}
	// Nested is a scope of its own.
	Nested struct{ Body *Block }
	// StepsNode defines join points that follow each other, each of which knows the
	// ones after it, and the variables that they share.
	StepsNode struct {
		Vars  []*Var
		Joins []*Join
	}
)

// CaseBlock is one case of Cases.
type CaseBlock struct {
	Orig   ast.Stmt
	Values []Expr
	Body   *Block
	// Fallthrough goes on with the next case's body.
	Fallthrough bool
	Received    []*Var // as in Clause
}

func (*Code) isNode()   {}
func (*Join) isNode()   {}
func (*Branch) isNode() {}
func (*Cases) isNode()  {}
func (*Nested) isNode() {}

func (*StepsNode) isNode() {}

// TailNode ends a block.
type TailNode interface{ isTail() }

type (
	// Finish completes the function.
	Finish struct {
		Orig    *ast.ReturnStmt
		Results []Expr
		Bare    bool // the results are in the result variables
		End     bool // the end of a body without results
	}
	// Goto continues at a join point.
	Goto struct{ Join *Join }
	// Again starts a loop's next turn.
	Again struct{ Loop *LoopNode }
	// Await waits and continues in Body.
	Await struct {
		Wait *Wait
		Body *Block
		// Final says that every path of Body finishes the function: the user's
		// returns can stand as they are.
		Final bool
	}
	// Call returns what another callback form returns.
	CallTail struct {
		Op      *Op
		Orig    ast.Stmt
		Discard bool // nobody wants its results
	}
	// Stop is after code that never ends: a panic, a loop without exit.
	Stop struct{}
	// Enter starts a loop.
	Enter struct{ Loop *LoopNode }
)

// LoopNode is a loop in continuation form: Body is one turn.
type LoopNode struct {
	Name   string
	Wanted []string
	Orig   ast.Stmt
	Body   *Block
}

func (*Finish) isTail()   {}
func (*Goto) isTail()     {}
func (*Stop) isTail()     {}
func (*Again) isTail()    {}
func (*Await) isTail()    {}
func (*CallTail) isTail() {}
func (*Enter) isTail()    {}
