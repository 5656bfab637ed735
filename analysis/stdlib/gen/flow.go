package main

import (
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A flow says what a function does with its parameters, by index; -1 is the
// receiver.
type flow struct {
	calls map[int]bool            // calls it in place
	uses  map[int]map[string]bool // calls these methods of it, or of what it holds
	wraps map[int]bool            // returns something that holds it
	keeps map[int]map[int]bool    // stores it in what these other parameters point to
}

// ioMethods are the methods whose blocking depends on the value: the rest is of
// no interest, or blocks by contract.
var ioMethods = map[string]bool{
	"Read": true, "Write": true, "ReadAt": true, "WriteAt": true, "ReadByte": true, "WriteByte": true,
	"ReadRune": true, "WriteRune": true, "WriteString": true, "ReadFrom": true, "WriteTo": true,
}

func newFlow() *flow {
	return &flow{
		calls: make(map[int]bool),
		uses:  make(map[int]map[string]bool),
		wraps: make(map[int]bool),
		keeps: make(map[int]map[int]bool),
	}
}

// computeFlows finds the least flows: a parameter handed on to a static callee
// has the callee's flow, so the functions are gone through until nothing is
// added.
func (p *program) computeFlows() {
	p.flows = make(map[*ssa.Function]*flow)
	for _, f := range p.funcs {
		p.flows[f] = newFlow()
	}
	for changed := true; changed; {
		changed = false
		for _, f := range p.funcs {
			if len(f.Blocks) > 0 && !stopped(p.names[f]) && p.updateFlow(f) {
				changed = true
			}
		}
	}
}

// updateFlow looks at a function's parameters once more.
func (p *program) updateFlow(f *ssa.Function) (changed bool) {
	fl := p.flows[f]
	for i, param := range f.Params {
		index := paramIndex(f, i)
		if _, basic := param.Type().Underlying().(*types.Basic); basic {
			continue
		}
		t := p.trace(param)
		if t.called && (index >= 0 || isFunc(param.Type())) {
			changed = include(fl.calls, index) || changed
		}
		if t.returned && index >= 0 {
			changed = include(fl.wraps, index) || changed
		}
		for method := range t.methods {
			changed = includeIn(fl.uses, index, method) || changed
		}
		for keeper := range t.keepers {
			if to := paramIndex(f, slices.Index(f.Params, keeper)); to != index {
				changed = includeIn(fl.keeps, index, to) || changed
			}
		}
	}
	return changed
}

// paramIndex turns an index into SSA's parameters, of which the receiver is the
// first, into that of a flow.
func paramIndex(f *ssa.Function, i int) int {
	if f.Signature.Recv() != nil {
		return i - 1
	}
	return i
}

func include[K comparable](set map[K]bool, k K) (added bool) {
	added = !set[k]
	set[k] = true
	return added
}

func includeIn[K comparable](sets map[int]map[K]bool, i int, k K) (added bool) {
	if sets[i] == nil {
		sets[i] = make(map[K]bool)
	}
	return include(sets[i], k)
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// A tracer follows one value through the body it appears in. It does not tell
// fields apart: whatever is loaded from something that holds the value is taken
// for the value.
type tracer struct {
	p        *program
	seen     map[ssa.Value]bool
	work     []ssa.Value
	called   bool
	returned bool
	methods  map[string]bool
	keepers  map[*ssa.Parameter]bool // stored in what these point to
}

func (p *program) trace(v ssa.Value) *tracer {
	t := &tracer{p: p, seen: make(map[ssa.Value]bool), methods: make(map[string]bool), keepers: make(map[*ssa.Parameter]bool)}
	t.add(v)
	for len(t.work) > 0 {
		v := t.work[len(t.work)-1]
		t.work = t.work[:len(t.work)-1]
		if refs := v.Referrers(); refs != nil {
			for _, in := range *refs {
				t.instr(v, in)
			}
		}
	}
	return t
}

func (t *tracer) add(v ssa.Value) {
	if v != nil && !t.seen[v] {
		t.seen[v] = true
		t.work = append(t.work, v)
	}
}

// instr looks at one use of a value that is followed.
func (t *tracer) instr(v ssa.Value, in ssa.Instruction) {
	switch in := in.(type) {
	case *ssa.Phi, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.TypeAssert, *ssa.Extract,
		*ssa.Slice, *ssa.FieldAddr, *ssa.Field, *ssa.IndexAddr, *ssa.Index, *ssa.Range, *ssa.Next:
		t.add(in.(ssa.Value))
	case *ssa.Lookup:
		if in.X == v {
			t.add(in)
		}
	case *ssa.UnOp:
		if in.Op == token.MUL {
			t.add(in)
		}
	case *ssa.Store:
		if in.Val == v {
			t.keep(in.Addr)
		}
	case *ssa.MapUpdate:
		if in.Map != v {
			t.keep(in.Map)
		}
	case *ssa.MakeClosure:
		t.closure(v, in)
	case *ssa.Return:
		t.returned = true
	case *ssa.Call:
		t.call(v, in, in)
	case *ssa.Defer:
		t.call(v, in, nil)
	}
}

// keep handles a store of the value: a variable of this function holds it from
// then on, a parameter's pointee as well, and anywhere else it escapes, to be
// called by others if at all.
func (t *tracer) keep(addr ssa.Value) {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
		case *ssa.IndexAddr:
			addr = a.X
		case *ssa.UnOp:
			addr = a.X
		case *ssa.Slice:
			addr = a.X
		case *ssa.MakeInterface:
			addr = a.X
		case *ssa.TypeAssert:
			addr = a.X
		case *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeMap, *ssa.Call:
			t.add(addr)
			return
		case *ssa.Parameter:
			if !t.seen[a] {
				t.keepers[a] = true
			}
			return
		default:
			return
		}
	}
}

// closure handles a value that a literal captures: what the literal does with it
// is done in place if the literal is called in place.
func (t *tracer) closure(v ssa.Value, mc *ssa.MakeClosure) {
	fn := origin(mc.Fn.(*ssa.Function))
	outer := t.p.traceClosure(mc)
	if outer.returned {
		t.returned = true
	}
	if !outer.called {
		return
	}
	for i, binding := range mc.Bindings {
		if binding == v && i < len(fn.FreeVars) {
			inner := t.p.trace(fn.FreeVars[i])
			t.called = t.called || inner.called
			maps.Copy(t.methods, inner.methods)
		}
	}
}

// traceClosure is trace for a literal. A literal may lead back to itself through
// a variable that it captures, which adds nothing the second time.
func (p *program) traceClosure(mc *ssa.MakeClosure) *tracer {
	if p.tracing[mc] {
		return &tracer{}
	}
	p.tracing[mc] = true
	defer delete(p.tracing, mc)
	return p.trace(mc)
}

// call handles a call that the value takes part in. result is nil if nobody can
// use the call's result.
func (t *tracer) call(v ssa.Value, in ssa.CallInstruction, result ssa.Value) {
	c := in.Common()
	if c.Value == v {
		if c.IsInvoke() {
			if ioMethods[c.Method.Name()] {
				t.methods[c.Method.Name()] = true
			}
		} else {
			t.called = true
		}
	}
	if b, ok := c.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "append":
			t.add(result)
		case "copy":
			t.keep(c.Args[0])
		}
	}
	callee := c.StaticCallee()
	if callee == nil {
		return
	}
	callee = origin(callee)
	fl := t.p.flows[callee]
	if fl == nil {
		return
	}
	for i, arg := range c.Args {
		if arg != v {
			continue
		}
		index := paramIndex(callee, i)
		t.called = t.called || fl.calls[index]
		maps.Copy(t.methods, fl.uses[index])
		if fl.wraps[index] {
			t.add(result)
		}
		for to := range fl.keeps[index] {
			t.keep(c.Args[to+i-index])
		}
	}
}

// sortedKeys returns a set's members in order.
func sortedKeys[K int | string](set map[K]bool) []K {
	return slices.Sorted(maps.Keys(set))
}
