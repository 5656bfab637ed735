package ir

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Ordered prints the ordered form of fn:
//
//	Wait v, err = fetch(n)       v and err are declared
//	Wait err=newErr = fetch(n)   the error comes as newErr and err is set to it
//	Wait v, pass = fetch(n)      the chain's error side passes the error on
//	If c {                       an If of this package; a kept one is an `if`
//
// Code that is kept is printed as it is, with holes filled.
func (fn *Func) Ordered() string {
	p := &dump{fn: fn}
	p.function(fn)
	return p.String()
}

// Continuation prints the continuation form of fn:
//
//	join rest:                  a join point, its code below
//	await fetch(n) -> (v, err): a wait, its continuation below
//	goto rest; again loop; finish v, nil
//
// A block that ends without one of the tails falls out.
func (fn *Func) Continuation() string {
	p := &dump{fn: fn, code: true}
	p.function(fn)
	return p.String()
}

// dump writes one of the two forms.
type dump struct {
	strings.Builder
	fn     *Func
	code   bool // the continuation form
	indent int
}

// line writes one line; text of several lines is indented as a whole.
func (p *dump) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		p.WriteString(strings.Repeat("\t", p.indent) + l + "\n")
	}
}

// sub is a dump for text that becomes part of a line.
func (p *dump) sub(fn *Func) *dump { return &dump{fn: fn, code: p.code} }

// nested writes what body writes one step to the right.
func (p *dump) nested(body func()) {
	p.indent++
	body()
	p.indent--
}

// function writes fn's header, or nothing for the body of a loop, and its body.
func (p *dump) function(fn *Func) {
	name := "func"
	if fn.Decl != nil && fn.Lit == nil && fn.Turns == nil {
		name = "func " + fn.Decl.Name.Name
	}
	header := name + strings.TrimPrefix(typeString(fn.Sig, fn), "func")
	if fn.Turns != nil {
		header = "turn(" + varList(fn.Params) + ")"
	}
	for _, mark := range []struct {
		set  bool
		text string
	}{{fn.Leaf, " leaf"}, {fn.Defers, " defers"}, {fn.Named, " named"}} {
		if mark.set {
			header += mark.text
		}
	}
	p.line("%s {", header)
	p.nested(func() {
		if p.code {
			p.block(fn.Code)
		} else {
			p.stmts(fn.Body)
		}
	})
	p.line("}")
}

func (p *dump) stmts(list []Stmt) {
	for _, s := range list {
		p.stmt(s)
	}
}

// braces writes header { list }.
func (p *dump) braces(header string, list []Stmt) {
	p.line("%s {", header)
	p.nested(func() { p.stmts(list) })
	p.line("}")
}

func (p *dump) stmt(s Stmt) {
	switch s := s.(type) {
	case *Plain:
		p.plain(s)
	case *Steps:
		p.steps(s)
	case *Bind, *BindAll, *Declare, *Set, *SetResults, *VarSpec:
		p.line("%s", p.simple(s))
	case *Wait:
		targets := p.targets(s)
		if targets != "" {
			targets += " = "
		}
		p.line("Wait %s%s", targets, p.op(s.Op))
	case *If:
		p.ifStmt(s)
	case *Scope:
		p.braces("Scope", s.List)
	case *Loop:
		p.loop(s)
	case *Switch:
		p.switchStmt(s)
	case *Return:
		p.line("Return %s", p.exprs(s.Results))
	case *Tail:
		p.line("Tail %s", p.op(s.Op))
	case *Jump:
		p.line("Jump %s", s.Tok)
	case *Label:
		p.line("Label %s%s", s.Name, directions(s))
	case *RangeFunc:
		p.line("RangeFunc %s = %s", varName(s.Exit), p.op(s.Op))
	case *Machine:
		p.machine(s)
	case *Here:
		p.line("Here %s", s.Join.Name)
	case *Defer:
		p.deferStmt(s)
	default:
		panic(fmt.Sprintf("ir: unknown statement %T", s))
	}
}

// steps writes the variables that the parts share, and the parts.
func (p *dump) steps(s *Steps) {
	p.line("Steps %s {", varList(s.Vars))
	for i, part := range s.Parts {
		if i > 0 {
			p.line("-- step %d", i+1)
		}
		p.nested(func() { p.stmts(part) })
	}
	p.line("}")
}

// simple is a statement without statements inside.
func (p *dump) simple(s Stmt) string {
	switch s := s.(type) {
	case *Bind:
		if s.Typed {
			return fmt.Sprintf("var %s %s = %s", s.Var.Name, typeString(s.Var.Type, p.fn), p.expr(s.X))
		}
		return s.Var.Name + " := " + p.expr(s.X)
	case *BindAll:
		return varList(s.Vars) + " := " + p.expr(s.X)
	case *Declare:
		var out []string
		for _, v := range s.Vars {
			out = append(out, fmt.Sprintf("var %s %s", v.Name, typeString(v.Type, p.fn)))
		}
		return strings.Join(out, "\n")
	case *Set:
		if s.Tok == token.INC || s.Tok == token.DEC {
			return p.exprs(s.Lhs) + s.Tok.String()
		}
		return fmt.Sprintf("%s %s %s", p.exprs(s.Lhs), s.Tok, p.exprs(s.Rhs))
	case *SetResults:
		return "results = " + p.exprs(s.Rhs)
	case *VarSpec:
		return "var " + p.syntax(s.Spec)
	}
	panic(fmt.Sprintf("ir: %T is not a simple statement", s))
}

func directions(l *Label) string {
	out := ""
	if l.Forward {
		out += " forward"
	}
	if l.Backward {
		out += " backward"
	}
	return out
}

func (p *dump) ifStmt(s *If) {
	header := "If "
	if s.Init {
		header += p.syntax(s.Orig.Init) + "; "
	}
	p.line("%s%s {", header, p.expr(s.Cond))
	p.nested(func() { p.stmts(s.Then) })
	if s.Else != nil {
		p.line("} else {")
		p.nested(func() { p.stmts(s.Else) })
	}
	p.line("}")
}

func (p *dump) loop(s *Loop) {
	header := "Loop"
	if s.Label != "" {
		header += " " + s.Label
	}
	for _, t := range s.Turn {
		header += fmt.Sprintf(" %s from %s", t.Var.Name, t.Next.Name)
	}
	p.line("%s {", header)
	p.nested(func() {
		p.stmts(s.Head)
		if len(s.Head) > 0 && len(s.Body) > 0 {
			p.line("-- body")
		}
		p.stmts(s.Body)
		if len(s.Post) > 0 {
			p.line("-- post")
		}
		p.stmts(s.Post)
	})
	p.line("}")
}

func (p *dump) switchStmt(s *Switch) {
	p.line("Switch %s {", p.switchHeader(s.Orig, s.Init, s.Tag))
	for _, c := range s.Clauses {
		p.line("%s", p.clause(c.Orig, c.Values, c.Received))
		p.nested(func() {
			p.stmts(c.Body)
			if c.Fallthrough {
				p.line("fallthrough")
			}
		})
	}
	p.line("}")
}

// switchHeader is what a switch switches over.
func (p *dump) switchHeader(orig ast.Stmt, init bool, tag Expr) string {
	var out []string
	add := func(n ast.Node) { out = append(out, p.syntax(n)) }
	switch o := orig.(type) {
	case nil:
		return p.expr(tag)
	case *ast.SwitchStmt:
		if init {
			add(o.Init)
		}
		if o.Tag != nil {
			add(o.Tag)
		}
	case *ast.TypeSwitchStmt:
		if init {
			add(o.Init)
		}
		add(o.Assign)
	case *ast.SelectStmt:
		return "select"
	default:
		panic(fmt.Sprintf("ir: unknown switch %T", orig))
	}
	return strings.Join(out, "; ")
}

// received are the variables that a case receives into before its own left side
// is assigned to.
func (p *dump) received(vars []*Var) string {
	if vars == nil {
		return ""
	}
	var names []string
	for _, v := range vars {
		if v == nil {
			v = &Var{Name: "_"}
		}
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ") + " for "
}

// clause is the head of a case.
func (p *dump) clause(orig ast.Stmt, values []Expr, received []*Var) string {
	var list []string
	switch o := orig.(type) {
	case nil:
		for _, v := range values {
			list = append(list, p.expr(v))
		}
	case *ast.CaseClause:
		for _, e := range o.List {
			list = append(list, p.syntax(e))
		}
	case *ast.CommClause:
		if o.Comm != nil {
			list = append(list, p.received(received)+p.syntax(o.Comm))
		}
	default:
		panic(fmt.Sprintf("ir: unknown clause %T", orig))
	}
	if len(list) == 0 {
		return "default:"
	}
	return "case " + strings.Join(list, ", ") + ":"
}

func (p *dump) machine(s *Machine) {
	p.line("Machine {")
	for i, seg := range s.Segments {
		if i > 0 {
			p.line("%s:", s.Labels[i-1])
		}
		p.nested(func() { p.stmts(seg) })
	}
	p.line("}")
}

// deferStmt writes what registers a deferred call, under the runtime's names.
func (p *dump) deferStmt(d *Defer) {
	p.stmts(p.fn.Lets[d.Orig])
	how := "DeferRecover"
	switch {
	case d.Op != nil:
		how = "DeferWait"
	case d.Simple:
		how = "Defer"
	}
	p.line("%s %s", how, p.syntax(d.Orig.Call))
}

// targets lists what becomes of a wait's results.
func (p *dump) targets(w *Wait) string {
	var out []string
	any := false
	add := func(t Target) {
		switch t.Kind {
		case Discard:
			out = append(out, "_")
			return
		case Define:
			out = append(out, t.Var.Name)
		case Assign:
			out = append(out, t.Var.Name+"="+t.Name)
		default:
			panic(fmt.Sprintf("ir: unknown target %d", t.Kind))
		}
		any = true
	}
	for _, t := range w.Values {
		add(t)
	}
	switch {
	case w.PassErr:
		out, any = append(out, "pass"), true
	case w.Op.Shape.Err:
		add(w.Err)
	}
	if !any {
		return ""
	}
	return strings.Join(out, ", ")
}

func varName(v *Var) string {
	if v == nil {
		return "_"
	}
	return v.Name
}

func varList(vars []*Var) string {
	out := make([]string, len(vars))
	for i, v := range vars {
		out[i] = varName(v)
	}
	return strings.Join(out, ", ")
}

// typeString writes a type with package names; that of fn's package is left out.
func typeString(t types.Type, fn *Func) string {
	return types.TypeString(t, func(p *types.Package) string {
		if fn.Obj != nil && fn.Obj.Pkg() == p || fn.Outer != nil && fn.Outer.Obj.Pkg() == p {
			return ""
		}
		return p.Name()
	})
}
