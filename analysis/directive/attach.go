package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// declarations claims the directives in the doc comments of a file's
// declarations, wherever they stand: local types have fields, too.
func (p *parser) declarations(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			where := onFunc
			if n.Recv == nil {
				where |= onPlainFunc
			}
			p.attach(where, p.info.Defs[n.Name], n.Doc)
		case *ast.FuncType:
			p.params(file, n.Params)
		case *ast.GenDecl:
			p.genDecl(n)
		case *ast.TypeSpec:
			p.typeSpec(n, n.Doc, n.Comment)
		case *ast.StructType:
			p.fields(n)
		case *ast.InterfaceType:
			p.methods(n)
		}
		return true
	})
}

// genDecl claims the doc comment of a declaration without parentheses for its
// only type. On other declarations and on groups nothing can be marked.
func (p *parser) genDecl(decl *ast.GenDecl) {
	if decl.Tok == token.TYPE && !decl.Lparen.IsValid() && len(decl.Specs) == 1 {
		if spec, ok := decl.Specs[0].(*ast.TypeSpec); ok {
			p.typeSpec(spec, decl.Doc)
			return
		}
	}
	if decl.Tok == token.VAR {
		p.calls(decl)
	}
	if decl.Tok != token.IMPORT {
		p.attach(onOtherThing, nil, decl.Doc)
	}
}

func (p *parser) typeSpec(spec *ast.TypeSpec, docs ...*ast.CommentGroup) {
	where := onOtherThing
	if _, ok := ast.Unparen(spec.Type).(*ast.FuncType); ok {
		where = onFuncType
	} else if obj := p.info.Defs[spec.Name]; obj != nil && isFunc(obj.Type()) {
		where = onFuncType // type F G, where G is a func type
	}
	p.attach(where, p.info.Defs[spec.Name], docs...)
}

func (p *parser) fields(typ *ast.StructType) {
	for _, field := range typ.Fields.List {
		p.attachVars(onField, field, field.Doc, field.Comment)
	}
}

func (p *parser) methods(typ *ast.InterfaceType) {
	for _, field := range typ.Methods.List {
		where, obj := onOtherThing, types.Object(nil)
		if len(field.Names) == 1 {
			where, obj = onIfaceFunc, p.info.Defs[field.Names[0]]
		}
		p.attach(where, obj, field.Doc, field.Comment)
	}
}

// params claims the directives inside a parameter list. The parser attaches
// comments to no parameter, so lines decide.
func (p *parser) params(file *ast.File, params *ast.FieldList) {
	if params == nil || !params.Opening.IsValid() {
		return
	}
	for _, group := range file.Comments {
		if group.Pos() < params.Opening || group.End() > params.Closing {
			continue
		}
		for _, c := range group.List {
			if field := p.paramOf(params, c); field != nil {
				p.attachVars(onParam, field, &ast.CommentGroup{List: []*ast.Comment{c}})
			}
		}
	}
}

// paramOf returns the parameter on the comment's line, or else the first one
// below it. A comment inside a parameter's own type belongs to that type.
func (p *parser) paramOf(params *ast.FieldList, c *ast.Comment) *ast.Field {
	line := p.line(c.Pos())
	for _, field := range params.List {
		switch {
		case field.Pos() <= c.Pos() && c.Pos() < field.End():
			return nil
		case p.line(field.End()) == line, field.Pos() > c.Pos():
			return field
		}
	}
	return nil
}

func (p *parser) line(pos token.Pos) int { return p.fset.PositionFor(pos, false).Line }

// attachVars attaches to each name of a field or parameter. One that is not of
// func type cannot be marked.
func (p *parser) attachVars(where place, field *ast.Field, docs ...*ast.CommentGroup) {
	if typ := p.info.TypeOf(field.Type); typ != nil && !isFunc(typ) {
		where = onOtherThing
	}
	if len(field.Names) == 0 {
		p.attach(where, p.embedded(field), docs...)
		return
	}
	for i, name := range field.Names {
		if i > 0 {
			docs = p.unclaim(docs) // several names share one comment
		}
		p.attach(where, p.info.Defs[name], docs...)
	}
}

// embedded returns the object of a field or parameter without a name.
func (p *parser) embedded(field *ast.Field) types.Object {
	if v, ok := p.info.Implicits[field].(*types.Var); ok {
		return v
	}
	return nil
}

func (p *parser) unclaim(docs []*ast.CommentGroup) []*ast.CommentGroup {
	for _, doc := range docs {
		if doc != nil {
			for _, c := range doc.List {
				delete(p.claimed, c)
			}
		}
	}
	return docs
}

// attach claims every directive in docs for obj, of which where says what it
// is. Lines' directives are left for lines.
func (p *parser) attach(where place, obj types.Object, docs ...*ast.CommentGroup) {
	old := p.set.byObject[obj]
	list := old
	for _, doc := range docs {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if d, ok := p.claim(c, where); ok && obj != nil {
				list = append(list, d)
			}
		}
	}
	if obj == nil || len(list) == len(old) {
		return
	}
	p.set.Problems = append(p.set.Problems, contradictions(list)...)
	list = consistent(list)
	p.set.byObject[obj] = list
	p.checkNames(obj, list[min(len(old), len(list)):])
}

// claim reads one comment and decides whether it may stand at that place.
func (p *parser) claim(c *ast.Comment, where place) (Directive, bool) {
	d, found, err := scan(c)
	if !found || p.claimed[c] {
		return Directive{}, false
	}
	if err == nil && rules[d.Name].places == onLine {
		return Directive{}, false
	}
	p.claimed[c] = true
	if err != nil {
		p.problem(c.Pos(), err.Error())
		return Directive{}, false
	}
	if rules[d.Name].places&where == 0 {
		p.problem(c.Pos(), fmt.Sprintf("misplaced directive //evert:%s: it marks %s", d.Name, placeList(rules[d.Name].places)))
		return Directive{}, false
	}
	return d, true
}

// isFunc reports whether a value of the type can be called. A variadic
// parameter's type is asked for as it is written, so ...func() does not count.
func isFunc(typ types.Type) bool {
	if typ == nil {
		return false
	}
	_, ok := typ.Underlying().(*types.Signature)
	return ok
}
