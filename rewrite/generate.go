package rewrite

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/order"
	"github.com/evert-go/evert/rewrite/internal/plan"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/verify"
)

// generator is one run of Generate. A function that a stage refuses is taken out
// of the plan, and the stages run again: other functions' calls of it change.
type generator struct {
	opts     Options
	plan     *plan.Plan
	pkgs     []*packages.Package
	problems []Problem
}

// output is what one source file becomes.
type output struct {
	pkg     *packages.Package
	src     *ast.File
	name    string // of the source file
	content []byte
	shim    []byte
	funcs   []*plan.Func
}

// clashes refuses functions whose callback form's name is taken.
func (g *generator) clashes() {
	made := map[string]*plan.Func{}
	for _, f := range g.plan.Funcs {
		if !f.Wanted || f.Refusal != "" {
			continue
		}
		key := f.Form
		if f.Obj.Signature().Recv() != nil {
			key = strings.TrimSuffix(f.Key, f.Obj.Name()) + f.Form
		} else {
			key = f.Pkg.PkgPath + "." + key
		}
		taken := g.taken(f)
		if other := made[key]; taken == nil && other != nil && other.Key != f.Key {
			taken = other.Obj
		}
		made[key] = f
		if taken == nil {
			continue
		}
		where := f.Pkg.Fset.Position(taken.Pos())
		f.Refusal = fmt.Sprintf("its callback form's name %s is taken by the declaration at %s:%d", f.Form, filepath.Base(where.Filename), where.Line)
		f.At = f.Decl.Name.Pos()
		if !g.opts.All {
			g.problems = append(g.problems, Problem{f.Pkg.Fset.Position(f.Decl.Name.Pos()), fmt.Sprintf(
				"cannot name the callback form of %s: %s is declared at %s:%d: rename one of them, or mark %s `//evert:blocking callback=%s` if that is its callback form",
				f.Obj.Name(), f.Form, filepath.Base(where.Filename), where.Line, f.Obj.Name(), f.Form)})
		}
	}
}

// taken returns what has the name of f's callback form, nil if nothing has.
func (g *generator) taken(f *plan.Func) types.Object {
	recv := f.Obj.Signature().Recv()
	if recv == nil {
		if obj := f.Pkg.Types.Scope().Lookup(f.Form); obj != nil && !g.generated(f.Pkg, obj.Pos()) {
			return obj
		}
		return nil
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, ok := t.(*types.Named)
	if !ok {
		return nil
	}
	for i := 0; i < n.NumMethods(); i++ {
		if m := n.Method(i); m.Name() == f.Form && !g.generated(f.Pkg, m.Pos()) {
			return m
		}
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for i := 0; i < s.NumFields(); i++ {
			if s.Field(i).Name() == f.Form {
				return s.Field(i)
			}
		}
	}
	return nil
}

// generated reports a declaration in a file that Evert wrote.
func (g *generator) generated(pkg *packages.Package, pos token.Pos) bool {
	for _, file := range pkg.Syntax {
		if file.FileStart <= pos && pos <= file.FileEnd {
			for _, c := range file.Comments {
				if c.Pos() < file.Package && c.List[0].Text == emit.Header {
					return true
				}
			}
		}
	}
	return false
}

// emitAll runs the stages for every file that has something to generate.
func (g *generator) emitAll() ([]*output, error) {
	for {
		var outs []*output
		again := false
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
	file.Suspend = g.opts.Suspend
	refused := false
	for _, f := range funcs {
		if err := g.emitFunc(file, f); err != nil {
			var r *order.Refusal
			var u *emit.Unnameable
			switch {
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
	out := &output{pkg: pkg, src: src, name: pkg.Fset.Position(src.FileStart).Filename, funcs: funcs}
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
//	cps       what comes after a wait, in its continuation
//	simplify  fewer join points
//	emit      as Go
func (g *generator) emitFunc(file *emit.File, f *plan.Func) error {
	pkg := f.Pkg
	pool := names.New(f.Decl, pkg.Types, importNames(f.File)...)
	fn := &ir.Func{Decl: f.Decl, Obj: f.Obj, Sig: f.Obj.Signature(), Shape: ir.ShapeOf(f.Obj.Signature()), Name: f.Form, OwnR: f.OwnR}
	fn.Reactor = g.reactorName(f, pool)
	pool.Keep(fn.Reactor)
	cfg := &order.Config{
		Fset: pkg.Fset, Info: pkg.TypesInfo, Pkg: pkg.Types, Names: pool, Reactor: fn.Reactor,
		Op: func(call *ast.CallExpr) *ir.Op {
			d := g.plan.Decide(pkg.TypesInfo, call)
			if d.Refuse != "" {
				panic(&order.Refusal{Pos: call.Pos(), Reason: d.Refuse})
			}
			return d.Op
		},
		NoThreads:   !g.opts.Threads,
		RecoverFree: g.plan.RecoverFree,
		Commented:   func(n ast.Node) bool { return commented(f.File, n) },
		PerTurn:     perTurn(pkg, f.File),
	}
	if err := order.Build(cfg, fn); err != nil {
		return err
	}
	for _, part := range fn.All() {
		if err := cps.Convert(part, pool); err != nil {
			return &order.Refusal{Pos: err.Pos, Reason: err.Reason}
		}
		simplifyAll(part, pkg.TypesInfo)
		pool.Keep(part.Scope)
		pool.Keep(part.Panicking)
		simplify.Rename(part, pool)
	}
	return file.Func(fn, pool)
}

// simplifyAll simplifies a function and the bodies of its loops over functions.
func simplifyAll(fn *ir.Func, info *types.Info) {
	simplify.Simplify(fn, info)
	for _, body := range fn.Bodies {
		simplifyAll(body, info)
	}
}

func importNames(file *ast.File) []string {
	out := []string{"deferred", "reactor", "threads", "shim"}
	for _, s := range file.Imports {
		if s.Name != nil {
			out = append(out, s.Name.Name)
		} else {
			path := strings.Trim(s.Path.Value, "`\"")
			out = append(out, path[strings.LastIndex(path, "/")+1:])
		}
	}
	return out
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

// commented reports a comment inside n.
func commented(file *ast.File, n ast.Node) bool {
	i := sort.Search(len(file.Comments), func(i int) bool { return file.Comments[i].Pos() > n.Pos() })
	return i < len(file.Comments) && file.Comments[i].Pos() < n.End()
}

// perTurn reports that the file's language version gives each turn of a loop its
// own variables: go 1.22.
func perTurn(pkg *packages.Package, file *ast.File) bool {
	v := pkg.TypesInfo.FileVersions[file]
	if v == "" {
		return true
	}
	return !olderThan(v, 22)
}

// olderThan reports a version go1.N with N below minor.
func olderThan(version string, minor int) bool {
	var major, n int
	if _, err := fmt.Sscanf(version, "go%d.%d", &major, &n); err != nil {
		return false
	}
	return major < 1 || major == 1 && n < minor
}

// buildLine is the //go:build line of the generated file: the source's, and what
// lifts an old module's language version to one with generics.
func buildLine(pkg *packages.Package, src *ast.File) string {
	line := ""
	for _, g := range src.Comments {
		for _, c := range g.List {
			if c.Pos() < src.Package && strings.HasPrefix(c.Text, "//go:build ") {
				line = strings.TrimPrefix(c.Text, "//go:build ")
			}
		}
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" && olderThan("go"+pkg.Module.GoVersion, 21) {
		if line == "" {
			line = "go1.21"
		} else {
			line = "(" + line + ") && go1.21"
		}
	}
	if line == "" {
		return ""
	}
	return "//go:build " + line
}

// verify type-checks the outputs. It refuses the functions in which it finds
// errors and reports whether there were none.
func (g *generator) verify(outs []*output) bool {
	byFile := map[string]*output{}
	for _, o := range outs {
		byFile[o.name] = o
	}
	v := verify.New(g.pkgs, evert.Path, evert.Runtime())
	ok := true
	packages.Visit(g.pkgs, nil, func(pkg *packages.Package) {
		// A package and its test variant share files; both get what belongs to them.
		generated := map[string][]byte{}
		for _, f := range pkg.Syntax {
			o := byFile[pkg.Fset.Position(f.FileStart).Filename]
			if o == nil {
				continue
			}
			generated[g.fileName(o.name)] = o.content
			if o.shim != nil {
				generated[o.name] = o.shim
			}
		}
		if len(generated) == 0 && !v.Affected(pkg) {
			return
		}
		for _, e := range v.Check(pkg, generated) {
			ok = false
			g.blame(outs, e)
		}
	})
	return ok
}

// blame refuses the function that an error lies in; if none can be found, all of
// the file.
func (g *generator) blame(outs []*output, e verify.Error) {
	for _, o := range outs {
		if g.fileName(o.name) != e.File && o.name != e.File {
			continue
		}
		f := o.functionAt(e.File == o.name, e.Line)
		for _, c := range o.funcs {
			if (f == nil || c == f) && c.Refusal == "" {
				c.Refusal = fmt.Sprintf("its callback form does not type-check (%s): this is a bug of evert", e.Msg)
				c.At = c.Decl.Name.Pos()
			}
		}
	}
}

// functionAt finds the function whose callback form, or whose source, is at a line.
func (o *output) functionAt(source bool, line int) *plan.Func {
	if source {
		for _, f := range o.funcs {
			if o.pkg.Fset.Position(f.Decl.Pos()).Line <= line && line <= o.pkg.Fset.Position(f.Decl.End()).Line {
				return f
			}
		}
		return nil
	}
	lines := strings.Split(string(o.content), "\n")
	for i := min(line, len(lines)) - 1; i >= 0; i-- {
		if !strings.HasPrefix(lines[i], "func ") {
			continue
		}
		for _, f := range o.funcs {
			if declares(lines[i], f) {
				return f
			}
		}
		return nil
	}
	return nil
}

// declares reports that a line starts the callback form or the shim of f.
func declares(line string, f *plan.Func) bool {
	for _, name := range []string{f.Form, emit.ShimName(f.Form)} {
		if !strings.Contains(line, " "+name+"(") && !strings.Contains(line, " "+name+"[") {
			continue
		}
		recv := f.Decl.Recv
		if recv == nil {
			return strings.HasPrefix(line, "func "+name)
		}
		return strings.HasPrefix(line, "func (") && strings.Contains(line[:strings.Index(line, ")")+1], recvName(f.Obj))
	}
	return false
}

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

// fileName is the generated file's name: x.go becomes x_deferred.go, and the parts
// that mean something to the go command stay last.
func (g *generator) fileName(src string) string {
	dir, base := filepath.Split(src)
	stem := strings.TrimSuffix(base, ".go")
	parts := strings.Split(stem, "_")
	n := len(parts)
	keep := n
	if n > 1 && parts[keep-1] == "test" {
		keep--
	}
	for i := 0; i < 2 && keep > 1 && known(parts[keep-1]); i++ {
		keep--
	}
	out := append(append(append([]string(nil), parts[:keep]...), "deferred"), parts[keep:]...)
	return dir + strings.Join(out, "_") + ".go"
}

// result collects what there is to tell.
func (g *generator) result(outs []*output) (*Result, error) {
	res := &Result{Problems: g.problems}
	for _, o := range outs {
		res.Files = append(res.Files, File{Source: o.name, Name: g.fileName(o.name), Content: o.content, Shim: o.shim})
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
			fn := Func{Name: displayName(f.Obj), Pos: pos, Converted: f.Refusal == "", Reason: f.Refusal}
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
