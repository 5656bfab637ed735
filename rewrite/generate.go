package rewrite

import (
	"errors"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/order"
	"github.com/evert-go/evert/rewrite/internal/plan"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/steps"
)

// generator is one run of Generate. A function that a stage refuses is taken out
// of the plan, and the stages run again: other functions' calls of it change.
type generator struct {
	opts     Options
	plan     *plan.Plan
	pkgs     []*packages.Package
	problems []Problem
	frames   *frameStyle
}

// output is what one source file becomes.
type output struct {
	pkg     *packages.Package
	src     *ast.File
	name    string // of the source file
	content []byte
	shim    []byte
	// With Options.Replace: the source file, and what it becomes.
	before, replaced []byte
	funcs            []*plan.Func
	framed           map[*plan.Func]framedNames // those in frames style
}

// emitAll runs the stages for every file that has something to generate.
func (g *generator) emitAll() ([]*output, error) {
	for {
		var outs []*output
		again := false
		g.frames.choose()
		for _, group := range g.byFile() {
			out, refused, err := g.emitFile(group)
			if err != nil {
				return nil, err
			}
			again = again || refused
			if out != nil {
				outs = append(outs, out)
			}
		}
		if !again {
			return outs, nil
		}
	}
}

// byFile groups the functions to be converted by their files, in order.
func (g *generator) byFile() [][]*plan.Func {
	var groups [][]*plan.Func
	at := map[*ast.File]int{}
	for _, f := range g.plan.Funcs {
		if !f.Wanted || f.Refusal != "" {
			continue
		}
		i, ok := at[f.File]
		if !ok {
			i = len(groups)
			at[f.File] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// emitFile converts the functions of one file. It reports whether one of them was
// refused on the way.
func (g *generator) emitFile(funcs []*plan.Func) (*output, bool, error) {
	pkg, src := funcs[0].Pkg, funcs[0].File
	file, err := emit.NewFile(pkg.Fset, pkg.Types, pkg.TypesInfo, src)
	if err != nil {
		return nil, false, err
	}
	file.Suspend, file.InPlace = g.opts.Suspend, g.opts.Replace
	refused := false
	for _, f := range funcs {
		if err := g.emitFunc(file, f); err != nil {
			var r *order.Refusal
			var u *emit.Unnameable
			var unfit *emit.Unfit
			switch {
			case errors.As(err, &unfit):
				g.frames.refuse(f, unfit.Reason)
			case errors.As(err, &r):
				f.Refusal, f.At = r.Reason, r.Pos
			case errors.As(err, &u):
				f.Refusal, f.At = u.Reason, f.Decl.Name.Pos()
			default:
				return nil, false, err
			}
			refused = true
		}
	}
	if refused {
		return nil, true, nil
	}
	out := &output{pkg: pkg, src: src, name: pkg.Fset.Position(src.FileStart).Filename, funcs: funcs, framed: g.frames.namesOf(funcs)}
	if g.opts.Shim {
		for _, f := range funcs {
			file.Shim(f.Decl, f.Obj, f.Form, f.OwnR)
		}
	}
	if out.content, err = file.Print(buildLine(pkg, src)); err != nil {
		return nil, false, fmt.Errorf("%s: %w: this is a bug of evert", out.name, err)
	}
	if g.opts.Shim {
		if out.shim, err = g.shimSource(out); err != nil {
			return nil, false, err
		}
	}
	return out, false, nil
}

// emitFunc runs the stages for one function:
//
//	order     every wait alone
//	steps     long lists in parts
//	cps       what comes after a wait, in its continuation
//	simplify  fewer join points
//	emit      as Go
//
// In generator style nothing is ordered or split, and Go runs the body as it is. In
// frames style the list is not divided, since nothing is nested, and stage frames lays
// out the function before it is emitted.
func (g *generator) emitFunc(file *emit.File, f *plan.Func) error {
	pool, fn, cfg := g.prepare(f)
	if f.Style == Generator {
		if err := order.InPlace(cfg, fn); err != nil {
			return err
		}
		return file.Generator(fn, pool)
	}
	if g.frames.fits(f) {
		layout, reason, err := g.layout(fn, pool, cfg)
		if err != nil {
			return err
		}
		if reason != "" {
			return &emit.Unfit{Reason: reason}
		}
		return file.Frames(fn, pool, g.frames.frame(f, layout))
	}
	if err := order.Build(cfg, fn); err != nil {
		return err
	}
	for _, part := range fn.All() {
		g.divide(part, pool, cfg)
		if err := g.split(part, pool, cfg); err != nil {
			return err
		}
	}
	return file.Func(fn, pool)
}

// prepare makes what the stages work on.
func (g *generator) prepare(f *plan.Func) (*names.Pool, *ir.Func, *order.Config) {
	pkg := f.Pkg
	pool := names.New(f.Decl, pkg.Types, importNames(f.File)...)
	fn := &ir.Func{Decl: f.Decl, Obj: f.Obj, Sig: f.Obj.Signature(), Shape: ir.ShapeOf(f.Obj.Signature()), Name: f.Form, OwnR: f.OwnR}
	fn.Reactor = g.reactorName(f, pool)
	pool.Keep(fn.Reactor)
	return pool, fn, &order.Config{
		Fset: pkg.Fset, Info: pkg.TypesInfo, Pkg: pkg.Types, Names: pool, Reactor: fn.Reactor,
		Op: func(call *ast.CallExpr) *ir.Op {
			d := g.plan.Decide(f, call)
			if d.Refuse != "" {
				panic(&order.Refusal{Pos: call.Pos(), Reason: d.Refuse})
			}
			return d.Op
		},
		NoThreads:   !g.opts.Threads,
		RecoverFree: g.plan.RecoverFree,
		Recovers:    g.plan.Recovers,
		Blocks: func(call *ast.CallExpr) bool {
			_, blocks := g.plan.Facts.Call(pkg.TypesInfo, call)
			return blocks
		},
		Commented: func(n ast.Node) bool { return commented(f.File, n) },
		PerTurn:   perTurn(pkg, f.File),
	}
}

// divide makes steps of lists with many waits.
func (g *generator) divide(part *ir.Func, pool *names.Pool, cfg *order.Config) {
	if !part.Leaf {
		steps.Divide(&steps.Config{Info: cfg.Info, Pkg: cfg.Pkg, Names: pool, Limit: g.limit(steps.Limit), Joins: g.limit(steps.Joins)}, part)
	}
}

// split brings a function or literal into continuation form.
func (g *generator) split(part *ir.Func, pool *names.Pool, cfg *order.Config) error {
	if err := cps.Convert(part, pool); err != nil {
		return &order.Refusal{Pos: err.Pos, Reason: err.Reason}
	}
	simplifyAll(part, cfg.Info, cfg.Commented)
	pool.Keep(part.Scope)
	pool.Keep(part.Panicking)
	simplify.Rename(part, pool)
	return nil
}

// limit is how much of something a list may have before it is divided.
func (g *generator) limit(usual int) int {
	if g.opts.Steps > 0 {
		return g.opts.Steps - 1
	}
	return usual
}

// simplifyAll simplifies a function and the bodies of its loops over functions.
func simplifyAll(fn *ir.Func, info *types.Info, commented func(ast.Node) bool) {
	simplify.Simplify(fn, info, commented)
	for _, body := range fn.Bodies {
		simplifyAll(body, info, commented)
	}
}

// reactorName is the name of the reactor parameter.
func (g *generator) reactorName(f *plan.Func, pool *names.Pool) string {
	if f.OwnR {
		params := f.Obj.Signature().Params()
		for i := 0; i < params.Len(); i++ {
			if n, ok := types.Unalias(params.At(i).Type()).(*types.Named); ok && n.Obj().Name() == "Reactor" {
				return params.At(i).Name()
			}
		}
	}
	return pool.Fresh("r", "rx", "onReactor")
}
