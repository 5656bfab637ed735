package emit

import (
	"fmt"
	"go/token"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/dave/dst"
)

// Constructors for syntax, each documented by what it writes.

// star is *x.
func star(x dst.Expr) dst.Expr { return &dst.StarExpr{X: x} }

// index is x[args].
func index(x dst.Expr, args ...dst.Expr) dst.Expr {
	if len(args) == 0 {
		return x
	}
	if len(args) == 1 {
		return &dst.IndexExpr{X: x, Index: args[0]}
	}
	return &dst.IndexListExpr{X: x, Indices: args}
}

// call is fun(args).
func call(fun dst.Expr, args ...dst.Expr) *dst.CallExpr {
	return &dst.CallExpr{Fun: fun, Args: args}
}

// sel is x.name.
func sel(x dst.Expr, name string) dst.Expr {
	return &dst.SelectorExpr{X: x, Sel: dst.NewIdent(name)}
}

func ident(name string) *dst.Ident { return dst.NewIdent(name) }

// intLit is n.
func intLit(n int) dst.Expr {
	if n < 0 {
		return &dst.UnaryExpr{Op: token.SUB, X: intLit(-n)}
	}
	return &dst.BasicLit{Kind: token.INT, Value: strconv.Itoa(n)}
}

// ret is return x.
func ret(x ...dst.Expr) *dst.ReturnStmt { return line(&dst.ReturnStmt{Results: x}) }

// define is a, b := x.
func define(x dst.Expr, names ...string) dst.Stmt { return assign(token.DEFINE, idents(names), x) }

func idents(names []string) []dst.Expr {
	out := make([]dst.Expr, len(names))
	for i, n := range names {
		out[i] = ident(n)
	}
	return out
}

// assign is lhs tok rhs.
func assign(tok token.Token, lhs []dst.Expr, rhs ...dst.Expr) dst.Stmt {
	return line(&dst.AssignStmt{Lhs: lhs, Tok: tok, Rhs: rhs})
}

// varDecl is var name typ, or var name typ = x.
func varDecl(name string, typ dst.Expr, x ...dst.Expr) dst.Stmt {
	return line(&dst.DeclStmt{Decl: &dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{
		&dst.ValueSpec{Names: []*dst.Ident{ident(name)}, Type: typ, Values: x},
	}}})
}

// param is name typ.
func param(name string, typ dst.Expr) *dst.Field {
	return &dst.Field{Names: []*dst.Ident{ident(name)}, Type: typ}
}

// funcLit is func(params) results { body }.
func funcLit(params []*dst.Field, results []dst.Expr, body []dst.Stmt) *dst.FuncLit {
	t := &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}
	if len(results) > 0 {
		t.Results = &dst.FieldList{}
		for _, r := range results {
			t.Results.List = append(t.Results.List, &dst.Field{Type: r})
		}
	}
	return &dst.FuncLit{Type: t, Body: block(body)}
}

// block is { list }.
func block(list []dst.Stmt) *dst.BlockStmt {
	if len(list) > 0 {
		// No empty line after an opening brace.
		if d := list[0].Decorations(); d.Before == dst.EmptyLine {
			d.Before = dst.NewLine
		}
	}
	return &dst.BlockStmt{List: list}
}

// line puts a new statement on lines of its own.
func line[S dst.Stmt](s S) S {
	s.Decorations().Before = dst.NewLine
	s.Decorations().After = dst.NewLine
	return s
}

// comment is // text, at the end of the line that n starts on.
func comment(text string) string { return fmt.Sprintf("// %s", text) }

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
