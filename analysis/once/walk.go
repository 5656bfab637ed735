package once

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A walk follows the paths of a function, and of what it calls in place. All
// walks that start from one function share their completions and findings.
type walk struct {
	*scope
	*shareds
	up      *walk
	node    ast.Node  // the function
	at      token.Pos // where findings in it are reported, if not in place
	exits   []exit
	outside int // how many deferred calls belong to functions around this one
	results []*types.Var
	loops   int // how many loops are around the statement
}

// shareds is what the walks that start from one function have in common.
type shareds struct {
	comps    []*completion
	evidence []bool // completions that something is done about
	sums     map[string]*summary
	steps    int
	finds    []finding
}

// An exit is a way out of a function.
type exit struct {
	st   *state
	vals []value
	pos  token.Pos
}

// A flow is where control goes from a statement.
type flow struct {
	next  []*state
	jumps []jump
}

type jump struct {
	tok   token.Token
	label string
	st    *state
}

// tooMuch is what a walk panics with that takes too long, or meets what it does
// not follow: then nothing is certain, and nothing is reported.
type tooMuch struct{}

const (
	maxSteps  = 40000
	maxStates = 250
	maxDepth  = 12

	maxCompletions = 64
)

func (w *walk) step(n int) {
	if w.steps += n; w.steps > maxSteps {
		panic(tooMuch{})
	}
}

// stmts follows a list of statements.
func (w *walk) stmts(list []ast.Stmt, states []*state) flow {
	var all flow
	for _, stmt := range list {
		if len(states) == 0 {
			break
		}
		got := w.stmt(stmt, states, "")
		all.jumps = append(all.jumps, got.jumps...)
		states = distinct(w.prune(got.next, stmt.End()))
		if len(states) > maxStates {
			panic(tooMuch{})
		}
	}
	all.next = states
	return all
}

// prune forgets the function's own variables that are not used behind a position.
func (w *walk) prune(states []*state, end token.Pos) []*state {
	if w.loops > 0 {
		return states
	}
	dead := func(v *types.Var) bool {
		return w.lastUse[v] < end && w.node.Pos() <= v.Pos() && v.Pos() < w.node.End()
	}
	for i, st := range states {
		states[i] = st.prune(dead)
	}
	return states
}

// stmt follows one statement, which may have a label.
func (w *walk) stmt(stmt ast.Stmt, states []*state, label string) flow {
	w.step(len(states))
	switch stmt := stmt.(type) {
	case nil, *ast.EmptyStmt:
		return flow{next: states}
	case *ast.LabeledStmt:
		got := w.stmt(stmt.Stmt, states, stmt.Label.Name)
		got.land(token.BREAK, stmt.Label.Name)
		return got
	case *ast.BlockStmt:
		got := w.stmts(stmt.List, states)
		got.leave(stmt)
		return got
	case *ast.BranchStmt:
		return w.branchStmt(stmt, states)
	case *ast.IfStmt:
		return w.ifStmt(stmt, states)
	case *ast.ForStmt:
		return w.forStmt(stmt, states, label)
	case *ast.RangeStmt:
		return w.rangeStmt(stmt, states, label)
	case *ast.SwitchStmt:
		return w.switchStmt(stmt, states)
	case *ast.TypeSwitchStmt:
		return w.typeSwitchStmt(stmt, states)
	case *ast.SelectStmt:
		return w.selectStmt(stmt, states)
	case *ast.ReturnStmt:
		for _, st := range states {
			w.returnStmt(stmt, st)
		}
		return flow{}
	}
	var got flow
	for _, st := range states {
		got.next = append(got.next, w.simple(stmt, st)...)
	}
	return got
}

// land makes jumps with a token and one of the labels go on behind this statement.
// A jump without a label has the label "".
func (f *flow) land(tok token.Token, labels ...string) {
	var rest []jump
	for _, j := range f.jumps {
		if j.tok == tok && slices.Contains(labels, j.label) {
			f.next = append(f.next, j.st)
		} else {
			rest = append(rest, j)
		}
	}
	f.jumps = rest
}

// leave forgets what a statement has declared.
func (f *flow) leave(n ast.Node) {
	for i, st := range f.next {
		f.next[i] = st.leave(n.Pos(), n.End())
	}
	f.next = distinct(f.next)
	for i, j := range f.jumps {
		f.jumps[i].st = j.st.leave(n.Pos(), n.End())
	}
}

func (w *walk) branchStmt(stmt *ast.BranchStmt, states []*state) flow {
	if stmt.Tok == token.GOTO {
		panic(tooMuch{})
	}
	label := ""
	if stmt.Label != nil {
		label = stmt.Label.Name
	}
	var got flow
	for _, st := range states {
		got.jumps = append(got.jumps, jump{stmt.Tok, label, st})
	}
	return got
}

// simple follows a statement that always goes on behind itself.
func (w *walk) simple(stmt ast.Stmt, st *state) (next []*state) {
	switch stmt := stmt.(type) {
	case *ast.ExprStmt:
		for _, out := range w.expr(stmt.X, st) {
			next = append(next, dropped(out.st, stmt.X))
		}
	case *ast.AssignStmt:
		return w.assignStmt(stmt, st)
	case *ast.IncDecStmt:
		for _, out := range w.expr(stmt.X, st) {
			next = append(next, w.assign(stmt.X, value{kind: stateful}, out.st))
		}
	case *ast.DeclStmt:
		return w.declStmt(stmt, st)
	case *ast.SendStmt:
		for _, out := range w.exprs([]ast.Expr{stmt.Chan, stmt.Value}, st) {
			next = append(next, w.noted(w.escape(out.vals[1], stmt.Value.Pos(), out.st)))
		}
	case *ast.DeferStmt:
		c := st.clone()
		c.defers = append(st.defers[:len(st.defers):len(st.defers)], stmt.Call)
		return []*state{c}
	case *ast.GoStmt:
		return w.goStmt(stmt, st)
	default:
		panic(tooMuch{})
	}
	return next
}

// goStmt starts a function on another goroutine: it runs once.
func (w *walk) goStmt(stmt *ast.GoStmt, st *state) (next []*state) {
	for _, out := range w.exprs(append([]ast.Expr{stmt.Call.Fun}, stmt.Call.Args...), st) {
		fun := out.vals[0]
		args := out.vals[1:]
		if fun.kind == code && len(args) == len(stmt.Call.Args) {
			next = append(next, w.handOn(fun, args, stmt.Call, out.st))
			continue
		}
		st := w.handOn(fun, nil, stmt.Call, out.st)
		for _, arg := range args {
			st = w.escape(arg, stmt.Call.Pos(), st)
		}
		if fun.kind == unknown {
			st = w.unknownCall(w.staticFunc(stmt.Call.Fun), stmt.Call, st)
		}
		next = append(next, st)
	}
	return next
}

// returnStmt leaves the function.
func (w *walk) returnStmt(stmt *ast.ReturnStmt, st *state) {
	if len(stmt.Results) == 0 {
		w.exit(nil, stmt.Pos(), st)
		return
	}
	for _, out := range w.exprs(stmt.Results, st) {
		w.exit(out.vals, stmt.Pos(), out.st)
	}
}

// exit runs what is deferred, and notes the way out.
func (w *walk) exit(vals []value, pos token.Pos, st *state) {
	for i, v := range w.results {
		if vals != nil && v != nil && i < len(vals) && w.tracked(v) {
			st = st.set(v, vals[i])
		}
	}
	states := []*state{st}
	for n := len(st.defers); n > w.outside; n-- {
		call := st.defers[n-1]
		var next []*state
		for _, st := range states {
			c := st.clone()
			c.defers = st.defers[:n-1]
			for _, out := range w.call(call, c) {
				next = append(next, out.st)
			}
		}
		states = distinct(next)
	}
	for _, st := range states {
		out := append([]value(nil), vals...)
		for i, v := range w.results {
			if v != nil && w.tracked(v) {
				for len(out) <= i {
					out = append(out, value{})
				}
				if now := st.env[v]; now.kind != unknown || vals == nil {
					out[i] = now
				}
			}
		}
		w.exits = append(w.exits, exit{st, out, pos})
	}
}
