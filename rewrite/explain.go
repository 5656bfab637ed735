package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// Decision is what becomes of one call.
type Decision struct {
	Pos    token.Position
	Func   string // the function that calls
	Call   string // the call, shortened
	What   string // "in place", "callback form F", "thread", ...
	Reason string
	Chain  []string // the calls that make the callee block

	// Who calls whom, as path.F or path.T.M, without a star; Callee is "" for func
	// values.
	Caller, Callee string
	Way            Way
}

// A Way says how a call is made in callback form.
type Way int

// The ways.
const (
	InPlace   Way = iota
	ByForm        // by a callback form that is generated in this run
	ByHand        // by one that is there: hand-written, a counterpart, or of an earlier run
	ByThread      // in a thread
	ByAsking      // by a callback form if the value has one at run time, or else in a thread
	ByRuntime     // by a function of the runtime: a timer, a channel operation
	Refused       // not at all: the function cannot be split because of it
)

// Explain lists the decision for every call in the functions that are converted. A
// function for which a directive says the style begins with the style that it is in, and
// so do all if that is to be frames.
func Explain(pkgs []*packages.Package, facts *blocking.Program, opts Options) ([]Decision, error) {
	p := plan.New(pkgs, facts, opts.plan())
	g := &generator{opts: opts, plan: p, pkgs: pkgs}
	g.frames = newFrames(g)
	g.frames.choose()
	made := map[*types.Func]bool{}
	for _, f := range p.Funcs {
		if f.Wanted && f.Obj != nil {
			made[f.Obj] = true
		}
	}
	var out []Decision
	for _, f := range p.Funcs {
		if !f.Wanted || f.Decl.Body == nil {
			continue
		}
		if d, ok := g.styleOf(f); ok {
			out = append(out, d)
		}
		ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || f.Pkg.TypesInfo.Types[call.Fun].IsType() || f.Pkg.TypesInfo.Types[call.Fun].IsBuiltin() {
				return true
			}
			d := p.Decide(f, call)
			callee := blocking.Callee(f.Pkg.TypesInfo, call)
			out = append(out, Decision{
				Pos: f.Pkg.Fset.Position(call.Pos()), Func: displayName(f.Obj), Call: plan.CallName(call),
				What: what(d), Reason: d.Reason, Chain: d.Chain,
				Caller: pathName(f.Obj), Callee: pathName(callee), Way: way(d, made[callee]),
			})
			return true
		})
	}
	return out, nil
}

// styleOf tells which style a function is in, if that does not go without saying.
func (g *generator) styleOf(f *plan.Func) (Decision, bool) {
	d := Decision{Pos: f.Pkg.Fset.Position(f.Decl.Name.Pos()), Func: displayName(f.Obj), Call: "style", What: f.Style, Caller: pathName(f.Obj)}
	asked := g.asked(f) != ""
	switch {
	case f.Refusal != "" || g.opts.Style != Frames && !asked:
		return d, false
	case f.Style == Frames && !g.frames.fits(f):
		d.What, d.Reason = Chain, g.frames.inChain(f)
	case asked:
		d.Reason = "its directive says so"
	}
	return d, true
}

// asked is the style that a function's directive asks for, or "".
func (g *generator) asked(f *plan.Func) string {
	fact, _ := g.plan.Facts.Func(f.Obj)
	return fact.Style
}

// way is how the call of a function is made, which gets a callback form in this run or
// not.
func way(d plan.Decision, made bool) Way {
	switch {
	case d.Refuse != "":
		return Refused
	case d.Op == nil:
		return InPlace
	}
	switch d.Op.Kind {
	case ir.OpForm:
		if made {
			return ByForm
		}
		return ByHand
	case ir.OpThread:
		return ByThread
	case ir.OpAsk:
		return ByAsking
	}
	return ByRuntime
}

// pathName is the name of a function with the path of its package.
func pathName(fn *types.Func) string {
	if fn == nil {
		return ""
	}
	fn = fn.Origin()
	name := fn.Name()
	if fn.Signature().Recv() != nil {
		name = recvName(fn) + "." + name
	}
	if fn.Pkg() == nil {
		return name
	}
	return fn.Pkg().Path() + "." + name
}

func what(d plan.Decision) string {
	if d.Op == nil {
		return "in place"
	}
	switch d.Op.Kind {
	case ir.OpForm:
		return "callback form " + d.Op.Name
	case ir.OpThread:
		return "thread"
	case ir.OpAsk:
		return "asked at run time for " + d.Op.Name
	}
	return d.Op.Name
}
