package blocking

import (
	"fmt"
	"go/types"
)

// symbol returns the key of an object's fact, which it remembers, since the same
// few functions are asked about again and again.
func (p *Program) symbol(obj types.Object) string {
	if known, ok := p.symbols.Load(obj); ok {
		return known.(string)
	}
	symbol := p.newSymbol(obj)
	p.symbols.Store(obj, symbol)
	return symbol
}

// newSymbol makes the key of an object's fact. It is the same for all copies of
// the object: from source, from export data, and from the variant of its package
// that is built for tests. Objects that cannot be told apart by their names are
// known by their positions, which copies from source share.
func (p *Program) newSymbol(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Func:
		if obj.Name() == "init" || obj.Name() == "_" {
			return "" // nobody can call it
		}
		if recv := obj.Signature().Recv(); recv == nil || isPackageLevel(recv.Type()) {
			return obj.FullName()
		}
	case *types.TypeName, *types.Var:
		if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
			return obj.Pkg().Path() + "." + obj.Name()
		}
	case nil:
		return ""
	}
	if obj.Pkg() == nil || !obj.Pos().IsValid() {
		return ""
	}
	return fmt.Sprintf("%s.%s@%d", obj.Pkg().Path(), obj.Name(), obj.Pos())
}

// isPackageLevel reports whether a receiver's type is declared at package level:
// only then its name tells it from others.
func isPackageLevel(typ types.Type) bool {
	if ptr, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = ptr.Elem()
	}
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok {
		return false
	}
	obj := named.Obj()
	return obj.Pkg() == nil || obj.Parent() == obj.Pkg().Scope()
}

// lookup returns the finished fact of an object, from another package or from one
// that is done.
func (p *Program) lookup(obj types.Object) Fact {
	if obj == nil {
		return Fact{}
	}
	if obj.Pkg() != nil {
		if s := p.byPkg[obj.Pkg()]; s != nil {
			if fact, ok := s.objects[obj]; ok {
				return fact
			}
			if fn, ok := obj.(*types.Func); ok && s.funcs[fn] != nil {
				return s.funcs[fn].fact
			}
		}
	}
	if fact, ok := p.facts[p.symbol(obj)]; ok {
		return fact
	}
	if p.imported != nil {
		if fact, ok := p.imported(obj); ok {
			return fact
		}
	}
	return Fact{}
}

// factOf returns the fact of a function, wherever it comes from. The function is
// a generic origin.
func (p *Program) factOf(fn *types.Func) Fact {
	fact := p.lookup(fn)
	symbol := p.symbol(fn)
	if fact.empty() {
		fact = p.stdFact(symbol)
	}
	return p.withCounterpart(symbol, fact)
}

// stdFact returns what the standard library's table says.
func (p *Program) stdFact(symbol string) Fact {
	fact := Fact{CallsParams: p.table.Calls(symbol)}
	if e, ok := p.table.Lookup(symbol); ok {
		fact.Class, fact.Quick = Class(e.Class), e.Quick
	}
	return fact
}

// withCounterpart adds the callback form that a pack has for a function. What has
// one blocks, unless it says otherwise.
func (p *Program) withCounterpart(symbol string, fact Fact) Fact {
	form, ok := p.packs[symbol]
	if !ok {
		return fact
	}
	if fact.Callback == "" {
		fact.Callback = form
	}
	if fact.Class == "" && !fact.Nonblocking {
		fact.Class = Wait
	}
	return fact
}
