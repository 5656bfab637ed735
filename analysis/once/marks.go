package once

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/directive"
)

// readMarks turns the package's directives into facts.
func (s *scope) readMarks() {
	for _, obj := range s.marks.Objects() {
		sig, _ := obj.Type().Underlying().(*types.Signature)
		if sig == nil {
			continue
		}
		var list []directive.Directive
		switch obj := obj.(type) {
		case *types.Func:
			list = s.marks.Func(obj)
		case *types.TypeName:
			list = s.marks.Type(obj)
		case *types.Var:
			list = s.marks.Var(obj)
		}
		var fact Fact
		for _, d := range list {
			fact = fact.add(s.read(d, sig, obj.Pos()))
		}
		if !fact.empty() {
			s.facts[obj] = fact
			s.know(fact)
		}
	}
	s.own = s.readCalls()
	for _, call := range s.own {
		s.addCall(call)
	}
}

// readCalls turns the directives about functions of other packages into facts.
func (s *scope) readCalls() []Call {
	facts := make(map[*types.Func]Fact)
	for _, call := range s.marks.Calls() {
		facts[call.Func] = facts[call.Func].add(s.read(call.Directive, call.Func.Signature(), call.Pos))
	}
	var list []Call
	for fn, fact := range facts {
		if !fact.empty() {
			list = append(list, Call{fn.Pkg().Path(), fn.FullName(), fact})
		}
	}
	slices.SortFunc(list, func(a, b Call) int { return cmp.Compare(a.Symbol, b.Symbol) })
	return list
}

// problems finds what is paused and never resumed: a name is misspelled, or the pack
// that describes the host is not imported.
func (s *scope) problems() (list []analysis.Diagnostic) {
	report := func(d directive.Directive) {
		for _, name := range d.List {
			if d.Name == directive.Pauses && !slices.Contains(s.resumed, name) {
				list = append(list, analysis.Diagnostic{
					Pos: d.Pos, Message: fmt.Sprintf("//evert:pauses: nothing is known to resume the %s: no //evert:resumes %s here or in an imported package", name, name),
				})
			}
		}
	}
	for _, obj := range s.marks.Objects() {
		if fn, ok := obj.(*types.Func); ok {
			for _, d := range s.marks.Func(fn) {
				report(d)
			}
		}
	}
	for _, call := range s.marks.Calls() {
		report(call.Directive)
	}
	return list
}

// addCall adds what a pack says.
func (s *scope) addCall(call Call) {
	s.packs[call.Symbol] = call.Fact.merge(s.packs[call.Symbol])
	s.described[call.Path] = true
	s.know(call.Fact)
	if len(call.Fact.Resumes) > 0 {
		s.hosts[call.Path] = true
	}
}

// know notes the names of what can be paused.
func (s *scope) know(fact Fact) {
	s.names = union(s.names, fact.Resumes)
	s.resumed = union(s.resumed, fact.Resumes)
	for _, p := range fact.Pauses {
		s.names = union(s.names, p.Names)
	}
}

// read turns one directive into a fact. What names nothing has been reported by
// package directive, and is left out.
func (s *scope) read(d directive.Directive, sig *types.Signature, pos token.Pos) Fact {
	switch d.Name {
	case directive.Once:
		c := Contract{}
		for _, name := range d.List {
			slot, ok := directive.FindSlot(sig, name)
			if !ok {
				return Fact{}
			}
			c.Slots = append(c.Slots, slot.Index)
			c.Results = slot.Result
		}
		when, ok := s.condition(d, sig, pos)
		if c.When = when; ok {
			return Fact{Once: []Contract{c}}
		}
	case directive.Pauses:
		p := Pause{Names: d.List, In: -1}
		if name := d.Args["in"]; name != "" {
			slot, ok := directive.FindSlot(sig, name)
			if !ok || slot.Result {
				return Fact{}
			}
			p.In = slot.Index
			if sig, ok = sig.Params().At(slot.Index).Type().Underlying().(*types.Signature); !ok {
				return Fact{}
			}
		}
		when, ok := s.condition(d, sig, pos)
		if p.When = when; ok {
			return Fact{Pauses: []Pause{p}}
		}
	case directive.Resumes:
		return Fact{Resumes: d.List}
	}
	return Fact{}
}

// condition reads what stands after if or unless.
func (s *scope) condition(d directive.Directive, sig *types.Signature, pos token.Pos) (Condition, bool) {
	kind, name := NonZero, d.Args["if"]
	if name == "" {
		kind, name = Zero, d.Args["unless"]
	}
	if name == "" {
		return Condition{}, true
	}
	if slot, ok := directive.FindSlot(sig, name); ok {
		return Condition{Kind: kind, Result: slot.Index}, slot.Result
	}
	c := directive.FindConst(s.pkg, pos, name)
	if c == nil || kind != NonZero {
		return Condition{}, false
	}
	i := directive.ResultOf(sig, c)
	return Condition{Kind: Equal, Result: max(i, 0), Value: exact(c.Val())}, i >= 0
}

func exact(v constant.Value) string { return v.ExactString() }

// factOf returns what is known of a function, an own one or another package's.
func (s *scope) factOf(fn *types.Func) Fact {
	if fn == nil {
		return Fact{}
	}
	if fact, ok := s.known[fn]; ok {
		return fact
	}
	fact := s.lookup(fn)
	if recv := fn.Signature().Recv(); recv != nil && !types.IsInterface(recv.Type()) {
		for _, method := range s.promises {
			if method.Name() == fn.Name() && implements(recv.Type(), method) {
				fact = fact.merge(s.lookup(method))
			}
		}
	}
	s.known[fn] = fact
	return fact
}

// lookup is factOf without what interfaces say of their methods.
func (s *scope) lookup(obj types.Object) Fact {
	fact, ok := s.facts[obj]
	if !ok && obj.Pkg() != s.pkg {
		fact, _ = s.imported(obj)
	}
	if fn, ok := obj.(*types.Func); ok {
		if packed, ok := s.packs[fn.FullName()]; ok {
			fact = fact.merge(packed)
		}
	}
	return fact
}

// implements reports whether the type of a method's receiver has an interface's
// methods.
func implements(recv types.Type, method *types.Func) bool {
	iface, ok := method.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return false
	}
	if _, isPtr := types.Unalias(recv).(*types.Pointer); !isPtr {
		recv = types.NewPointer(recv)
	}
	return types.Implements(recv, iface)
}

// findPromises finds the methods of interfaces that have facts: what they say
// holds for the methods that implement them.
func (s *scope) findPromises() {
	add := func(obj types.Object) {
		fn, ok := obj.(*types.Func)
		if ok && fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) && !slices.Contains(s.promises, fn) {
			s.promises = append(s.promises, fn)
		}
	}
	for obj := range s.facts {
		add(obj)
	}
	for _, obj := range s.allObjects() {
		add(obj)
	}
	if len(s.packs) > 0 {
		seen := map[*types.Package]bool{}
		s.packedMethods(s.pkg, seen, add)
	}
	slices.SortFunc(s.promises, func(a, b *types.Func) int { return cmp.Compare(a.FullName(), b.FullName()) })
}

// packedMethods finds the methods of interfaces that packs describe among the
// packages that pkg imports.
func (s *scope) packedMethods(pkg *types.Package, seen map[*types.Package]bool, add func(types.Object)) {
	if seen[pkg] {
		return
	}
	seen[pkg] = true
	if s.described[pkg.Path()] {
		for _, name := range pkg.Scope().Names() {
			typ, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok {
				continue
			}
			iface, ok := typ.Type().Underlying().(*types.Interface)
			if !ok {
				continue
			}
			for i := range iface.NumMethods() {
				if fn := iface.Method(i); s.packs[fn.FullName()].hasAny() {
					add(fn)
				}
			}
		}
	}
	for _, imp := range pkg.Imports() {
		s.packedMethods(imp, seen, add)
	}
}

func (f Fact) hasAny() bool { return !f.empty() }
