package ir

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"path"
	"reflect"
	"strings"
)

func (p *dump) exprs(list []Expr) string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = p.expr(x)
	}
	return strings.Join(out, ", ")
}

func (p *dump) expr(x Expr) string {
	switch x := x.(type) {
	case *Syntax:
		return p.syntax(x.X)
	case *Raw:
		return p.raw(x.X)
	case *Ref:
		return x.Var.Name
	case *Not:
		return "!(" + p.expr(x.X) + ")"
	case *Binary:
		return fmt.Sprintf("%s %s %s", p.expr(x.X), x.Op, p.expr(x.Y))
	case *Unary:
		return x.Op.String() + p.expr(x.X)
	case *Int:
		return fmt.Sprint(x.Value)
	case *Convert:
		return typeString(x.Type, p.fn) + "(" + p.expr(x.X) + ")"
	case *Call:
		return p.callOf(x.Path, x.Name, x.Types, x.Args)
	case *Member:
		if x.Call {
			return p.expr(x.X) + "." + x.Name + "()"
		}
		return p.expr(x.X) + "." + x.Name
	case *Boxed:
		return x.Var.Name
	case *Index:
		return p.expr(x.X) + "[" + p.expr(x.I) + "]"
	case *From:
		return p.expr(x.X) + "[" + p.expr(x.Lo) + ":]"
	case *Closure:
		sub := p.sub(x.Func)
		sub.function(x.Func)
		return strings.TrimRight(sub.String(), "\n")
	case *Const:
		return path.Base(x.Path) + "." + x.Name
	case *Multi:
		return varList(x.Vars)
	case *Receiver:
		return "receiver " + p.syntax(x.Selector.X)
	case *FuncType:
		return "form " + typeString(x.Sig, p.fn)
	}
	panic(fmt.Sprintf("ir: unknown expression %T", x))
}

func (p *dump) callOf(pkg, name string, targs []types.Type, args []Expr) string {
	if pkg != "" {
		name = path.Base(pkg) + "." + name
	}
	for i, t := range targs {
		targ := typeString(t, p.fn)
		if i == 0 {
			name += "[" + targ
		} else {
			name += ", " + targ
		}
	}
	if len(targs) > 0 {
		name += "]"
	}
	return name + "(" + p.exprs(args) + ")"
}

// op writes an operation: a call of a callback form like the blocking call, others
// with how they are started.
func (p *dump) op(op *Op) string {
	switch op.Kind {
	case OpForm:
		return p.raw(op.Call)
	case OpThread:
		return "thread " + p.raw(op.Call)
	case OpAsk:
		return "ask " + p.raw(op.Call)
	case OpClosure:
		return "closure " + p.raw(op.Call)
	case OpRuntime, OpRangeFunc:
		return p.callOf(op.Path, op.Name, op.Types, op.Args)
	}
	panic(fmt.Sprintf("ir: unknown operation %d", op.Kind))
}

// plain writes kept code.
func (p *dump) plain(plain *Plain) {
	s := plain.S
	if as, ok := s.(*ast.AssignStmt); ok {
		fresh, widened := p.fn.Widen[as]
		if widened && !plain.Assigns {
			for _, v := range fresh {
				p.line("var %s %s", v.Name, typeString(v.Type, p.fn))
			}
		}
		if widened || plain.Assigns {
			wide := *as
			wide.Tok = token.ASSIGN
			s = &wide
		}
	}
	c := &cloner{p: p}
	p.line("%s", c.print(c.stmts([]ast.Stmt{s})))
}

// syntax is one of the user's nodes with holes filled.
func (p *dump) syntax(n ast.Node) string {
	if e, ok := n.(ast.Expr); ok {
		if h := p.fn.Holes[e]; h != nil {
			return p.expr(h)
		}
	}
	return p.raw(n)
}

// raw is one of the user's nodes; a hole for the node itself is not looked at.
func (p *dump) raw(n ast.Node) string {
	c := &cloner{p: p}
	return c.print(c.children(reflect.ValueOf(n)).Interface())
}

// cloner copies syntax without positions, so that it prints alike however it was
// laid out, and puts marks in the places of holes, jumps and defer statements.
type cloner struct {
	p     *dump
	marks []string // what stands at the marks
}

// mark is an identifier that stands for text.
func (c *cloner) mark(text string) *ast.Ident {
	c.marks = append(c.marks, text)
	return ast.NewIdent(fmt.Sprintf("\x01%d\x01", len(c.marks)-1))
}

// print formats a copy. A mark's text takes over the indentation of its line.
func (c *cloner) print(n any) string {
	var buf bytes.Buffer
	cfg := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	if err := cfg.Fprint(&buf, token.NewFileSet(), n); err != nil {
		panic(fmt.Sprintf("ir: cannot print: %v", err))
	}
	lines := strings.Split(buf.String(), "\n")
	for i, l := range lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, "\t"))]
		for m, text := range c.marks {
			l = strings.ReplaceAll(l, fmt.Sprintf("\x01%d\x01", m), strings.ReplaceAll(text, "\n", "\n"+indent))
		}
		lines[i] = l
	}
	return strings.Join(lines, "\n")
}

// stmts copies a list; a jump becomes what its block does.
func (c *cloner) stmts(list []ast.Stmt) []ast.Stmt {
	out := []ast.Stmt{}
	for _, s := range list {
		if text, ok := c.replaced(s); ok {
			out = append(out, &ast.ExprStmt{X: c.mark(text)})
			continue
		}
		out = append(out, c.children(reflect.ValueOf(s)).Interface().(ast.Stmt))
	}
	return out
}

// replaced is the text for a jump or a defer statement in kept code.
func (c *cloner) replaced(s ast.Stmt) (string, bool) {
	sub := c.p.sub(c.p.fn)
	if d, ok := s.(*ast.DeferStmt); ok && c.p.fn.Defer[d] != nil {
		sub.deferStmt(c.p.fn.Defer[d])
	} else if b := c.p.fn.Jumps[s]; b != nil && c.p.code {
		sub.block(b)
	} else if r, ok := s.(*ast.ReturnStmt); ok && c.p.fn.Tails[r] != nil {
		sub.line("Tail %s", sub.op(c.p.fn.Tails[r]))
	} else {
		return "", false
	}
	return strings.TrimRight(sub.String(), "\n"), true
}

// children copies a node whose own hole is not looked at.
func (c *cloner) children(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type().Elem())
	for i := 0; i < v.Elem().NumField(); i++ {
		out.Elem().Field(i).Set(c.field(v.Elem().Field(i), v.Type().Elem().Field(i).Name))
	}
	return out
}

// field copies a field of a node. Of positions only those stay that mean something.
func (c *cloner) field(v reflect.Value, name string) reflect.Value {
	if name == "Obj" {
		return reflect.Zero(v.Type()) // what the parser once resolved
	}
	switch x := v.Interface().(type) {
	case token.Pos:
		if x.IsValid() && (name == "Ellipsis" || name == "Lparen" || name == "Assign") {
			return v
		}
		return reflect.Zero(v.Type())
	case *ast.CommentGroup:
		return reflect.Zero(v.Type())
	case []ast.Stmt:
		return reflect.ValueOf(c.stmts(x))
	case ast.Expr:
		if h := c.p.fn.Holes[x]; h != nil {
			return reflect.ValueOf(c.mark(c.p.expr(h)))
		}
	case ast.Stmt:
		if text, ok := c.replaced(x); ok {
			return reflect.ValueOf(&ast.ExprStmt{X: c.mark(text)})
		}
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return reflect.Zero(v.Type())
		}
		n := v
		if v.Kind() == reflect.Interface {
			n = v.Elem()
		}
		return c.children(n)
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := 0; i < v.Len(); i++ {
			out.Index(i).Set(c.field(v.Index(i), name))
		}
		return out
	}
	return v
}
