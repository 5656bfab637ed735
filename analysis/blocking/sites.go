package blocking

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A Site is a place where a body may wait: a call, an operation of the language,
// or a range over a function.
type Site struct {
	Pos   token.Pos
	Call  *ast.CallExpr // a call, deferred ones included, or nil
	Value ast.Expr      // the function that is ranged over, or nil
	Op    string        // "channel receive", "channel send", "range over channel" or "select"
	Class Class         // of Op: Channel, or Sleep for the channels of timers
	Node  ast.Node      // what Op is
}

// Sites returns the places where a body may wait, in source order: without those
// of literals in it, which are bodies of their own, and of calls in go statements.
// A select with a default is none, but its bodies may have some.
func Sites(info *types.Info, body *ast.BlockStmt) []Site {
	if body == nil {
		return nil
	}
	c := newCollector(info)
	ast.Inspect(body, c.visit)
	sites := make([]Site, len(c.list))
	for i, st := range c.list {
		sites[i] = Site{Pos: st.pos, Call: st.call, Value: st.value, Op: st.op, Class: st.class, Node: st.node}
	}
	return sites
}

// Value returns what is known of calling a function that an expression has: a
// function's or method's name, a variable, a field, a call that returns a
// function. ok reports whether that may block. What literals would wait for is
// left out: they are bodies of their own.
func (p *Program) Value(info *types.Info, x ast.Expr) (effect Effect, ok bool) {
	s := p.byInfo[info]
	if s == nil {
		s = p.newScope(nil, info, nil)
	}
	targets := slices.DeleteFunc(s.valueTargets(x, nil), func(t target) bool {
		return !t.fact().Blocks() || t.node != nil && t.node.lit != nil
	})
	effect.Callee = staticFunc(info, x)
	if len(targets) == 0 {
		return effect, false
	}
	t := slices.MinFunc(targets, compareTargets)
	effect.Fact = t.fact()
	effect.Why = why(effect.Class, t.chain(), s.path)
	return effect, true
}

// Callee returns the function or method that a call names, an interface's method
// included, or nil.
func Callee(info *types.Info, call *ast.CallExpr) *types.Func { return staticFunc(info, call.Fun) }

// Args returns the arguments that a call gives to a parameter, -1 being the
// receiver: several for a variadic one, none for f(g()) with several results.
func Args(info *types.Info, call *ast.CallExpr, param int) []ast.Expr {
	return argsOf(info, call, param)
}
