package frames

import (
	"go/ast"
	"strconv"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// reserved are names that every frame has already.
var reserved = []string{"Pending", "Frame", "Return", "Crash", "Resume", "Interrupt", "run", "finish", "Finish", "Fire",
	"Defers", "Defer", "DeferRecover", "DeferWait", "Fail", "Unwind", "Exited", "End"}

// name gives the fields, methods and types their names. Fields come first: they are
// the user's.
func (w *walker) name(l *ir.Layout) {
	taken := map[string]bool{}
	for _, n := range reserved {
		taken[n] = true
	}
	for _, f := range l.Fields {
		f.Name = unique(taken, f.Name)
	}
	label := 0
	for _, p := range l.Parts {
		name := p.Name
		if p.Loop != nil {
			label++
			p.Label = label
			if name == "loop" {
				name = "turn"
			}
		}
		p.Name = unique(taken, name)
	}
	w.nameDefers(l, taken)
	types := map[string]bool{}
	for _, wait := range l.Waits {
		wait.Name = unique(types, "After"+names.Upper(opName(wait.Op)))
		if wait.Circles {
			wait.After = unique(taken, names.Lower(wait.Name))
		}
	}
}

// opName is what people call an operation.
func opName(op *ir.Op) string {
	if op.Call == nil {
		return op.Name
	}
	fun := ast.Unparen(op.Call.Fun)
	for {
		switch f := fun.(type) {
		case *ast.Ident:
			return f.Name
		case *ast.SelectorExpr:
			return f.Sel.Name
		case *ast.IndexExpr:
			fun = f.X
			continue
		case *ast.IndexListExpr:
			fun = f.X
			continue
		}
		return "Call"
	}
}

// unique takes the name, or it with a number.
func unique(taken map[string]bool, name string) string {
	n := name
	for i := 2; taken[n]; i++ {
		n = name + strconv.Itoa(i)
	}
	taken[n] = true
	return n
}
