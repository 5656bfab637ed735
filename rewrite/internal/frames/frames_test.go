package frames_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/frames"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestNew compares the layouts of the sources in testdata, or the reasons why they have
// none.
func TestNew(t *testing.T) {
	stagetest.Golden(t, *update, []string{"layout"}, func(t *testing.T, s *stagetest.Source) map[string]string {
		var out strings.Builder
		for _, decl := range s.Funcs() {
			fn, pool, err := s.Order(decl)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range fn.All() {
				if r := cps.Convert(part, pool); r != nil {
					t.Fatal(r.Reason)
				}
				simplify.Simplify(part, s.Info, func(ast.Node) bool { return false })
				simplify.Rename(part, pool)
			}
			l, reason := frames.New(&frames.Config{Info: s.Info, Pkg: s.Pkg, Outside: locals(s.Info, decl)}, fn)
			fmt.Fprintf(&out, "%s: ", decl.Name.Name)
			if l == nil {
				fmt.Fprintf(&out, "in chain style: %s\n", reason)
				continue
			}
			describe(&out, l)
		}
		return map[string]string{"layout": out.String()}
	})
}

// describe writes a layout.
func describe(out *strings.Builder, l *ir.Layout) {
	fmt.Fprintf(out, "frame(%s)\n", names(l.Fields))
	for _, w := range l.Waits {
		fmt.Fprintf(out, "\t%s needs (%s)", w.Name, names(w.Live))
		if w.Circles {
			fmt.Fprintf(out, ", again and again")
		}
		if w.Tail != nil {
			out.WriteString(", and ends")
		}
		out.WriteString("\n")
	}
	for _, o := range l.Outside {
		fmt.Fprintf(out, "\t%s outside\n", o.Name)
	}
	for _, p := range l.Defers {
		switch {
		case p.Method && p.Followed:
			fmt.Fprintf(out, "\t%s, which the frame may take over\n", p.Name)
		case p.Method:
			fmt.Fprintf(out, "\t%s\n", p.Name)
		case p.Looped():
			out.WriteString("\ta deferred call in a loop\n")
		case p.Loop != nil:
			out.WriteString("\ta deferred call that is a closure\n")
		default:
			out.WriteString("\ta deferred call that stays where it is\n")
		}
	}
	for _, p := range l.Parts {
		fmt.Fprintf(out, "\tpart %s", p.Name)
		if p.Label > 0 {
			fmt.Fprintf(out, ", loop %d", p.Label)
		}
		out.WriteString("\n")
	}
}

func names(fields []*ir.Field) string {
	var list []string
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return strings.Join(list, ", ")
}

// locals gives the local types and constants of a function the names that they have.
func locals(info *types.Info, decl *ast.FuncDecl) map[types.Object]string {
	out := map[types.Object]string{}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			switch obj := info.Defs[id].(type) {
			case *types.TypeName, *types.Const:
				out[obj] = id.Name
			}
		}
		return true
	})
	return out
}
