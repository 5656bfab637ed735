package emit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
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

// continues notes that lit is the continuation of a wait.
func (e *emitter) continues(lit dst.Expr, wait *ir.Wait) {
	l, ok := lit.(*dst.FuncLit)
	if !ok || wait.Op.Site == nil {
		return
	}
	e.file.sites[l] = e.file.Fset.Position(wait.Op.Site.Pos()).Line
}

// siteTable is the declaration for what has been printed; none if there is nothing to
// tell, or if nobody would ask: in the source itself, and where tests run.
func (f *File) siteTable(file *dst.File, printed []byte) (string, error) {
	if len(f.sites) == 0 || f.Suspend || f.InPlace {
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
	return fmt.Sprintf("\nvar _ = %s.Sites(%q, %s)\n", local, source, wrapped(pairs)), nil
}

// pairsPerLine keeps the table as narrow as code is.
const pairsPerLine = 14

// wrapped is a string literal, over several lines if it is long.
func wrapped(pairs []string) string {
	if len(pairs) <= pairsPerLine {
		return fmt.Sprintf("%q", strings.Join(pairs, " "))
	}
	var b bytes.Buffer
	b.WriteString("`")
	for len(pairs) > 0 {
		n := min(pairsPerLine, len(pairs))
		b.WriteString("\n\t" + strings.Join(pairs[:n], " "))
		pairs = pairs[n:]
	}
	b.WriteString("`")
	return b.String()
}
