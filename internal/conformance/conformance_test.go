package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/evert-go/evert/internal/programs"
)

func TestFilter(t *testing.T) {
	dir := t.TempDir()
	for name, src := range map[string]string{
		"plain.go":      "// run\n\npackage main\n\nfunc main() { println(1) }\n",
		"compile.go":    "// compile\n\npackage main\n",
		"flags.go":      "// run -race\n\npackage main\n",
		"dir.go":        "// rundir\n\npackage ignored\n",
		"other.go":      "// run\n\n//go:build never\n\npackage main\n",
		"before.go":     "//go:build never\n\n// run\n\npackage main\n",
		"stack.go":      "// run\n\npackage main\n\nimport \"runtime\"\n\nfunc main() { runtime.Caller(0) }\n",
		"exec.go":       "// run\n\npackage main\n\nimport \"os/exec\"\n\nfunc main() { exec.Command(\"x\") }\n",
		"bodiless.go":   "// run\n\npackage main\n\nfunc f()\n\nfunc main() { f() }\n",
		"broken.go":     "// run\n\npackage main\n\nfunc\n",
		"addresses.go":  "// run\n\npackage main\n\nimport \"unsafe\"\n\nfunc main() { _ = uintptr(unsafe.Pointer(nil)) }\n",
		"sub/second.go": "// run\npackage main\nfunc main() {}\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	all, err := collect(dir, regexp.MustCompile(""))
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
		"plain.go": "kept", "sub/second.go": "kept", "flags.go": "flags", "dir.go": "rundir",
		"other.go": "constraint", "before.go": "constraint", "stack.go": "stack", "exec.go": "exec",
		"bodiless.go": "nobody", "broken.go": "parse", "addresses.go": "uintptr",
	}
	for name, rule := range want {
		if got[name] != rule {
			t.Errorf("%s: %q, want %q", name, got[name], rule)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d programs, want %d: %v", len(got), len(want), got)
	}
}

func TestJudge(t *testing.T) {
	const ran = "evert: 2 functions in callback form, 0 refused\n"
	want := programs.Outcome{Stdout: "ok\n"}
	for _, c := range []struct {
		status Status
		got    programs.Outcome
	}{
		{Passed, programs.Outcome{Stdout: "ok\n", Stderr: ran}},
		{Wrong, programs.Outcome{Stdout: "no\n", Stderr: ran}},
		{Wrong, programs.Outcome{Stdout: "ok\n", Exit: 2, Stderr: "panic: x\n\ngoroutine 1 [running]:\n" + ran}},
		{NoCompile, programs.Outcome{Exit: 1, Stderr: "./x.go:3:4: undefined: y\n"}},
		{NoCompile, programs.Outcome{Exit: 1, Stderr: "evert: cannot do it\n"}},
		{Crashed, programs.Outcome{Exit: 2, Stderr: "panic: y\n\ngoroutine 1 [running]:\ngithub.com/evert-go/evert/rewrite.Generate()\n"}},
		{Crashed, programs.Outcome{Exit: 1, Stderr: "evert: internal error: z\ngithub.com/evert-go/evert/rewrite.Generate rewrite.go:63\n"}},
		{TimedOut, programs.Outcome{TimedOut: true}},
	} {
		if status, detail := judge(want, c.got); status != c.status {
			t.Errorf("%+v: %s (%s), want %s", c.got, status, detail, c.status)
		}
	}
}
