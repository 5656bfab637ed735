package emit

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// A method may declare what only another one reads, which has it from a wait of its own. The
// compiler wants every variable read, so that one has to be, or is left out.

// use is _ = name.
func use(name string) dst.Stmt {
	return assign(token.ASSIGN, []dst.Expr{ident("_")}, ident(name))
}

// uses has a use of each of some variables that the method declares and does not read.
func (e *emitter) uses(vars ...*ir.Var) []dst.Stmt {
	var out []dst.Stmt
	for _, v := range vars {
		if v == nil || v.Name == "_" {
			continue
		}
		if _, unread := e.slow.boxes.unread[ir.VarKey(v)]; unread {
			out = append(out, use(v.Name))
		}
	}
	return out
}

// idle reports a variable with which the method does nothing at all.
func (e *emitter) idle(v *ir.Var) bool {
	set, unread := e.slow.boxes.unread[ir.VarKey(v)]
	return unread && !set
}

// declares are the variables that a specification declares.
func (e *emitter) declares(s *ast.ValueSpec) []*ir.Var {
	var out []*types.Var
	for _, id := range s.Names {
		if v, ok := e.file.Info.Defs[id].(*types.Var); ok {
			out = append(out, v)
		}
	}
	return varsOf(out)
}

func varsOf(list []*types.Var) []*ir.Var {
	var out []*ir.Var
	for _, v := range list {
		out = append(out, &ir.Var{Name: v.Name(), Type: v.Type(), Obj: v})
	}
	return out
}

// unreadSpec writes a specification of which no variable is in the frame: nothing is left
// of `var x T` if the method does nothing with x.
func (e *emitter) unreadSpec(s *ast.ValueSpec) []dst.Stmt {
	vars := e.declares(s)
	if len(s.Values) == 0 && !slices.ContainsFunc(vars, func(v *ir.Var) bool { return !e.idle(v) }) {
		return nil
	}
	return append([]dst.Stmt{e.varSpec(s)}, e.uses(vars...)...)
}

// boundUnread is what the first case of a type switch begins with if no case reads the
// switch's variable.
func (e *emitter) boundUnread(first *ast.CaseClause, v *types.Var) []dst.Stmt {
	for n, obj := range e.file.Info.Implicits {
		other, ok := n.(*ast.CaseClause)
		if !ok || obj.Pos() != v.Pos() {
			continue
		}
		_, unread := e.slow.boxes.unread[obj]
		if !unread || other.Pos() < first.Pos() {
			return nil
		}
	}
	return []dst.Stmt{use(v.Name())}
}
