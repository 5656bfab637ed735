package steps

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// group is a list that is to be divided.
type group struct {
	*divider
	stmts  []ir.Stmt
	vars   []*variable // declared by the list itself, in order
	byKey  map[any]*variable
	before map[string]int        // the first statement that means something else by a name
	inside map[types.Object]bool // declared somewhere in the list
	bundle map[int][]*variable   // what each statement declares
	cost   []int                 // variables in use at each statement's start
	stuck  []int                 // of these, those that cannot be declared earlier
}

// variable is something that the list itself declares: a variable, a temporary, a
// type or a constant; or a variable from outside that it declares anew.
type variable struct {
	v       *ir.Var // nil for a type or a constant
	obj     types.Object
	outside bool
	fixed   bool // cannot be declared before the list
	spans   []span
}

// span is where a variable is in use: from the statement that declares it, or
// declares it anew, to the last that uses it.
type span struct{ from, to int }

// look finds the variables of a list and where they are in use.
func (d *divider) look(stmts []ir.Stmt) *group {
	g := &group{divider: d, stmts: stmts, byKey: map[any]*variable{}, before: map[string]int{},
		inside: map[types.Object]bool{}, bundle: map[int][]*variable{}}
	type mention struct {
		at int
		id *ast.Ident
	}
	var mentions []mention
	for i, s := range stmts {
		w := &walker{fn: d.fn, info: d.Info,
			use: func(key any) {
				if v := g.byKey[key]; v != nil {
					v.spans[len(v.spans)-1].to = i
				}
			},
			name: func(id *ast.Ident) { mentions = append(mentions, mention{i, id}) },
			def:  func(obj types.Object) { g.inside[obj] = true },
		}
		w.stmt(s)
		g.declare(i, s)
	}
	for _, m := range mentions {
		if _, known := g.before[m.id.Name]; !known && !g.inside[d.Info.Uses[m.id]] {
			g.before[m.id.Name] = m.at
		}
	}
	g.fix()
	g.measure()
	return g
}

// declare records what statement i declares in the list.
func (g *group) declare(i int, s ir.Stmt) {
	add := func(v *ir.Var, obj types.Object, fixed bool) {
		key := any(v)
		if obj != nil {
			key = obj
			g.inside[obj] = g.inside[obj] || g.declaredBy(s, obj)
		}
		x := g.byKey[key]
		if x == nil {
			x = &variable{v: v, obj: obj, outside: obj != nil && !g.inside[obj]}
			g.byKey[key] = x
			g.vars = append(g.vars, x)
		}
		x.fixed = x.fixed || fixed
		x.spans = append(x.spans, span{i, i})
		g.bundle[i] = append(g.bundle[i], x)
	}
	temp := func(v *ir.Var, fixed bool) { add(v, v.Obj, fixed) }
	switch s := s.(type) {
	case *ir.Bind:
		_, literal := s.X.(*ir.Closure)
		temp(s.Var, literal)
	case *ir.BindAll:
		for _, v := range s.Vars {
			temp(v, false)
		}
	case *ir.Declare:
		for _, v := range s.Vars {
			temp(v, false)
		}
	case *ir.Wait:
		for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
			if t.Kind == ir.Define {
				temp(t.Var, false)
			}
		}
	case *ir.VarSpec:
		g.declareSpec(s.Spec, add)
	case *ir.Plain:
		g.declarePlain(s.S, add)
	}
}

// declaredBy reports that s declares obj for the first time.
func (g *group) declaredBy(s ir.Stmt, obj types.Object) bool {
	var orig ast.Node
	switch s := s.(type) {
	case *ir.Wait:
		orig = s.Orig
	case *ir.Bind:
		orig = s.Orig
	case *ir.Plain:
		orig = s.S
	case *ir.VarSpec:
		orig = s.Spec
	}
	return orig == nil || obj.Pos() >= orig.Pos() && obj.Pos() < orig.End()
}

// declarePlain records what kept code declares.
func (g *group) declarePlain(s ast.Stmt, add func(*ir.Var, types.Object, bool)) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			return
		}
		for _, l := range s.Lhs {
			id := l.(*ast.Ident)
			obj := g.Info.Defs[id]
			if obj == nil {
				if obj = g.Info.Uses[id]; obj == nil || g.fn.Widen[s] != nil {
					continue // it is assigned
				}
			}
			add(&ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}, obj, g.holdsClosure(s, id))
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				if s.Decl.(*ast.GenDecl).Tok == token.VAR {
					g.declareSpec(spec, add)
					continue
				}
				for _, id := range spec.Names {
					if obj := g.Info.Defs[id]; obj != nil {
						add(nil, obj, true)
					}
				}
			case *ast.TypeSpec:
				add(nil, g.Info.Defs[spec.Name], true)
			}
		}
	case *ast.LabeledStmt:
		for name := range ir.Declared(&ir.Plain{S: s}) {
			obj := g.labeled(s, name)
			add(nil, obj, true)
		}
	}
}

// labeled finds the object that a labelled statement declares.
func (g *group) labeled(s ast.Stmt, name string) types.Object {
	var found types.Object
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name && found == nil {
			found = g.Info.ObjectOf(id)
		}
		return found == nil
	})
	return found
}

// holdsClosure reports that id gets a literal in callback form, so that its type is
// not the user's.
func (g *group) holdsClosure(s *ast.AssignStmt, id *ast.Ident) bool {
	for i, l := range s.Lhs {
		if l == id && len(s.Lhs) == len(s.Rhs) {
			return g.isClosure(s.Rhs[i])
		}
	}
	return false
}

func (g *group) isClosure(e ast.Expr) bool {
	_, closure := g.fn.Holes[ast.Unparen(e)].(*ir.Closure)
	return closure
}

// declareSpec records the variables of one specification.
func (g *group) declareSpec(spec *ast.ValueSpec, add func(*ir.Var, types.Object, bool)) {
	fixed := false
	for _, x := range spec.Values {
		fixed = fixed || g.isClosure(x)
	}
	if spec.Type != nil {
		_, hole := g.fn.Holes[spec.Type].(*ir.FuncType)
		fixed = fixed || hole
	}
	for _, id := range spec.Names {
		fixed = fixed || id.Name == "_" && len(spec.Names) > 1
	}
	for _, id := range spec.Names {
		if obj := g.Info.Defs[id]; obj != nil && id.Name != "_" {
			add(&ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}, obj, fixed)
		}
	}
}

// fix finds the variables that cannot be declared before the list. What one
// statement declares stays together.
func (g *group) fix() {
	for _, v := range g.vars {
		v.fixed = v.fixed || !v.outside && !g.movable(v)
	}
	for changed := true; changed; {
		changed = false
		for i, together := range g.bundle {
			if _, wait := g.stmts[i].(*ir.Wait); wait {
				continue
			}
			any := false
			for _, v := range together {
				any = any || v.fixed
			}
			for _, v := range together {
				changed = changed || any && !v.fixed
				v.fixed = any
			}
		}
	}
}

// movable reports that v may be declared before the list.
func (g *group) movable(v *variable) bool {
	if v.v == nil || !g.nameable(v.v.Type) {
		return false
	}
	if v.obj == nil {
		return true
	}
	if at, known := g.before[v.v.Name]; known && at <= v.spans[0].from {
		return false
	}
	// The name of a type or package may be needed to declare the others.
	for _, p := range g.Pkg.Imports() {
		if p.Name() == v.v.Name {
			return false
		}
	}
	for _, scope := range []*types.Scope{g.Pkg.Scope(), types.Universe} {
		if _, isType := scope.Lookup(v.v.Name).(*types.TypeName); isType {
			return false
		}
	}
	return true
}

// measure counts the variables that are in use where each statement starts.
func (g *group) measure() {
	g.cost, g.stuck = make([]int, len(g.stmts)+1), make([]int, len(g.stmts)+1)
	for _, v := range g.vars {
		for _, s := range v.spans {
			// In use at the starts of from+1 up to to.
			g.cost[s.from+1]++
			if s.to+1 < len(g.cost) {
				g.cost[s.to+1]--
			}
			if v.fixed {
				g.stuck[s.from+1]++
				if s.to+1 < len(g.stuck) {
					g.stuck[s.to+1]--
				}
			}
		}
	}
	for i := 1; i < len(g.cost); i++ {
		g.cost[i] += g.cost[i-1]
		g.stuck[i] += g.stuck[i-1]
	}
}
