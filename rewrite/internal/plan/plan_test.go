package plan_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// read loads the packages of a txtar archive that match patterns.
func read(t *testing.T, archive []byte, patterns ...string) (roots []*packages.Package, facts *blocking.Program) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse(archive).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	set, err := load.Load(context.Background(), load.Config{
		Dir: dir, Env: append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off"), Patterns: patterns, GOROOT: strings.TrimSpace(string(root)),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Fatalf("%s: %v", e.Package, e.Messages)
	}
	return set.Roots, blocking.Infer(set.All)
}

func archive(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "decide.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// expectations lists the comments at the ends of lines that start with what
// describe returns, by line.
func expectations(pkg *packages.Package, file *ast.File) map[int]string {
	want := map[int]string{}
	for _, g := range file.Comments {
		for _, c := range g.List {
			text := strings.TrimPrefix(c.Text, "// ")
			if strings.HasPrefix(text, "Op") || text == "in place" {
				want[pkg.Fset.Position(c.Pos()).Line] = text
			}
		}
	}
	return want
}

var kinds = map[ir.OpKind]string{ir.OpForm: "OpForm", ir.OpThread: "OpThread", ir.OpAsk: "OpAsk", ir.OpRuntime: "OpRuntime"}

func describe(d plan.Decision) string {
	if d.Op == nil {
		return "in place"
	}
	out := kinds[d.Op.Kind]
	if d.Op.Name != "" {
		out += " " + d.Op.Name
	}
	return out + ": " + d.Reason
}

// TestDecide compares the decision for each call with the comment on its line.
func TestDecide(t *testing.T) {
	pkgs, facts := read(t, archive(t), ".")
	p := plan.New(pkgs, facts, plan.Options{})
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			want := expectations(pkg, file)
			if len(want) < 15 {
				t.Fatalf("found %d expectations only", len(want))
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				line := pkg.Fset.Position(call.Pos()).Line
				if want[line] == "" {
					return true
				}
				if got := describe(p.Decide(&plan.Func{Pkg: pkg}, call)); got != want[line] {
					t.Errorf("line %d: %s: got %q, want %q", line, plan.CallName(call), got, want[line])
				}
				delete(want, line)
				return true
			})
			for line, text := range want {
				t.Errorf("line %d: no call for %q", line, text)
			}
		}
	}
}

// TestNoThreads makes sure that a call that needs a thread is a reason to refuse
// the function where the host has none.
func TestNoThreads(t *testing.T) {
	pkgs, facts := read(t, archive(t), ".")
	p := plan.New(pkgs, facts, plan.Options{NoThreads: true})
	want := map[string]string{
		"lib.Native":   "the call of lib.Native needs a thread (marked thread), and the host has none",
		"s.Get":        "the call of s.Get needs a thread for values without a callback form, and the host has none",
		"wg.Wait":      "waiting in wg.Wait needs a thread, and the host has none",
		"t.Method":     "",
		"fmt.Println":  "",
		"lib.Inferred": "the call of lib.Inferred needs a thread (no callback form), and the host has none",
	}
	for _, f := range p.Funcs {
		if f.Obj.Name() != "F" {
			continue
		}
		ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if refuse, known := want[plan.CallName(call)]; known {
					if got := p.Decide(f, call).Refuse; got != refuse {
						t.Errorf("%s: got %q, want %q", plan.CallName(call), got, refuse)
					}
					delete(want, plan.CallName(call))
				}
			}
			return true
		})
	}
	for name := range want {
		t.Errorf("no call of %s", name)
	}
}

// TestChoose tells which functions get a form.
func TestChoose(t *testing.T) {
	pkgs, facts := read(t, archive(t), "./...")
	marked := []string{"F", "Inferred", "Method", "Wait", "reached"}
	for _, test := range []struct {
		opts     plan.Options
		yes, not []string
	}{
		{plan.Options{}, marked, []string{"unreached", "Leaf", "Fetch", "Native", "Fast"}},
		{plan.Options{Marked: true}, marked, []string{"unreached", "Leaf", "Fetch", "Native", "Fast"}},
		{plan.Options{All: true}, append(marked, "unreached", "Each"), []string{"Leaf", "Fetch", "Native", "Fast"}},
	} {
		wanted := map[string]bool{}
		for _, f := range plan.New(pkgs, facts, test.opts).Funcs {
			wanted[f.Obj.Name()] = f.Wanted
		}
		for _, name := range test.yes {
			if !wanted[name] {
				t.Errorf("%+v: %s gets no form", test.opts, name)
			}
		}
		for _, name := range test.not {
			if is, declared := wanted[name]; is || !declared {
				t.Errorf("%+v: %s: wanted is %t, declared is %t", test.opts, name, is, declared)
			}
		}
	}
}

// TestRefuse shows what is known to be impossible from the outside.
func TestRefuse(t *testing.T) {
	pkgs, facts := read(t, []byte(`
-- go.mod --
module example.com/m

go 1.24
-- m.go --
package m

import (
	"runtime"
	_ "unsafe"
)

func Asm()

func Nine() (a, b, c, d, e, f, g, h, i int) { return }

func Recovers() { recover() }

func InLiteral() { func() { recover() }() }

func Caller() { runtime.Caller(0) }

//go:linkname Linked
func Linked() {}
-- asm.s --
`), ".")
	want := map[string]string{
		"Asm":       "it has no Go body",
		"Nine":      "it has more than eight results",
		"Recovers":  "it calls recover itself, which works only in a function that is deferred directly: -style=generator leaves it whole",
		"InLiteral": "",
		"Caller":    "it looks at its own call stack with runtime.Caller",
		"Linked":    "its name or body is bound by a compiler directive",
	}
	p := plan.New(pkgs, facts, plan.Options{All: true})
	if len(p.Funcs) != len(want) {
		t.Errorf("%d functions, want %d", len(p.Funcs), len(want))
	}
	for _, f := range p.Funcs {
		if f.Refusal != want[f.Obj.Name()] {
			t.Errorf("%s: got %q, want %q", f.Obj.Name(), f.Refusal, want[f.Obj.Name()])
		}
		if has := p.HasForm(f.Obj) != nil; has != (f.Refusal == "") {
			t.Errorf("%s: HasForm is %t", f.Obj.Name(), has)
		}
	}
}

// TestFormName shows the names of callback forms.
func TestFormName(t *testing.T) {
	for _, test := range []struct{ file, decl, want string }{
		{"a.go", "func Fetch()", "FetchDeferred"},
		{"a.go", "func fetch()", "fetchDeferred"},
		{"a.go", "func TestX()", "TestXDeferred"},
		{"a_test.go", "func TestX()", "deferredTestX"},
		{"a_test.go", "func BenchmarkX()", "deferredBenchmarkX"},
		{"a_test.go", "func helper()", "helperDeferred"},
		{"a_test.go", "func (T) TestX()", "deferredTestX"},
		{"a_test.go", "func (T) Other()", "OtherDeferred"},
	} {
		pkg := &packages.Package{Fset: token.NewFileSet()}
		file, err := parser.ParseFile(pkg.Fset, test.file, "package p\n"+test.decl+" {}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.FormName(pkg, file.Decls[0].(*ast.FuncDecl), false); got != test.want {
			t.Errorf("%s in %s: got %s, want %s", test.decl, test.file, got, test.want)
		}
	}
}

// TestFormNameShim shows that a build with shims hides the forms of methods from
// reflection where nobody imports the package.
func TestFormNameShim(t *testing.T) {
	for _, test := range []struct{ name, path, decl, want string }{
		{"main", "m", "func (T) Get()", "deferredGet"},
		{"m_test", "m_test", "func (T) Get()", "deferredGet"},
		{"m", "m", "func (T) Get()", "GetDeferred"},
		{"main", "m", "func Get()", "GetDeferred"},
		{"main", "m", "func (T) get()", "getDeferred"},
	} {
		pkg := &packages.Package{Fset: token.NewFileSet(), Name: test.name, PkgPath: test.path}
		file, err := parser.ParseFile(pkg.Fset, "a.go", "package p\n"+test.decl+" {}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.FormName(pkg, file.Decls[0].(*ast.FuncDecl), true); got != test.want {
			t.Errorf("%s in package %s: got %s, want %s", test.decl, test.path, got, test.want)
		}
	}
}

// TestInit shows that each init function has a name of its own.
func TestInit(t *testing.T) {
	pkgs, facts := read(t, []byte(`
-- go.mod --
module example.com/m

go 1.24
-- a.go --
package m

func init() {}

func init() {}
-- b_c.go --
package m

func init() {}
`), ".")
	var got []string
	for _, f := range plan.New(pkgs, facts, plan.Options{All: true}).Funcs {
		got = append(got, f.Form)
	}
	if s, want := fmt.Sprint(got), "[initADeferred initANextDeferred initBCDeferred]"; s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}
