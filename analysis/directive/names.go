package directive

import (
	"fmt"
	"go/types"
	"strings"
)

// checkNames checks the functions that the directives of an object name, and
// collects counterparts.
func (p *parser) checkNames(obj types.Object, list []Directive) {
	for _, d := range list {
		switch {
		case d.Name == Counterpart:
			fn, ok := obj.(*types.Func)
			if !ok {
				continue
			}
			target, err := ParseTarget(d.Arg)
			if err != nil {
				continue // scan has reported it
			}
			p.checkTarget(d, target)
			p.checkForm(d, fn)
			p.set.pairs = append(p.set.pairs, Pair{target, fn, d.Pos})
		case d.Callback() != "":
			p.checkCallback(obj, d)
		case d.List != nil:
			p.checkCompletions(signatureOf(obj), obj.Pos(), d)
		}
	}
}

// checkCallback looks for the hand-written form where callers will: beside a
// function, or among the methods of a method's type. A func-typed field, type or
// parameter has no such place, and a form of it is looked for in the package.
func (p *parser) checkCallback(obj types.Object, d Directive) {
	name := d.Callback()
	var found types.Object
	if fn, ok := obj.(*types.Func); ok && fn.Signature().Recv() != nil {
		found, _, _ = types.LookupFieldOrMethod(fn.Signature().Recv().Type(), true, p.pkg, name)
	} else if p.pkg != nil {
		found = p.pkg.Scope().Lookup(name)
	}
	form, ok := found.(*types.Func)
	if !ok {
		p.problem(d.Pos, fmt.Sprintf("cannot find %s, the callback form of %s", name, obj.Name()))
		return
	}
	p.checkForm(d, form)
}

// checkForm checks that a function has the outside of a callback form: it
// returns a Deferred and nothing else. That its parameters fit is seen where it
// is called, by the compiler.
func (p *parser) checkForm(d Directive, form *types.Func) {
	results := form.Signature().Results()
	if results.Len() == 1 && isDeferred(results.At(0).Type()) {
		return
	}
	p.problem(d.Pos, fmt.Sprintf("%s is no callback form: it does not return a *deferred.Deferred", form.Name()))
}

// isDeferred accepts a Deferred of any package named deferred, since runtimes
// are vendored and copied. What does not type-check is accepted as well.
func isDeferred(typ types.Type) bool {
	ptr, ok := types.Unalias(typ).(*types.Pointer)
	if !ok {
		return typ == types.Typ[types.Invalid]
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok {
		return ptr.Elem() == types.Typ[types.Invalid]
	}
	obj := named.Obj()
	return obj.Name() == "Deferred" && obj.Pkg() != nil && strings.HasSuffix("/"+obj.Pkg().Path(), "/deferred")
}

// checkTarget checks that a counterpart's blocking function exists, as far as
// the package's imports tell. A pack need not import what it is for.
func (p *parser) checkTarget(d Directive, target Target) {
	pkg := imported(p.pkg, target.Path)
	if pkg == nil {
		return
	}
	var found types.Object
	if target.Type == "" {
		found = pkg.Scope().Lookup(target.Func)
	} else if typ, ok := pkg.Scope().Lookup(target.Type).(*types.TypeName); ok {
		found, _, _ = types.LookupFieldOrMethod(typ.Type(), true, pkg, target.Func)
	}
	if _, ok := found.(*types.Func); !ok {
		p.problem(d.Pos, fmt.Sprintf("cannot find %s, of which this is to be the counterpart", target))
	}
}

// imported returns the direct import of that path, or pkg itself.
func imported(pkg *types.Package, path string) *types.Package {
	if pkg == nil || pkg.Path() == path {
		return pkg
	}
	for _, imp := range pkg.Imports() {
		if imp.Path() == path {
			return imp
		}
	}
	return nil
}
