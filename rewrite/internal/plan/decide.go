package plan

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Decision is what becomes of a call, and why.
type Decision struct {
	Op     *ir.Op // nil: it runs in place
	Reason string
	Chain  []string
	Refuse string // why the function cannot be split because of this call
}

// Decide decides a call that f makes, in the order of the rules.
func (p *Plan) Decide(f *Func, call *ast.CallExpr) Decision {
	info := f.Pkg.TypesInfo
	effect, blocks := p.Facts.Call(info, call)
	fn := effect.Callee
	d := Decision{Chain: effect.Chain}
	sig, _ := info.TypeOf(call.Fun).(*types.Signature)
	if sig == nil {
		if t := info.TypeOf(call.Fun); t != nil {
			sig, _ = t.Underlying().(*types.Signature)
		}
	}
	if sig == nil {
		return d // a builtin or a conversion
	}
	op := &ir.Op{Call: call, Site: call, From: p.pkgOf[info], Shape: ir.ShapeOfCall(sig, fn), Context: ir.ContextFirst(sig)}
	lits, wanted, ok := p.literals(f, op, fn, effect)
	switch {
	case effect.Thread:
		return p.thread(d, op, effect, "marked thread")
	case wanted && !ok:
		return p.thread(d, op, effect, "its callback form takes func literals in callback form, and is given something else")
	case wanted && p.form(op, fn, effect, &d):
		op.Lits = lits
		return d
	case blocks && effect.ParamLit:
		// The callback form of the callee would call the literal on the reactor.
		return p.thread(d, op, effect, "calls a func literal that blocks")
	case fn != nil && p.form(op, fn, effect, &d):
		return d
	case fn != nil && p.builtin(info, op, fn, &d):
		return d
	case fn != nil && isInterfaceMethod(fn) && effect.Annotated && p.Opts.NoThreads:
		d.Refuse = "the call of " + CallName(call) + " needs a thread for values without a callback form, and the host has none"
		return d
	case fn != nil && isInterfaceMethod(fn) && effect.Annotated:
		op.Kind, op.Name, op.Why = ir.OpAsk, fn.Name()+"Deferred", name(fn, op.From)+": this value has no callback form"
		d.Op, d.Reason = op, "interface method marked blocking: asked at run time"
		return d
	case blocks && effect.Class == blocking.Lock:
		return d
	case blocks:
		return p.thread(d, op, effect, "no callback form")
	}
	return d
}

// thread hands the call to a thread.
func (p *Plan) thread(d Decision, op *ir.Op, effect blocking.Effect, why string) Decision {
	if p.Opts.NoThreads {
		d.Refuse = "the call of " + CallName(op.Call) + " needs a thread (" + why + "), and the host has none"
	}
	op.Kind = ir.OpThread
	op.Why = why
	if effect.Callee != nil {
		op.Why = name(effect.Callee, op.From) + ": " + why
	}
	d.Op, d.Reason = op, why
	return d
}

// form chooses a callback form: generated in this run, or in an earlier one beside a
// function of a package that this run leaves alone, hand-written or a counterpart.
func (p *Plan) form(op *ir.Op, fn *types.Func, effect blocking.Effect, d *Decision) bool {
	if f := p.HasForm(fn); f != nil {
		op.Kind, op.Name, op.NoArg = ir.OpForm, f.Form, f.OwnR
		d.Op, d.Reason = op, "has a callback form"
		return true
	}
	if effect.Generated != "" && fn.Pkg() != nil && !p.Planned(fn.Pkg()) && !isInterfaceMethod(fn) {
		op.Kind, op.Name, op.NoArg = ir.OpForm, effect.Generated, ownReactor(fn)
		d.Op, d.Reason = op, "has the callback form "+effect.Generated
		return true
	}
	if effect.Callback == "" || isInterfaceMethod(fn) && !effect.Leaf {
		return false
	}
	op.Kind, op.Name = ir.OpForm, effect.Callback
	if i := strings.LastIndex(effect.Callback, "."); i >= 0 {
		op.Path, op.Name, op.Package = effect.Callback[:i], effect.Callback[i+1:], true
	}
	d.Op, d.Reason = op, "has the callback form "+effect.Callback
	return true
}

// builtin knows the standard library's calls for which the runtime has a callback
// form.
func (p *Plan) builtin(info *types.Info, op *ir.Op, fn *types.Func, d *Decision) bool {
	op.Kind = ir.OpRuntime
	switch fn.FullName() {
	case "time.Sleep":
		op.Path, op.Name = ir.ReactorPath, "Sleep"
		op.Args = []ir.Expr{&ir.Syntax{X: op.Call.Args[0]}}
	case "(*sync.Mutex).Lock", "(*sync.RWMutex).Lock":
		op.Path, op.Name = ir.ThreadsPath, "Lock"
	case "(*sync.RWMutex).RLock":
		op.Path, op.Name = ir.ThreadsPath, "RLock"
	case "(*sync.WaitGroup).Wait":
		op.Path, op.Name = ir.ThreadsPath, "Wait"
	default:
		return false
	}
	if op.Path == ir.ThreadsPath && p.Opts.NoThreads {
		d.Refuse = "waiting in " + CallName(op.Call) + " needs a thread, and the host has none"
		return true
	}
	if op.Args == nil {
		s, ok := ast.Unparen(op.Call.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		sel := info.Selections[s]
		if sel == nil || sel.Kind() != types.MethodVal {
			return false
		}
		op.Args = []ir.Expr{&ir.Receiver{Selector: s}}
		op.Call = nil
	}
	op.Call = nil
	d.Op, d.Reason = op, "waits on the reactor with "+op.Name
	return true
}

func isInterfaceMethod(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && types.IsInterface(recv.Type())
}

// name is how messages and comments in package from call a function: pkg.F or
// (*pkg.T).M, or without the package if it is from.
func name(fn *types.Func, from *types.Package) string {
	pkg := ""
	if fn.Pkg() != nil && fn.Pkg() != from {
		pkg = fn.Pkg().Name() + "."
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return pkg + fn.Name()
	}
	t, star := types.Unalias(recv.Type()), ""
	if p, ok := t.(*types.Pointer); ok {
		t, star = types.Unalias(p.Elem()), "*"
	}
	if n, ok := t.(*types.Named); ok {
		return "(" + star + pkg + n.Obj().Name() + ")." + fn.Name()
	}
	return pkg + fn.Name()
}

// CallName is a call's callee as written, shortened.
func CallName(call *ast.CallExpr) string {
	s := types.ExprString(call.Fun)
	if len(s) > 40 {
		s = s[:37] + "..."
	}
	return s
}
