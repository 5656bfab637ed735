package rewrite

import (
	"go/types"
	"sort"
	"strings"

	"github.com/evert-go/evert/analysis/blocking"
)

func recvName(fn *types.Func) string {
	t := types.Unalias(fn.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// result collects what there is to tell.
func (g *generator) result(outs []*output, kept []Kept) (*Result, error) {
	res := &Result{Problems: g.problems, Kept: kept}
	for _, o := range outs {
		if o.replaced != nil {
			res.Files = append(res.Files, File{Source: o.name, Name: o.name, Content: o.replaced, Before: o.before})
			continue
		}
		res.Files = append(res.Files, File{Source: o.name, Name: fileName(o.name), Content: o.content, Shim: o.shim})
	}
	sort.Slice(res.Files, func(i, j int) bool { return res.Files[i].Name < res.Files[j].Name })
	seen := map[string]bool{}
	for _, f := range g.plan.Funcs {
		pos := f.Pkg.Fset.Position(f.Decl.Name.Pos())
		if seen[pos.String()] {
			continue
		}
		seen[pos.String()] = true
		if f.Wanted {
			fn := Func{Name: displayName(f.Obj), Pos: pos, Converted: f.Refusal == "", Reason: f.Refusal, Form: f.Form, Decl: pos, InChain: g.frames.inChain(f), Style: g.asked(f)}
			if fact, _ := g.plan.Facts.Func(f.Obj); fact.MarkedCallback {
				fn.Marked = true
			}
			if f.At.IsValid() && !fn.Converted {
				fn.Pos = f.Pkg.Fset.Position(f.At)
			}
			res.Funcs = append(res.Funcs, fn)
			continue
		}
		if fact, blocks := g.plan.Facts.Func(f.Obj); blocks && !fact.Leaf && !fact.Thread && !fact.Nonblocking && fact.Class != blocking.Lock {
			res.Candidates = append(res.Candidates, Func{Name: displayName(f.Obj), Pos: pos, Reason: string(fact.Class) + ": " + strings.Join(fact.Chain, " < ")})
		}
	}
	return res, nil
}

// displayName is how messages call a function: F or (*T).M.
func displayName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	if _, ok := types.Unalias(recv.Type()).(*types.Pointer); ok {
		return "(*" + recvName(fn) + ")." + fn.Name()
	}
	return recvName(fn) + "." + fn.Name()
}
