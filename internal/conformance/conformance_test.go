package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// tree writes programs into a folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, src := range files {
		if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(src)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFilter(t *testing.T) {
	dir := tree(t, map[string]string{
		"plain.go":            "// run\n\npackage main\n\nfunc main() { println(1) }\n",
		"compile.go":          "// compile\n\npackage main\n",
		"flags.go":            "// run -gcflags=-l arg\n\npackage main\n",
		"race.go":             "// run -race\n\npackage main\n",
		"pkgs.go":             "// rundir\n\npackage ignored\n",
		"pkgs.dir/a.go":       "// run\n\npackage a\n",
		"pkgs.dir/main.go":    "package main\n\nimport \"./a\"\n\nvar _ a.T\n\nfunc main() {}\n",
		"asm.go":              "// runindir\n\npackage ignored\n",
		"asm.dir/main.go":     "package main\n\nfunc main() {}\n",
		"asm.dir/x.s":         "",
		"other.go":            "// run\n\n//go:build never\n\npackage main\n",
		"before.go":           "//go:build never\n\n// run\n\npackage main\n",
		"stack.go":            "// run\n\npackage main\n\nimport \"runtime\"\n\nfunc main() { runtime.Caller(0) }\n",
		"exec.go":             "// run\n\npackage main\n\nimport \"os/exec\"\n\nfunc main() { exec.Command(\"x\") }\n",
		"bodiless.go":         "// run\n\npackage main\n\nfunc f()\n\nfunc main() { f() }\n",
		"broken.go":           "// run\n\npackage main\n\nfunc\n",
		"sub/second.go":       "// run\npackage main\nfunc main() {}\n",
		"printer.go":          "// runoutput ./plain.go\n\npackage main\n",
		"dups.go":             "// rundir -ldflags -strictdups=2\n\npackage ignored\n",
		"dups.dir/main.go":    "package main\n\nfunc main() {}\n",
		"fieldtrack.go":       "// run -goexperiment fieldtrack\n\npackage main\n",
		"reach.go":            "// run\n\npackage main\n\nimport _ \"unsafe\"\n\n//go:linkname f runtime.f\nfunc f()\n",
		"pkgs2.go":            "// rundir\n\npackage ignored\n",
		"pkgs2.dir/a.go":      "package a\n\nimport \"internal/abi\"\n",
		"pkgs2.dir/zmain.go":  "package main\n\nimport \"./a\"\n\nfunc main() {}\n",
		"nothing.dir/main.go": "// run\npackage main\n",
	})
	all, err := collect(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept, left := divide(all)
	got := map[string]string{}
	for _, p := range kept {
		got[p.name] = "kept"
	}
	for _, l := range left {
		got[l.Name] = l.Rule
	}
	want := map[string]string{
		"plain.go": "kept", "sub/second.go": "kept", "flags.go": "kept", "race.go": "race", "pkgs.go": "kept", "printer.go": "kept",
		"other.go": "constraint", "before.go": "constraint", "stack.go": "stack", "exec.go": "compiler",
		"bodiless.go": "assembly", "asm.go": "assembly", "broken.go": "parse", "fieldtrack.go": "experiment", "dups.go": "linker",
		"reach.go": "linkname", "pkgs2.go": "internal",
	}
	for name, rule := range want {
		if got[name] != rule {
			t.Errorf("%s: %q, want %q", name, got[name], rule)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d programs, want %d: %v", len(got), len(want), got)
	}
	if chosen := choose(all, regexp.MustCompile("^sub/"), false); len(chosen) != 1 || chosen[0].name != "sub/second.go" {
		t.Errorf("chosen: %v", chosen)
	}
}

func TestRecipe(t *testing.T) {
	for line, want := range map[string]recipe{
		"// run":                            {action: "run"},
		"// run a 'b c'":                    {action: "run", args: []string{"a", "b c"}},
		`// run -gcflags="-d=x -l" -race a`: {action: "run", args: []string{"a"}, build: settings{flags: []string{"-gcflags=-d=x -l", "-race"}}},
		"// run -gcflags -l=4":              {action: "run", build: settings{flags: []string{"-gcflags=-l=4"}}},
		"// run -goexperiment x -godebug y=1": {action: "run",
			build: settings{env: []string{"GOEXPERIMENT=x", "GODEBUG=y=1"}}},
		"// runindir -gomodversion \"1.23\"":       {action: "runindir", build: settings{language: "1.23"}},
		"// rundir -l=4":                           {action: "rundir", build: settings{flags: []string{"-gcflags=-l=4"}}},
		"// rundir -s -ldflags -strictdups=2 -w=0": {action: "rundir", single: true, build: settings{flags: []string{"-ldflags=-strictdups=2 -w=0"}}},
		"// errorcheckandrundir -0 -m":             {action: "errorcheckandrundir"},
		"// buildrun -t 10":                        {action: "buildrun"},
	} {
		got, ok := readRecipe([]byte("//go:build x\n" + line + "\n\npackage p\n"))
		if !ok || got.action != want.action || strings.Join(got.args, ",") != strings.Join(want.args, ",") ||
			got.single != want.single || got.build.key() != want.build.key() {
			t.Errorf("%s: %+v, want %+v", line, got, want)
		}
	}
	for _, line := range []string{"// errorcheck", "package main", "// running", "// skip"} {
		if _, ok := readRecipe([]byte(line + "\n")); ok {
			t.Errorf("%s: is run", line)
		}
	}
}

// A folder of packages becomes packages that import each other.
func TestLay(t *testing.T) {
	root := tree(t, map[string]string{
		"x/p.go":            "// rundir\n\npackage ignored\n",
		"x/p.dir/a1.go":     "package a\n",
		"x/p.dir/a2.go":     "package a\n",
		"x/p.dir/b_test.go": "package b\n\nimport (\n\t\"fmt\"\n\tq \"./a1\" // q\n)\n\nvar _ = fmt.Sprint\n\nvar _ q.T\n",
		"x/p.dir/main.go":   "package main\n\nimport . \"test/b_test\"\nimport _ \"test/a1\"\n",
		"x/z_test.go":       "// run\n\npackage main\n",
	})
	all, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := lay(dir, "1.24", "/runtime", all); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	err = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		got[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(got, "go.mod")
	want := map[string]string{
		"x_p/a1/a1.go":          "package a\n",
		"x_p/a1/a2.go":          "package a\n",
		"x_p/b_test/b_test_.go": "package b\n\nimport (\n\t\"fmt\"\n\tq \"test/x_p/a1\" // q\n)\n\nvar _ = fmt.Sprint\n\nvar _ q.T\n",
		"x_p/main.go":           "package main\n\nimport . \"test/x_p/b_test\"\nimport _ \"test/x_p/a1\"\n",
		"x_z_test/z_test_.go":   "// run\n\npackage main\n",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The sample that CI runs consists of programs that there are, of all kinds.
func TestSample(t *testing.T) {
	kept, _ := distribution(t)
	names, folders, tests := sample(), 0, 0
	if len(names) < 100 {
		t.Errorf("%d programs, want at least 100", len(names))
	}
	for _, p := range kept {
		if names[p.name] {
			delete(names, p.name)
			if actions[p.recipe.action] {
				folders++
			}
			if strings.HasPrefix(p.name, inCompiler) {
				tests++
			}
		}
	}
	for name := range names {
		t.Errorf("%s: there is no such program, or a rule leaves it out", name)
	}
	if folders < 10 || tests < 3 {
		t.Errorf("%d folders and %d tests of the compiler, want at least 10 and 3", folders, tests)
	}
}

// REPORT.md and REPORT-frames.md are the reports of runs of everything, and the README
// shows their tables. What can be told without running anything is so for the Go version
// that they were made with.
func TestReport(t *testing.T) {
	for _, style := range []string{"chain", "frames"} {
		t.Run(style, func(t *testing.T) { testReport(t, style) })
	}
}

func testReport(t *testing.T, style string) {
	data, err := os.ReadFile(reportFile(style))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.FindAll(data, -1)); n != 2 {
		t.Fatalf("%d tables, want the summary and the rules", n)
	}
	if want, err := withTables(readme, data, style); err != nil || !bytes.Equal(readme, want) {
		t.Errorf("README.md has other tables (%v)", err)
	}
	env, err := gocmd.ReadEnv(context.Background(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "\n"+env.GOVERSION+", "+runtime.GOOS+"/"+runtime.GOARCH+". ") {
		t.Skip("the report was made with another version of Go, or on another system")
	}
	kept, left := distribution(t)
	r := &Report{LeftOut: left}
	var want strings.Builder
	r.rules(&want)
	r.leftOut(&want)
	if !strings.Contains(string(data), want.String()) {
		t.Errorf("the report leaves out others than the rules do:\n%s", want.String())
	}
	n := len(kept)
	for _, p := range kept {
		if p.output {
			n++
		}
	}
	for _, mode := range []string{"never", "always", "random:1"} {
		if row := fmt.Sprintf("\n| %s | %d |", mode, n); !strings.Contains(string(data), row) {
			t.Errorf("no row in the report begins with %q", row)
		}
	}
}

// distribution finds the programs of the Go distribution.
func distribution(t *testing.T) (kept []*program, left []leftOut) {
	t.Helper()
	env, err := gocmd.ReadEnv(context.Background(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &options{only: regexp.MustCompile(""), goroot: env.GOROOT, root: filepath.Join(env.GOROOT, "test")}
	if _, err := os.Stat(o.root); err != nil {
		t.Skip("this Go distribution has no test programs")
	}
	if kept, left, err = find(o); err != nil {
		t.Fatal(err)
	}
	return kept, left
}

// The whole way, with programs that pass, that cannot be compiled, that are a
// folder, and that print a program.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	env, err := gocmd.ReadEnv(context.Background(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &options{
		style: "chain", modes: []string{"never", "always", "random:3"}, jobs: 1, timeout: time.Minute, spent: new(spent),
		root: tree(t, map[string]string{
			"ok.go":         "// run -godebug panicnil=1 arg\n\npackage main\n\nimport \"os\"\n\nfunc f() string { return os.Args[1] + os.Getenv(\"GODEBUG\") }\n\nfunc main() { println(f()); if f() != \"argpanicnil=1\" { os.Exit(3) } }\n",
			"fails.go":      "// run\n\npackage main\n\nfunc f() string { return \"no\" }\n\nfunc main() { panic(f()) }\n",
			"broken.go":     "// run\n\npackage main\n\nfunc main() { undefined() }\n",
			"stacked.go":    "// run\n\npackage main\n\nfunc f() any { return recover() }\n\nfunc main() { defer f(); panic(1) }\n",
			"dir.go":        "// rundir\n\npackage ignored\n",
			"dir.dir/a.go":  "package a\n\nfunc F() int { return 4 }\n",
			"dir.dir/b.go":  "package main\n\nimport \"./a\"\n\nfunc main() { println(a.F()) }\n",
			"printer.go":    "// runoutput\n\npackage main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"package main; func g() {}; func main() { g() }\") }\n",
			"random.go":     "// run\n\npackage main\n\nimport \"time\"\n\nfunc main() { println(time.Now().UnixNano()) }\n",
			"aborts.go":     "// run\n\npackage main\n\nfunc g() { panic(g) }\n\nfunc main() { g() }\n",
			"neverrun/x.go": "// compile\n",
		}),
	}
	if o.runtime, err = overlay.Runtime(t.TempDir(), evert.WriteRuntime); err != nil {
		t.Fatal(err)
	}
	all, err := collect(o.root)
	if err != nil {
		t.Fatal(err)
	}
	results, err := runAll(context.Background(), o, env, all)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Status{
		"ok.go": Passed, "fails.go": Passed, "broken.go": NoOracle, "stacked.go": Passed, "dir.go": Passed,
		"printer.go": Passed, "printer.go (output)": Passed, "random.go": Unstable, "aborts.go": Passed,
	}
	for _, r := range results {
		for _, mode := range o.modes {
			if s, detail := r.in(mode); s != want[r.Name] {
				t.Errorf("%s -suspend=%s: %s (%s), want %s", r.Name, mode, s, detail, want[r.Name])
			}
		}
	}
	if len(results) != len(want) {
		t.Errorf("%d results, want %d", len(results), len(want))
	}
	checkReport(t, o, env, results)
}

// checkReport looks at what the report says about the programs of TestRun.
func checkReport(t *testing.T, o *options, env *gocmd.Env, results []*Result) {
	r := newReport(o, env, results, []leftOut{{"left.go", "stack", "looks at the stack"}})
	dir := t.TempDir()
	if err := r.write(dir); err != nil {
		t.Fatal(err)
	}
	r.print(io.Discard)
	data, err := os.ReadFile(filepath.Join(dir, "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"| -suspend | programs | passed | wrong | does not compile | timed out | unstable | no oracle | functions | refused |",
		"| always | 9 | 7 | 0 | 0 | 0 | 1 | 1 | 14 | 1 (7.14 %) |",
		"| stack | 1 | looks at the stack |",
		"- stacked.go: stacked.go:5:1: cannot split f: it calls recover itself",
		"- broken.go: no oracle: ",
		"- random.go -suspend=never: unstable: ",
	} {
		if !strings.Contains(string(data), "\n"+line) {
			t.Errorf("the report lacks %q:\n%s", line, data)
		}
	}
}

// A program that does something else in callback form must not pass; here the
// two are different programs altogether.
func TestCompare(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	p := &program{name: "x.go", recipe: recipe{action: "run"}}
	b := &batch{o: &options{modes: []string{"never"}, timeout: time.Second, root: t.TempDir(), spent: new(spent)}, work: t.TempDir(), list: []*program{p}}
	for in, main := range map[string]string{
		"plain": `println("a")`,
		"never": `println("b")`,
	} {
		buildOne(t, b.exe(p, in), main)
	}
	r := &Result{Name: p.name, Modes: map[string]*Run{}}
	b.compare(context.Background(), p, r)
	if s, detail := r.in("never"); s != Wrong || !strings.Contains(detail, `"b"`) {
		t.Errorf("%s (%s)", s, detail)
	}
	buildOne(t, b.exe(p, "never"), "for { }")
	b.compare(context.Background(), p, r)
	if s, _ := r.in("never"); s != TimedOut {
		t.Errorf("%s", s)
	}
}

// buildOne builds a program of one statement.
func buildOne(t *testing.T, exe, statement string) {
	t.Helper()
	src := filepath.Join(t.TempDir(), "x.go")
	if err := os.WriteFile(src, []byte("package main\n\nfunc main() { "+statement+" }\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", exe, src).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
