package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// directWait reports `x, y := wait()`, which is handled where targets are.
func (b *builder) directWait(as *ast.AssignStmt) bool {
	return len(as.Rhs) == 1 && b.ops[unparen(as.Rhs[0])] != nil
}

// redeclare looks at a `:=` that assigns to variables declared before. In a
// continuation it would make new ones; where that could be noticed, the new
// variables are declared first and `=` assigns to all.
func (b *builder) redeclare(as *ast.AssignStmt) {
	var fresh []*ir.Var
	var again []types.Object
	assigns := false
	for _, l := range as.Lhs {
		id := l.(*ast.Ident)
		if obj := b.Info.Defs[id]; obj != nil {
			fresh = append(fresh, &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj})
		} else if obj := b.Info.Uses[id]; obj != nil {
			again = append(again, obj)
			assigns = assigns || !b.shadowable(obj, as.Pos())
		}
	}
	if assigns {
		b.fn.Widen[as] = fresh
		return
	}
	for _, obj := range again {
		b.param[obj] = false
		b.anew[obj] = as.Pos()
	}
}

// shadowable reports that a new variable may take obj's place from pos on: nobody
// else knows obj, no goto leads back to where it is obj, and it is not left unused.
func (b *builder) shadowable(obj types.Object, pos token.Pos) bool {
	if b.use.captured[obj] || b.use.addressed[obj] || b.isResult(obj) && b.fn.Named || b.comesBack(obj, pos) {
		return false
	}
	from := obj.Pos()
	if p, ok := b.anew[obj]; ok {
		from = p
	}
	return b.param[obj] || b.isParamOrResult(obj) || b.readBetween(obj, from, pos)
}

// defined notes that the i-th result of op defines a variable at pos: as a
// parameter of the continuation, which may stay unused, unless it is one of
// several values, which the continuation unpacks.
func (b *builder) defined(obj types.Object, pos token.Pos, op *ir.Op, i int) {
	b.param[obj] = len(op.Shape.Values) == 1 || i >= len(op.Shape.Values)
	b.anew[obj] = pos
}

// comesBack reports a goto after pos to a label between obj's declaration and pos.
func (b *builder) comesBack(obj types.Object, pos token.Pos) bool {
	for _, l := range b.labeled {
		if l.Pos() < obj.Pos() || l.Pos() > pos {
			continue
		}
		for _, from := range b.gotos[l.Label.Name] {
			if from > pos {
				return true
			}
		}
	}
	return false
}

func (b *builder) isResult(obj types.Object) bool {
	for _, v := range b.fn.Results {
		if v != nil && v.Obj == obj {
			return true
		}
	}
	return false
}

func (b *builder) isParamOrResult(obj types.Object) bool {
	params := b.fn.Sig.Params()
	for i := 0; i < params.Len(); i++ {
		if params.At(i) == obj {
			return true
		}
	}
	return obj == b.fn.Sig.Recv()
}
