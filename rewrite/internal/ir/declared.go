package ir

import (
	"go/ast"
	"go/token"
)

// Declared returns the names that s declares in the block it stands in.
func Declared(s Stmt) map[string]bool {
	out := map[string]bool{}
	add := func(vars ...*Var) {
		for _, v := range vars {
			if v != nil && v.Name != "_" {
				out[v.Name] = true
			}
		}
	}
	switch s := s.(type) {
	case *Plain:
		if !s.Assigns {
			declaredByStmt(s.S, out)
		}
	case *VarSpec:
		for _, id := range s.Spec.Names {
			out[id.Name] = true
		}
	case *Bind:
		add(s.Var)
	case *BindAll:
		add(s.Vars...)
	case *Declare:
		add(s.Vars...)
	case *Steps:
		add(s.Vars...)
	case *Wait:
		for _, t := range append(append([]Target(nil), s.Values...), s.Err) {
			if t.Kind == Define {
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
