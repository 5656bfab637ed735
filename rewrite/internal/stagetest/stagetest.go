// Package stagetest runs single stages of rewrite on small sources, for golden
// tests of the stages. What a call becomes is decided by the callee's name:
//
//	wait...     the callback form of the callee
//	thread...   DeferToThread
//	ask...      asked at run time
//
// A golden file is a txtar archive: a comment that says what it shows, the source
// as src.go, and one more file for what each stage makes of it.
package stagetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/order"
)

// prelude is a second file of every source's package.
const prelude = `package p

type S struct{ n int; arr [2]int }

func (s S) val() int
func (s *S) waitPtr(n int) int
func (s S) waitVal(n int) int

type Asker interface{ askIt(n int) (int, error) }

func wait(n int) int
func waitAny(v any) int
func waitBool(n int) bool
func waitErr(n int) (int, error)
func waitOnlyErr() error
func waitNothing()
func waitTwo() (int, string)
func waitChan() chan int
func waitSlice() []int
func threadRead(p []byte) (int, error)

func side(n int) int
func two() (int, int)
func handle(v any)
func use(v ...any)
`

// Source is one type-checked file.
type Source struct {
	Fset *token.FileSet
	File *ast.File
	Info *types.Info
	Pkg  *types.Package
	// PerTurn is false for sources that start with `//go:build go1.21`.
	PerTurn bool
}

// Parse type-checks a source.
func Parse(t *testing.T, src string) *Source {
	t.Helper()
	s, err := Check(src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Check is Parse for a source that may be wrong.
func Check(src string) (*Source, error) {
	s := &Source{Fset: token.NewFileSet(), PerTurn: !strings.HasPrefix(src, "//go:build go1.21")}
	var err error
	if s.File, err = parser.ParseFile(s.Fset, "src.go", src, parser.ParseComments|parser.SkipObjectResolution); err != nil {
		return nil, err
	}
	calls, err := parser.ParseFile(s.Fset, "prelude.go", prelude, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s.Info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{GoVersion: "go1.24"}
	if !s.PerTurn {
		conf.GoVersion = ""
	}
	s.Pkg, err = conf.Check("p", s.Fset, []*ast.File{calls, s.File}, s.Info)
	return s, err
}

// Funcs lists the functions with a body and an exported name.
func (s *Source) Funcs() []*ast.FuncDecl {
	var out []*ast.FuncDecl
	for _, d := range s.File.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && f.Name.IsExported() {
			out = append(out, f)
		}
	}
	return out
}

// Order runs stage order.
func (s *Source) Order(decl *ast.FuncDecl) (*ir.Func, *names.Pool, error) {
	obj := s.Info.Defs[decl.Name].(*types.Func)
	pool := names.New(decl, s.Pkg)
	fn := &ir.Func{Decl: decl, Obj: obj, Sig: obj.Signature(), Shape: ir.ShapeOf(obj.Signature()), Name: obj.Name() + "Deferred", Reactor: pool.Fresh("r")}
	cfg := &order.Config{
		Fset: s.Fset, Info: s.Info, Pkg: s.Pkg, Names: pool, Reactor: fn.Reactor, PerTurn: s.PerTurn,
		Op:          s.op,
		RecoverFree: func(fn *types.Func) bool { return fn.Name() != "handle" },
		Commented:   func(ast.Node) bool { return false },
	}
	return fn, pool, order.Build(cfg, fn)
}

// op decides a call by the callee's name.
func (s *Source) op(call *ast.CallExpr) *ir.Op {
	var id *ast.Ident
	switch f := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return nil
	}
	fn, ok := s.Info.Uses[id].(*types.Func)
	if !ok {
		return nil
	}
	op := &ir.Op{Call: call, Site: call, Name: fn.Name() + "Deferred", Shape: ir.ShapeOf(fn.Signature())}
	switch {
	case strings.HasPrefix(fn.Name(), "wait"):
		op.Kind = ir.OpForm
	case strings.HasPrefix(fn.Name(), "thread"):
		op.Kind, op.Why = ir.OpThread, "no callback form"
	case strings.HasPrefix(fn.Name(), "ask"):
		op.Kind = ir.OpAsk
	default:
		return nil
	}
	return op
}

// Golden compares what stages make of the sources in testdata with what the
// archives there say. The files of an archive after src.go are the stages' output,
// by the stage's name.
func Golden(t *testing.T, update bool, stages []string, run func(t *testing.T, s *Source) map[string]string) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(ar.Files) == 0 || ar.Files[0].Name != "src.go" {
				t.Fatalf("%s: the first file is not src.go", file)
			}
			got := run(t, Parse(t, string(ar.Files[0].Data)))
			if update {
				ar.Files = ar.Files[:1]
				for _, stage := range stages {
					ar.Files = append(ar.Files, txtar.File{Name: stage, Data: []byte(got[stage])})
				}
				if err := os.WriteFile(file, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			for i, stage := range stages {
				if i+1 >= len(ar.Files) || ar.Files[i+1].Name != stage {
					t.Errorf("%s: file %d is not %q: run with -update", file, i+1, stage)
				} else if want := string(ar.Files[i+1].Data); got[stage] != want {
					t.Errorf("%s: stage %s: %s", file, stage, firstDifference(got[stage], want))
				}
			}
		})
	}
}

// firstDifference shows where two texts begin to differ, with some lines before.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	cut := func(lines []string) string {
		return strings.Join(lines[max(0, i-3):min(len(lines), i+5)], "\n")
	}
	return fmt.Sprintf("line %d differs: got\n%s\nwant\n%s", i+1, cut(g), cut(w))
}
