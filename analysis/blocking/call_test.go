package blocking_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
)

// The calls of testdata/calls say what they expect in comments: // effect: why
// [flags].
func TestCall(t *testing.T) {
	pkgs := load(t, false, "./...")
	prog := blocking.Infer(pkgs)
	pkg := byPath(t, pkgs, "example.com/calls")
	want := effects(pkg)
	if len(want) < 30 {
		t.Fatalf("found %d expectations only", len(want))
	}
	done := make(map[int]bool)
	for _, call := range find(pkg, func(*ast.CallExpr) bool { return true }) {
		n := line(pkg, call.Pos())
		if want[n] == "" || done[n] {
			continue // a call inside another one, which came first
		}
		done[n] = true
		effect, ok := prog.Call(pkg.TypesInfo, call)
		if got := describe(effect, ok); got != want[n] {
			t.Errorf("line %d: effect %q, want %q", n, got, want[n])
		}
	}
	for n := range want {
		if !done[n] {
			t.Errorf("line %d: no call", n)
		}
	}
}

// TestConcurrentCalls is for the race detector.
func TestConcurrentCalls(t *testing.T) {
	pkgs := load(t, false, "./...")
	prog := blocking.Infer(pkgs)
	want := allFacts(pkgs, prog)
	got := make(chan string)
	for range 4 {
		go func() { got <- allFacts(pkgs, prog) }()
	}
	for range 4 {
		if <-got != want {
			t.Error("facts differ between goroutines")
		}
	}
}

// byPath returns the package of that ID.
func byPath(t *testing.T, pkgs []*packages.Package, id string) *packages.Package {
	t.Helper()
	for _, pkg := range pkgs {
		if pkg.ID == id {
			return pkg
		}
	}
	t.Fatalf("package %s is not loaded", id)
	return nil
}

// effects returns the expected effects by line.
func effects(pkg *packages.Package) map[int]string {
	want := make(map[int]string)
	for _, file := range pkg.Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				if text, ok := strings.CutPrefix(c.Text, "// effect: "); ok {
					want[line(pkg, c.Pos())] = text
				}
			}
		}
	}
	return want
}

func describe(e blocking.Effect, ok bool) string {
	why := e.Why
	if !ok {
		why = "no"
	}
	var flags []string
	for _, flag := range []struct {
		on   bool
		name string
	}{
		{e.Annotated, "annotated"}, {e.Leaf, "leaf"}, {e.Quick, "quick"}, {e.Thread, "thread"}, {e.Nonblocking, "nonblocking"},
		{e.MarkedCallback, "callback"}, {e.ParamLit, "param"}, {!ok && e.Class == blocking.Console, "console"},
		{e.Callback != "", "form=" + e.Callback},
	} {
		if flag.on {
			flags = append(flags, flag.name)
		}
	}
	return fmt.Sprintf("%s %v", why, flags)
}

func TestCallWithOtherInfo(t *testing.T) {
	pkgs := load(t, false, "./calls")
	prog := blocking.Infer(pkgs)
	call := find(pkgs[0], func(c *ast.CallExpr) bool { return types.ExprString(c.Fun) == "http.Get" })[0]
	copied := *pkgs[0].TypesInfo
	effect, ok := prog.Call(&copied, call)
	if !ok || effect.Why != "net: net/http.Get" || effect.Callee.Name() != "Get" {
		t.Errorf("effect %v %v %v", ok, effect.Why, effect.Callee)
	}
}

func TestLit(t *testing.T) {
	pkgs := load(t, false, "./lits")
	prog := blocking.Infer(pkgs)
	blocks := 0
	for _, lit := range find(pkgs[0], func(*ast.FuncLit) bool { return true }) {
		fact, ok := prog.Lit(lit)
		if ok != fact.Blocks() {
			t.Errorf("line %d: ok is %v with fact %s", line(pkgs[0], lit.Pos()), ok, fact)
		}
		calls := find(pkgs[0], func(c *ast.CallExpr) bool {
			return lit.Pos() < c.Pos() && c.End() <= lit.End() && (types.ExprString(c.Fun) == "sleep" || types.ExprString(c.Fun) == "time.Sleep")
		})
		if ok != (len(calls) > 0) {
			t.Errorf("line %d: blocks %v, with %d calls that sleep", line(pkgs[0], lit.Pos()), ok, len(calls))
		}
		if ok {
			blocks++
		}
	}
	if blocks < 10 {
		t.Errorf("only %d literals block", blocks)
	}
	if _, ok := prog.Lit(&ast.FuncLit{}); ok {
		t.Error("an unknown literal blocks")
	}
}

func TestWhy(t *testing.T) {
	pkgs := load(t, false, "./...")
	prog := blocking.Infer(pkgs)
	for _, test := range []struct{ pkg, fn, want string }{
		{"example.com/spread", "l1", "l2:31 l3:32 l4:33 a:34 b:9 c:10 Get:11"},
		{"example.com/user", "passes", "Each Slow Sleep"},
		{"example.com/user", "leaf", "Leaf"},
		{"example.com/direct", "receive", "channel receive"},
		{"example.com/lits", "harmless", ""},
	} {
		pkg := byPath(t, pkgs, test.pkg)
		fn := pkg.Types.Scope().Lookup(test.fn).(*types.Func)
		var names []string
		for _, step := range prog.Why(fn) {
			name := step.Name
			if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
				name = name[dot+1:]
			}
			if test.fn == "l1" && step.Pos.IsValid() {
				name = fmt.Sprintf("%s:%d", name, line(pkg, step.Pos))
			}
			names = append(names, name)
		}
		if got := strings.Join(names, " "); !strings.HasPrefix(got+" ", test.want+" ") || test.want == "" && got != "" {
			t.Errorf("%s.%s: %s, want %s", test.pkg, test.fn, got, test.want)
		}
	}
}

func TestBody(t *testing.T) {
	pkgs := load(t, false, "./marks")
	prog := blocking.Infer(pkgs)
	for name, want := range map[string]string{
		"trusted":    "blocks net: example.com/marks.caller < example.com/marks.fetch < net/http.Get",
		"fetch":      "blocks net: net/http.Get",
		"assembly":   "",
		"wantedCalm": "",
		"inferred":   "blocks file: os.ReadFile",
	} {
		fact, ok := prog.Body(pkgs[0].Types.Scope().Lookup(name).(*types.Func))
		if fact.String() != want || ok != (want != "") {
			t.Errorf("%s: %v %s, want %s", name, ok, fact, want)
		}
	}
}

// TestVariants checks that packages built for tests share facts with others.
func TestVariants(t *testing.T) {
	pkgs := load(t, true, "./variant")
	prog := blocking.Infer(pkgs)
	seen := 0
	for _, pkg := range pkgs {
		for _, obj := range pkg.TypesInfo.Defs {
			fn, ok := obj.(*types.Func)
			if !ok {
				continue
			}
			want, ok := map[string]string{
				"Slow":        "blocks sleep: time.Sleep",
				"helper":      "blocks sleep: example.com/variant.Slow < time.Sleep",
				"Exported":    "blocks wait: example.com/variant.Leaf; annotated",
				"TestOutside": "blocks wait: example.com/variant.Exported < example.com/variant.Leaf; annotated",
				"TestSlow":    "blocks sleep: example.com/variant.Slow < time.Sleep",
			}[fn.Name()]
			if !ok {
				continue
			}
			seen++
			if fact, _ := prog.Func(fn); fact.String() != want {
				t.Errorf("%s: %s: %s, want %s", pkg.ID, fn.Name(), fact, want)
			}
		}
		if strings.HasPrefix(pkg.ID, "example.com/variant") && !strings.HasSuffix(pkg.ID, ".test") && prog.Directives(pkg) == nil {
			t.Errorf("%s: no directives", pkg.ID)
		}
	}
	if seen != 6 {
		t.Errorf("%d functions seen, want 6: Slow is in two packages", seen)
	}
}

// TestBroken checks that type errors do no harm.
func TestBroken(t *testing.T) {
	overlay := map[string][]byte{}
	src := `package lib

import "time"

func Slow() { undefined(); time.Sleep(1); x := missing.Field; x() }

func Odd(f Unknown, g func(Unknown)) { f(); g(f); f.m(func() { Slow() }); go f(); defer nothing.at.all() }

type T struct{ Unknown; f func( }
`
	cfg := &packages.Config{Mode: loadMode, Dir: "testdata", Env: noWorkspace(), Overlay: overlay}
	dir := byPath(t, load(t, false, "./lib"), "example.com/lib").GoFiles[0]
	overlay[dir] = []byte(src)
	pkgs, err := packages.Load(cfg, "./lib")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs[0].Errors) == 0 {
		t.Fatal("no errors in a broken package")
	}
	prog := blocking.Infer(pkgs)
	fact, ok := prog.Func(pkgs[0].Types.Scope().Lookup("Slow").(*types.Func))
	if !ok || fact.Class != blocking.Sleep {
		t.Errorf("Slow: %v %s", ok, fact)
	}
	for _, call := range find(pkgs[0], func(*ast.CallExpr) bool { return true }) {
		prog.Call(pkgs[0].TypesInfo, call)
	}
}
