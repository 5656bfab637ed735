package cps

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Declared returns the names that s declares in the block it stands in.
func Declared(s ir.Stmt) map[string]bool {
	out := map[string]bool{}
	add := func(vars ...*ir.Var) {
		for _, v := range vars {
			if v != nil && v.Name != "_" {
				out[v.Name] = true
			}
		}
	}
	switch s := s.(type) {
	case *ir.Plain:
		declaredByStmt(s.S, out)
	case *ir.VarSpec:
		for _, id := range s.Spec.Names {
			out[id.Name] = true
		}
	case *ir.Bind:
		add(s.Var)
	case *ir.BindAll:
		add(s.Vars...)
	case *ir.Declare:
		add(s.Vars...)
	case *ir.Wait:
		for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
			if t.Kind == ir.Define {
				add(t.Var)
			}
		}
	}
	return out
}

func declaredByStmt(s ast.Stmt, out map[string]bool) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			for _, l := range s.Lhs {
				if id, ok := l.(*ast.Ident); ok && id.Name != "_" {
					out[id.Name] = true
				}
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					out[id.Name] = true
				}
			case *ast.TypeSpec:
				out[spec.Name.Name] = true
			}
		}
	case *ast.LabeledStmt:
		declaredByStmt(s.Stmt, out)
	}
}
