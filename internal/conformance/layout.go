package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/overlay"
)

// module is the path of the module that programs are put into. The test runner
// of Go gives packages of a folder paths that begin like this.
const module = "test"

// lay writes programs as packages of a module in dir, each in a folder of its
// own. The module knows Evert's runtime, which untouched programs do not use.
func lay(dir, language, runtime string, list []*program) error {
	mod := fmt.Sprintf("module %s\n\ngo %s\n\nrequire %s v0.0.0\n\nreplace %[3]s => %[4]s\n", module, language, overlay.Path, runtime)
	if err := writeFile(filepath.Join(dir, "go.mod"), []byte(mod)); err != nil {
		return err
	}
	for _, p := range list {
		for _, f := range p.files {
			name := filepath.Join(dir, p.slug(), filepath.FromSlash(p.fileName(f)))
			if err := writeFile(name, p.rewritten(f)); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}

// fileName is the name of a file in the program's folder: its own, unless the
// go command would take it for a test or for another system's. Folders for go
// run know what they do.
func (p *program) fileName(f *file) string {
	if p.test || f.ast == nil || p.recipe.action == "runindir" || p.recipe.action == "buildrundir" {
		return f.name
	}
	dir, base := path.Split(f.name)
	if buildable(base) {
		return f.name
	}
	return dir + strings.TrimSuffix(base, ".go") + "_.go"
}

// buildable says whether the go command compiles a file of this name here.
func buildable(name string) bool {
	ctx := build.Default
	ctx.OpenFile = func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}
	ok, err := ctx.MatchFile(".", name)
	return ok && err == nil && !strings.HasSuffix(name, "_test.go")
}

// rewritten returns the source of a file with the imports of the program's own
// packages as they are called here.
func (p *program) rewritten(f *file) []byte {
	if f.ast == nil {
		return f.src
	}
	var out bytes.Buffer
	done := 0
	for _, spec := range f.ast.Imports {
		to := p.importPath(spec)
		if to == "" {
			continue
		}
		begin := int(spec.Path.Pos() - f.ast.FileStart)
		out.Write(f.src[done:begin])
		out.WriteString(strconv.Quote(to))
		done = begin + len(spec.Path.Value)
	}
	out.Write(f.src[done:])
	return out.Bytes()
}

// importPath returns what an import of one of the program's own packages
// becomes, or "": ./a and test/a in the folders of rundir, issue1.dir/a where
// the go command runs the folder issue1.dir, and the path in the distribution
// of those of the compiler's tests.
func (p *program) importPath(spec *ast.ImportSpec) string {
	from, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return ""
	}
	for _, prefix := range []string{"./", module + "/", p.within + "/"} {
		if rest, ok := strings.CutPrefix(from, prefix); ok {
			return path.Join(module, p.slug(), rest)
		}
	}
	return ""
}
