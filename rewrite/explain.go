package rewrite

import (
	"go/ast"
	"go/token"

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
}

// Explain lists the decision for every call in the functions that are converted.
func Explain(pkgs []*packages.Package, facts *blocking.Program, opts Options) ([]Decision, error) {
	p := plan.New(pkgs, facts, opts.plan())
	var out []Decision
	for _, f := range p.Funcs {
		if !f.Wanted || f.Decl.Body == nil {
			continue
		}
		ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || f.Pkg.TypesInfo.Types[call.Fun].IsType() || f.Pkg.TypesInfo.Types[call.Fun].IsBuiltin() {
				return true
			}
			d := p.Decide(f.Pkg.TypesInfo, call)
			out = append(out, Decision{
				Pos: f.Pkg.Fset.Position(call.Pos()), Func: displayName(f.Obj), Call: plan.CallName(call),
				What: what(d), Reason: d.Reason, Chain: d.Chain,
			})
			return true
		})
	}
	return out, nil
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
