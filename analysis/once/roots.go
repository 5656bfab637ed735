package once

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A finding is a diagnostic before it is known that nothing stopped the walk.
type finding struct {
	pos, end token.Pos
	message  string
	related  []analysis.RelatedInformation
}

// check follows all functions that are responsible for something.
func (s *scope) check() []analysis.Diagnostic {
	for _, file := range s.files {
		expected := s.expected(file)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				if fn := s.funcs[n]; fn != nil {
					s.checkFunc(fn, expected[n])
				}
			}
			return true
		})
	}
	slices.SortStableFunc(s.list, func(a, b finding) int { return int(a.pos) - int(b.pos) })
	diags := make([]analysis.Diagnostic, len(s.list))
	for i, f := range s.list {
		diags[i] = analysis.Diagnostic{Pos: f.pos, End: f.end, Message: f.message, Related: f.related}
	}
	return diags
}

// checkFunc follows one function. If its paths are too many nothing is reported.
func (s *scope) checkFunc(fn *function, expected Fact) {
	w := &walk{scope: s, shareds: &shareds{sums: make(map[string]*summary)}, node: fn.node}
	w.completions(fn, expected)
	if len(w.comps) == 0 || len(w.comps) > maxCompletions {
		return
	}
	w.evidence = make([]bool, len(w.comps))
	defer func() {
		switch r := recover(); r.(type) {
		case nil:
			s.keep(w.finds)
		case tooMuch:
		default:
			panic(r)
		}
	}()
	st := newState(len(w.comps))
	for i, comp := range w.comps {
		if comp.kind != made {
			st.tallies[i].count = zero
		}
		for _, v := range comp.vars {
			if comp.kind == callback {
				st = st.set(v, value{kind: owned, index: i})
			}
		}
	}
	w.run(fn, nil, st)
	w.giveBack()
	for _, exit := range w.exits {
		w.judge(exit)
	}
	w.indistinct()
}

// keep takes over findings, one for each place.
func (s *scope) keep(finds []finding) {
	for _, f := range finds {
		if !s.found[f.pos] {
			s.found[f.pos] = true
			s.list = append(s.list, f)
		}
	}
}

// completions finds what a function is responsible for.
func (w *walk) completions(fn *function, fact Fact) {
	alone := true // nobody else walks through it
	switch node := fn.node.(type) {
	case *ast.FuncDecl:
		obj, _ := w.info.Defs[node.Name].(*types.Func)
		fact = w.factOf(obj).merge(fact)
	case *ast.FuncLit:
		alone = w.outer[node] == nil
	}
	for _, c := range fact.Once {
		if !c.Results {
			w.addCallback(fn, c)
		}
	}
	w.addMade(fn)
	for _, p := range fact.Pauses {
		if p.In >= 0 {
			continue // its parameter's function does
		}
		alone = true
		for _, name := range p.Names {
			if !slices.Contains(w.resumed, name) {
				continue // the directive is reported
			}
			if i := w.requestIndex(name); i >= 0 {
				w.comps[i].when = append(w.comps[i].when, p.When)
			} else {
				w.comps = append(w.comps, &completion{kind: request, name: name, when: []Condition{p.When}, active: true})
			}
		}
	}
	if alone {
		for _, name := range w.touches(fn.node) {
			if w.requestIndex(name) < 0 {
				w.comps = append(w.comps, &completion{kind: request, name: name})
			}
		}
	}
}

// addCallback adds the parameters of a contract of which the function has to call
// one.
func (w *walk) addCallback(fn *function, c Contract) {
	comp := &completion{kind: callback, when: []Condition{c.When}}
	var names []string
	i := 0
	for _, field := range fn.typ.Params.List {
		for _, name := range field.Names {
			if slices.Contains(c.Slots, i) {
				v, ok := w.info.Defs[name].(*types.Var)
				if !ok || !w.tracked(v) {
					return
				}
				comp.vars = append(comp.vars, v)
				comp.deferred = isDeferred(v.Type())
				names = append(names, name.Name)
			}
			i++
		}
		if len(field.Names) == 0 {
			i++
		}
	}
	comp.name = strings.Join(names, " or ")
	if len(comp.vars) == len(c.Slots) {
		w.comps = append(w.comps, comp)
	}
}

// addMade adds the Deferreds, and the functions of which one is to be called, that
// the function makes itself.
func (w *walk) addMade(fn *function) {
	called := make(map[ast.Expr]string)
	ast.Inspect(fn.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.AssignStmt:
			if len(n.Rhs) == 1 {
				called[ast.Unparen(n.Rhs[0])] = w.namesOf(n.Rhs[0], n.Lhs)
			}
		case *ast.ValueSpec:
			if len(n.Values) == 1 {
				called[ast.Unparen(n.Values[0])] = w.namesOf(n.Values[0], names(n))
			}
		case *ast.CallExpr:
			callee := w.staticFunc(n.Fun)
			if callee == nil {
				return true
			}
			results := false
			for _, c := range w.factOf(callee).Once {
				results = results || c.Results
			}
			if isNew(callee) || results {
				name := called[n]
				if name == "" {
					name = "the Deferred"
				}
				w.comps = append(w.comps, &completion{kind: made, name: name, deferred: isNew(callee), site: n})
			}
		}
		return true
	})
}

// namesOf returns the names of the variables that hold what a call has made.
func (w *walk) namesOf(x ast.Expr, lhs []ast.Expr) string {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return ""
	}
	callee := w.staticFunc(call.Fun)
	if callee == nil {
		return ""
	}
	slots := []int{0}
	for _, c := range w.factOf(callee).Once {
		if c.Results {
			slots = c.Slots
		}
	}
	var names []string
	for _, slot := range slots {
		if slot < len(lhs) {
			names = append(names, types.ExprString(lhs[slot]))
		}
	}
	return strings.Join(names, " or ")
}
