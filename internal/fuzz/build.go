package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/rewrite"
)

// A built program is an executable of some cases.
type built struct {
	dir     string
	files   []string // sources
	file    string   // the executable
	cases   []string
	refused []rewrite.Func
	wrong   []rewrite.Func // those whose callback form does not type-check
	funcs   int
}

func (b *built) remove() { os.RemoveAll(b.dir) }

// A bug is a defect of Evert's that shows before a program runs.
type bug struct {
	Kind   string // "panics", "gives up", "complains" (about the input), "does not compile"
	Detail string
}

func (b *bug) Error() string { return b.Kind + ": " + b.Detail }

// options are what programs are built with.
type options struct {
	all      bool // all functions get a callback form, also those that do not wait
	optimize bool // the compiler optimizes
}

// convert makes the callback forms of a program.
func (w *world) convert(name string, src []byte, all bool) (result *rewrite.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &bug{"panics", fmt.Sprintf("%v\n%s", p, debug.Stack())}
		}
	}()
	pkg, err := w.check(name, src)
	if err != nil {
		return nil, err
	}
	facts := blocking.Infer(append(slices.Clip(w.all), pkg))
	result, err = rewrite.Generate([]*packages.Package{pkg}, facts, rewrite.Options{All: all, Threads: true, Style: w.style, Steps: w.steps})
	if err != nil {
		return nil, &bug{"gives up", err.Error()}
	}
	for _, p := range result.Problems {
		return nil, &bug{"complains", p.Message}
	}
	return result, nil
}

// build builds a program of the named cases.
func (w *world) build(ctx context.Context, src []byte, cases []string, o options) (*built, error) {
	b, err := w.prepare(src, cases, o)
	if err == nil {
		err = w.compile(ctx, b, o)
	}
	if err != nil && b != nil {
		b.remove()
	}
	return b, err
}

// prepare writes the files of a program.
func (w *world) prepare(src []byte, cases []string, o options) (*built, error) {
	w.serial++
	b := &built{dir: filepath.Join(w.dir, fmt.Sprint("p", w.serial)), cases: cases}
	b.file = filepath.Join(b.dir, "prog")
	if err := os.Mkdir(b.dir, 0o777); err != nil {
		return b, err
	}
	source := filepath.Join(b.dir, "prog.go")
	if err := os.WriteFile(source, src, 0o666); err != nil {
		return b, err
	}
	result, err := w.convert(source, src, o.all)
	if err != nil {
		return b, err
	}
	b.files = []string{source, filepath.Join(b.dir, "main.go")}
	for _, f := range result.Files {
		b.files = append(b.files, f.Name)
		if err := os.WriteFile(f.Name, f.Content, 0o666); err != nil {
			return b, err
		}
	}
	converted := map[string]bool{}
	b.funcs = len(result.Funcs)
	for _, f := range result.Funcs {
		if f.InChain != "" {
			f.Reason = f.InChain // it has a callback form all the same
		}
		converted[f.Name] = f.Converted
		if strings.Contains(f.Reason, "bug of evert") {
			b.wrong = append(b.wrong, f)
		} else if !f.Converted {
			b.refused = append(b.refused, f)
		}
	}
	b.cases = slices.DeleteFunc(slices.Clone(cases), func(name string) bool { return !converted[name] }) // others do not wait
	return b, b.writeMain()
}

// writeMain writes the file with the function main.
func (b *built) writeMain() error { return os.WriteFile(b.files[1], mainOf(b.cases), 0o666) }

// mainOf is the source of the function main of a program.
func mainOf(cases []string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n%q\n%q\n)\n\nfunc main() {\ndrive.Main([]trace.Case{\n", module+"/internal/fuzz/drive", module+"/internal/trace")
	for _, name := range cases {
		fmt.Fprintf(&b, "{Name: %q, Blocking: %s, Callback: %sDeferred},\n", name, name, name)
	}
	b.WriteString("}, reset)\n}\n")
	return []byte(b.String())
}

// compile compiles and links a program, without the go command, whose own work
// takes longer than that for a small program.
func (w *world) compile(ctx context.Context, b *built, o options) error {
	object := filepath.Join(b.dir, "prog.a")
	args := []string{"-o", object, "-p", "main", "-complete", "-importcfg", w.importcfg,
		"-lang", language, "-c=1", "-dwarf=false"}
	if !o.optimize {
		args = append(args, "-N", "-l")
	}
	if _, err := output(ctx, b.dir, filepath.Join(w.tools, "compile"), append(args, b.files...)...); err != nil {
		_, text, _ := strings.Cut(err.Error(), "exit status ")
		return &bug{"does not compile", strings.ReplaceAll(text, b.dir, "")}
	}
	_, err := output(ctx, b.dir, filepath.Join(w.tools, "link"), "-o", b.file, "-importcfg", w.importcfg, "-s", "-w", object)
	return err
}
