package where_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/where"
)

// shown reports each call of a function whose name begins with at: where that is.
var shown = &analysis.Analyzer{
	Name:     "shown",
	Doc:      "report where calls of at are",
	Requires: []*analysis.Analyzer{where.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		m := pass.ResultOf[where.Analyzer].(*where.Map)
		for _, b := range m.Bodies {
			ast.Inspect(b.Block, func(n ast.Node) bool {
				if _, ok := n.(*ast.FuncLit); ok {
					return false
				}
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "at" {
					pass.Reportf(call.Pos(), "%s: %s", b.Context.Place, b.Context.Why)
				}
				return true
			})
		}
		return nil, nil
	},
}

func TestPlaces(t *testing.T) {
	analysistest.Run(t, linttest.Dir(t), shown, "./where")
}

func TestRoles(t *testing.T) {
	analysistest.Run(t, linttest.Dir(t), where.Analyzer, "./host")
}

// Every func-typed parameter of the runtime's exported functions has a role, or is
// listed as one that has none.
func TestRuntimeRoles(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps},
		"github.com/evert-go/evert/deferred", "github.com/evert-go/evert/reactor", "github.com/evert-go/evert/threads")
	if err != nil {
		t.Fatal(err)
	}
	thread := make(map[string]bool)
	unknown := make(map[string]bool)
	reactor := 0
	for _, fn := range exported(pkgs) {
		for i := range fn.Signature().Params().Len() {
			if !where.TakesFunc(fn.Signature().Params().At(i).Type()) {
				continue
			}
			switch where.RuntimeRole(fn, i) {
			case where.Reactor:
				reactor++
			case where.Thread:
				thread[where.Name(fn)] = true
			case where.Unknown:
				unknown[where.Name(fn)] = true
			}
		}
	}
	if got, want := fmt.Sprint(unknown), "map[deferred.Capture:true deferred.SetUnhandled:true deferred.SuspendAll:true]"; got != want {
		t.Errorf("of unknown role: %s, want %s", got, want)
	}
	for name := range thread {
		if !strings.Contains(name, "RunInThread") && !strings.HasPrefix(name, "threads.DeferTo") {
			t.Errorf("%s runs its argument in a thread?", name)
		}
	}
	if reactor < 50 || len(thread) < 8 {
		t.Errorf("%d callbacks, %d functions of threads: too few", reactor, len(thread))
	}
}

// exported returns the exported functions and methods of packages.
func exported(pkgs []*packages.Package) []*types.Func {
	var list []*types.Func
	for _, pkg := range pkgs {
		for _, name := range pkg.Types.Scope().Names() {
			switch obj := pkg.Types.Scope().Lookup(name).(type) {
			case *types.Func:
				list = append(list, obj)
			case *types.TypeName:
				methods := types.NewMethodSet(types.NewPointer(obj.Type()))
				if types.IsInterface(obj.Type()) {
					methods = types.NewMethodSet(obj.Type())
				}
				for i := range methods.Len() {
					if fn, ok := methods.At(i).Obj().(*types.Func); ok {
						list = append(list, fn)
					}
				}
			}
		}
	}
	var own []*types.Func
	for _, fn := range list {
		if fn.Exported() {
			own = append(own, fn)
		}
	}
	return own
}
