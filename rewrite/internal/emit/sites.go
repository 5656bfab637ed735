package emit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// The runtime finds out which continuations a failure has passed, and on which lines
// of the generated file they begin. A person wants to know where the waits are in the
// source. So a generated file ends with pairs of lines, generated:source:
//
//	var _ = deferred.Sites("shop.go", "14:9 22:17")
//
// Lines are known once everything is printed. Printing keeps the order of func
// literals, so it is enough to count them.
//
// In frames style each wait is a type, and its name stands for the line; the function,
// of which it does not tell, comes between: fetchAfterGet:(*Client).Fetch:17.

// continues notes that lit is the continuation of a wait.
func (e *emitter) continues(lit dst.Expr, wait *ir.Wait) {
	l, ok := lit.(*dst.FuncLit)
	if !ok || wait.Op.Site == nil {
		return
	}
	e.file.sites[l] = e.file.Fset.Position(wait.Op.Site.Pos()).Line
}

// resumes notes the wait of a type.
func (f *File) resumes(typ string, fn *types.Func, op *ir.Op) {
	if op.Site == nil {
		return
	}
	f.waits = append(f.waits, fmt.Sprintf("%s:%s:%d", typ, siteFunc(fn), f.Fset.Position(op.Site.Pos()).Line))
}

// siteFunc is a function's name as stack traces have it, without the package.
func siteFunc(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t, format := types.Unalias(recv.Type()), "%s.%s"
	if p, ok := t.(*types.Pointer); ok {
		t, format = types.Unalias(p.Elem()), "(*%s).%s"
	}
	n, ok := t.(*types.Named)
	if !ok {
		return fn.Name()
	}
	return fmt.Sprintf(format, n.Obj().Name(), fn.Name())
}

// siteTable is the declaration for what has been printed; none if there is nothing to
// tell, or if nobody would ask: in the source itself, and where tests run.
func (f *File) siteTable(file *dst.File, printed []byte) (string, error) {
	if len(f.sites)+len(f.waits) == 0 || f.Suspend || f.InPlace {
		return "", nil
	}
	local := ""
	for name, path := range f.imports {
		if path == ir.DeferredPath && !strings.HasPrefix(name, ".") && (local == "" || name < local) {
			local = name
		}
	}
	if local == "" {
		return "", nil
	}
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, "", printed, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var at []int
	ast.Inspect(parsed, func(n ast.Node) bool {
		if l, ok := n.(*ast.FuncLit); ok {
			at = append(at, fset.Position(l.Pos()).Line)
		}
		return true
	})
	var pairs []string
	last, n := 0, 0
	dst.Inspect(file, func(node dst.Node) bool {
		l, ok := node.(*dst.FuncLit)
		if !ok {
			return true
		}
		if line := f.sites[l]; line > 0 && n < len(at) && at[n] != last {
			pairs = append(pairs, fmt.Sprintf("%d:%d", at[n], line))
			last = at[n]
		}
		n++
		return true
	})
	if n != len(at) {
		return "", fmt.Errorf("%d func literals were printed as %d", n, len(at))
	}
	source := filepath.Base(f.Fset.Position(f.Src.FileStart).Filename)
	return fmt.Sprintf("\nvar _ = %s.Sites(%q, %s)\n", local, source, wrapped(pairs, f.waits)), nil
}

// pairsPerLine and waitsPerLine keep the table as narrow as code is.
const (
	pairsPerLine = 14
	waitsPerLine = 3
)

// wrapped is a string literal, over several lines if it is long.
func wrapped(pairs, waits []string) string {
	if len(pairs) <= pairsPerLine && len(waits) == 0 || len(pairs) == 0 && len(waits) <= waitsPerLine {
		return fmt.Sprintf("%q", strings.Join(append(pairs, waits...), " "))
	}
	var b bytes.Buffer
	b.WriteString("`")
	lines := func(words []string, perLine int) {
		for len(words) > 0 {
			n := min(perLine, len(words))
			b.WriteString("\n\t" + strings.Join(words[:n], " "))
			words = words[n:]
		}
	}
	lines(pairs, pairsPerLine)
	lines(waits, waitsPerLine)
	b.WriteString("`")
	return b.String()
}
