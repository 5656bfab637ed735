package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/frames"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/order"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// frameStyle knows which functions are in frames style, and what their parts are
// called. All others are in chain style, in the same files.
type frameStyle struct {
	g       *generator
	bases   map[*types.Func]string               // what the package-level names begin with
	methods map[*types.Package]map[string]string // the fast bodies of methods, by the methods' names
	chosen  map[*types.Func]bool                 // in this round
	reasons map[*types.Func]string               // why not, in this round
	refused map[*types.Func]string               // why not, for good

	declared map[*types.Func]map[types.Object]string // names of local types and constants at package level
	inFiles  map[*packages.Package]map[string]bool   // names that a package's files declare
}

func newFrames(g *generator) *frameStyle {
	s := &frameStyle{g: g, bases: map[*types.Func]string{}, methods: map[*types.Package]map[string]string{}, chosen: map[*types.Func]bool{}, refused: map[*types.Func]string{},
		declared: map[*types.Func]map[types.Object]string{}, inFiles: map[*packages.Package]map[string]bool{}}
	if !s.wanted() {
		return s
	}
	taken := map[*types.Package]*topNames{}
	list := slices.Clone(g.plan.Funcs)
	slices.SortStableFunc(list, func(a, b *plan.Func) int { return strings.Compare(a.Obj.FullName(), b.Obj.FullName()) })
	for _, f := range list {
		pkg := f.Obj.Pkg()
		if taken[pkg] == nil {
			taken[pkg] = newTopNames()
			for _, n := range pkg.Scope().Names() {
				// What an earlier run, or pass, has generated takes no names.
				if !g.generated(f.Pkg, pkg.Scope().Lookup(n).Pos()) {
					taken[pkg].take(n)
				}
			}
		}
		s.bases[f.Obj] = taken[pkg].base(f.Obj)
	}
	s.nameMethods(list)
	for _, f := range list {
		s.declared[f.Obj] = s.outside(f, taken[f.Obj.Pkg()].taken)
	}
	return s
}

// wanted reports that some function is to be in frames style.
func (s *frameStyle) wanted() bool {
	return slices.ContainsFunc(s.g.plan.Funcs, func(f *plan.Func) bool { return f.Wanted && f.Style == Frames })
}

// topNames are the names that a package declares, and those that frames style adds.
type topNames struct {
	taken  map[string]bool
	before map[string]bool // what stands before an After in one of them
	last   map[string]int  // number of the last one that was made of a name
}

func newTopNames() *topNames {
	return &topNames{taken: map[string]bool{}, before: map[string]bool{}, last: map[string]int{}}
}

func (t *topNames) take(name string) {
	t.taken[name] = true
	for i := 0; ; {
		j := strings.Index(name[i:], "After")
		if j < 0 {
			return
		}
		t.before[name[:i+j]] = true
		i += j + 1
	}
}

// bodySuffixes end what a function's names begin with.
var bodySuffixes = []string{"Fast", "Frame", "Frames", "After"}

func (t *topNames) free(base string) bool {
	for _, suffix := range bodySuffixes {
		if t.taken[base+suffix] {
			return false
		}
	}
	return !t.before[base]
}

// base is what the names that belong to a function begin with: its own name, as that
// of something that is not exported. Names depend on the package alone, not on what is
// converted.
func (t *topNames) base(fn *types.Func) string {
	name := names.Lower(fn.Name())
	if fn.Signature().Recv() != nil {
		name = names.Lower(recvName(fn)) + names.Upper(fn.Name())
	}
	base := name
	for !t.free(base) {
		t.last[name]++
		base = name + "Call"
		if n := t.last[name]; n > 1 {
			base += strconv.Itoa(n)
		}
	}
	for _, suffix := range bodySuffixes {
		t.take(base + suffix)
	}
	return base
}

// nameMethods names the fast bodies of methods: Encode's is encodeFast, and encode's then
// encodeCallFast, whatever types have them. One type may have both, or get one of them from
// a field that it embeds, and what x.encode() means must not change.
func (s *frameStyle) nameMethods(list []*plan.Func) {
	all := map[*types.Package]map[string]bool{}
	for _, f := range list {
		if f.Obj.Signature().Recv() != nil {
			if all[f.Obj.Pkg()] == nil {
				all[f.Obj.Pkg()] = map[string]bool{}
			}
			all[f.Obj.Pkg()][f.Obj.Name()] = true
		}
	}
	for pkg, methods := range all {
		s.methods[pkg] = map[string]string{}
		taken := map[string]bool{}
		for _, name := range slices.Sorted(maps.Keys(methods)) { // capitals first
			fast := names.Lower(name)
			for taken[fast] {
				fast += "Call"
			}
			taken[fast] = true
			s.methods[pkg][name] = fast + "Fast"
		}
	}
}

// fast is the name of a function's fast body.
func (s *frameStyle) fast(fn *types.Func) string {
	if fn.Signature().Recv() != nil {
		return s.methods[fn.Pkg()][fn.Name()]
	}
	return s.bases[fn] + "Fast"
}

// choose finds out which functions are in frames style, before any is written: others
// call their fast bodies.
func (s *frameStyle) choose() {
	s.chosen, s.reasons = map[*types.Func]bool{}, map[*types.Func]string{}
	waits := map[*types.Package]int{}
	for _, f := range s.g.plan.Funcs {
		if !f.Wanted || f.Refusal != "" || f.Style != Frames {
			continue
		}
		n, reason := s.reason(f)
		if pkg := f.Obj.Pkg(); reason == "" {
			waits[pkg] += n
			if waits[pkg] > mostWaits {
				reason = fmt.Sprintf("with it there are more than %d waits in the package, which would take the compiler long", mostWaits)
			}
		}
		if reason != "" {
			s.reasons[f.Obj] = reason
		} else {
			s.chosen[f.Obj] = true
		}
	}
}

// mostWaits is how many waits the functions of a package have in frames style. Each takes
// the compiler some 10 ms and half a megabyte, three times as much as in chain style;
// packages with more than this are written by programs.
const mostWaits = 4000

// reason tries the stages on a function, and counts its waits.
func (s *frameStyle) reason(f *plan.Func) (waits int, reason string) {
	if r := s.refused[f.Obj]; r != "" {
		return 0, r
	}
	if recv := f.Obj.Signature().Recv(); recv != nil {
		obj, _, _ := types.LookupFieldOrMethod(recv.Type(), true, f.Obj.Pkg(), s.fast(f.Obj))
		if obj != nil && !s.g.generated(f.Pkg, obj.Pos()) {
			return 0, "the name " + s.fast(f.Obj) + " is taken"
		}
	}
	pool, fn, cfg := s.g.prepare(f)
	l, reason, err := s.g.layout(fn, pool, cfg)
	if err != nil || l == nil {
		return 0, reason // on an error it is refused when it is written
	}
	return len(l.Waits), reason
}

// layout runs the stages up to the last one.
func (g *generator) layout(fn *ir.Func, pool *names.Pool, cfg *order.Config) (l *ir.Layout, reason string, err error) {
	if err := order.Build(cfg, fn); err != nil {
		return nil, "", err
	}
	for _, part := range fn.All() {
		if part != fn {
			g.divide(part, pool, cfg) // it is as in chain style
		}
		if err := g.split(part, pool, cfg); err != nil {
			return nil, "", err
		}
	}
	l, reason = frames.New(&frames.Config{Info: cfg.Info, Pkg: cfg.Pkg, Outside: g.frames.declared[fn.Obj]}, fn)
	return l, reason, nil
}

// fits reports a function in frames style.
func (s *frameStyle) fits(f *plan.Func) bool { return s.chosen[f.Obj] }

// any reports that one of some functions is in frames style.
func (s *frameStyle) any(funcs []*plan.Func) bool { return slices.ContainsFunc(funcs, s.fits) }

// framedNames are the names of what belongs to a function in frames style.
type framedNames struct {
	base string // what those of its types begin with
	fast string // of its fast body
}

// namesOf returns the names of what belongs to functions in frames style.
func (s *frameStyle) namesOf(funcs []*plan.Func) map[*plan.Func]framedNames {
	out := map[*plan.Func]framedNames{}
	for _, f := range funcs {
		if s.fits(f) {
			out[f] = framedNames{base: s.bases[f.Obj], fast: s.fast(f.Obj)}
		}
	}
	return out
}

// refuse puts a function into chain style for good.
func (s *frameStyle) refuse(f *plan.Func, reason string) { s.refused[f.Obj] = reason }

// inChain is why a function is in chain style, or "".
func (s *frameStyle) inChain(f *plan.Func) string {
	if r := s.refused[f.Obj]; r != "" {
		return r
	}
	return s.reasons[f.Obj]
}

// frame says how a function is written.
func (s *frameStyle) frame(f *plan.Func, l *ir.Layout) *emit.Frame {
	return &emit.Frame{Layout: l, Base: s.bases[f.Obj], Fast: s.fast(f.Obj), FastOf: func(op *ir.Op) string {
		fn := callee(f.Pkg.TypesInfo, op.Call)
		switch {
		case fn == nil:
			return ""
		case fn.Pkg() == f.Obj.Pkg() && s.chosen[fn.Origin()]:
			return s.fast(fn.Origin())
		}
		return fastByHand(fn, f.Obj.Pkg(), op)
	}}
}

// callee returns the function that a call is known to call.
func callee(info *types.Info, call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) { // type arguments are no part of the name
	case *ast.IndexExpr:
		fun = ast.Unparen(f.X)
	case *ast.IndexListExpr:
		fun = ast.Unparen(f.X)
	}
	switch f := fun.(type) {
	case *ast.Ident:
		fn, _ := info.Uses[f].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := info.Uses[f.Sel].(*types.Func)
		return fn
	}
	return nil
}
