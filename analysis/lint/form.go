package lint

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// A form is the callback form of what a call calls.
type form struct {
	fn      *types.Func
	pack    string     // its package, if it is not found beside the callee
	reactor int        // which parameter takes the reactor, or -1
	value   types.Type // of its Deferred
}

// formOf finds the callback form of a call's function, if there is one that fits:
// with the same parameters and one for the reactor, of a function that is not
// generic.
func (c *checker) formOf(effect blocking.Effect) *form {
	fn := effect.Callee
	if fn == nil || effect.Thread || fn.Signature().TypeParams() != nil || fn.Signature().RecvTypeParams() != nil {
		return nil
	}
	name := effect.Callback
	if name == "" {
		name = effect.Generated
	}
	if name == "" {
		return nil
	}
	f := &form{reactor: -1}
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		f.pack = name[:i]
		f.fn = c.lookup(f.pack, name[i+1:])
	} else if recv := fn.Signature().Recv(); recv != nil {
		obj, _, _ := types.LookupFieldOrMethod(recv.Type(), true, fn.Pkg(), name)
		f.fn, _ = obj.(*types.Func)
	} else {
		f.fn, _ = fn.Pkg().Scope().Lookup(name).(*types.Func)
	}
	if f.fn == nil || !f.fn.Exported() && f.fn.Pkg() != c.pass.Pkg || !f.fits(fn) {
		return nil
	}
	return f
}

// lookup finds a function of a package that is imported, by whatever way.
func (c *checker) lookup(path, name string) *types.Func {
	seen := make(map[*types.Package]bool)
	list := []*types.Package{c.pass.Pkg}
	for len(list) > 0 {
		pkg := list[0]
		list = list[1:]
		if seen[pkg] {
			continue
		}
		seen[pkg] = true
		if pkg.Path() == path {
			fn, _ := pkg.Scope().Lookup(name).(*types.Func)
			return fn
		}
		list = append(list, pkg.Imports()...)
	}
	return nil
}

// fits compares the parameters of the form with those of the blocking function,
// a counterpart's with the receiver before them.
func (f *form) fits(fn *types.Func) bool {
	var want []types.Type
	if recv := fn.Signature().Recv(); recv != nil && f.fn.Signature().Recv() == nil {
		want = append(want, recv.Type())
	}
	for i := range fn.Signature().Params().Len() {
		want = append(want, fn.Signature().Params().At(i).Type())
	}
	params := f.fn.Signature().Params()
	n := 0
	for i := range params.Len() {
		typ := params.At(i).Type()
		if f.reactor < 0 && isReactor(typ) && (n >= len(want) || !types.Identical(typ, want[n])) {
			f.reactor = i
			continue
		}
		if n >= len(want) || !types.Identical(typ, want[n]) {
			return false
		}
		n++
	}
	results := f.fn.Signature().Results()
	if n != len(want) || results.Len() != 1 {
		return false
	}
	f.value = deferredValue(results.At(0).Type())
	return f.value != nil && sameValue(f.value, fn.Signature())
}

// deferredValue is T of a *deferred.Deferred[T], or nil.
func deferredValue(typ types.Type) types.Type {
	ptr, ok := types.Unalias(typ).(*types.Pointer)
	if !ok {
		return nil
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != "Deferred" || named.TypeArgs().Len() != 1 || named.Obj().Pkg() == nil ||
		!strings.HasSuffix("/"+named.Obj().Pkg().Path(), "/deferred") {
		return nil
	}
	return named.TypeArgs().At(0)
}

// sameValue reports whether a Deferred's value is what a function returns besides
// an error: nothing, which is Void, or one value.
func sameValue(value types.Type, sig *types.Signature) bool {
	results, _ := resultsOf(sig)
	switch len(results) {
	case 0:
		named, ok := types.Unalias(value).(*types.Named)
		return ok && named.Obj().Name() == "Void"
	case 1:
		return types.Identical(value, results[0])
	}
	return false
}

// resultsOf returns the results without an error at the end, and whether there is
// one.
func resultsOf(sig *types.Signature) (values []types.Type, failing bool) {
	for i := range sig.Results().Len() {
		typ := sig.Results().At(i).Type()
		if i == sig.Results().Len()-1 && types.Identical(typ, types.Universe.Lookup("error").Type()) {
			return values, true
		}
		values = append(values, typ)
	}
	return values, false
}

// chains are the functions of package deferred that take a callback which returns
// a value, and those that take one which returns a Deferred.
var chains = map[string]string{"AddCallback": "Chain", "AddBoth": "ChainBoth"}

// chainOf returns the function to use instead of the one that a call gives a
// callback to, if the callback is to return a Deferred; "" if there is none.
func (c *checker) chainOf(call *ast.CallExpr) string {
	fn := blocking.Callee(c.pass.TypesInfo, call)
	if where.Runtime(fn) != "deferred" || fn.Signature().Recv() != nil {
		return ""
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); !ok {
		return "" // instantiated by hand
	}
	return chains[fn.Name()]
}
