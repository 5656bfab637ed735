package lint

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/evert-go/evert/analysis/directive"
)

// checkForms compares the hand-written callback forms that directives name, and
// counterparts, with the functions that they are for: their parameters, with a
// reactor first or after a leading context, and the values of their Deferreds. What
// the calls that are generated would compile with is all right.
func checkForms(c *checker) {
	marks := c.facts.Marks(c.pass.Pkg)
	for _, obj := range marks.Objects() {
		fn, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		if d, ok := directive.Find(marks.Func(fn), directive.Blocking); ok && d.Callback() != "" {
			c.checkForm(d.Pos, fn, c.formBeside(fn, d.Callback()))
		}
	}
	for _, pair := range marks.Pairs() {
		c.checkForm(pair.Pos, c.targetOf(pair.Target), pair.Func)
	}
}

// formBeside finds the callback form of a function where callers look for it.
func (c *checker) formBeside(fn *types.Func, name string) *types.Func {
	var obj types.Object
	if recv := fn.Signature().Recv(); recv != nil {
		obj, _, _ = types.LookupFieldOrMethod(recv.Type(), true, c.pass.Pkg, name)
	} else {
		obj = c.pass.Pkg.Scope().Lookup(name)
	}
	form, _ := obj.(*types.Func)
	return form
}

// targetOf finds the function that a counterpart is for, in the imports of the
// package.
func (c *checker) targetOf(target directive.Target) *types.Func {
	for _, pkg := range append([]*types.Package{c.pass.Pkg}, c.pass.Pkg.Imports()...) {
		if pkg.Path() != target.Path {
			continue
		}
		var obj types.Object
		if target.Type == "" {
			obj = pkg.Scope().Lookup(target.Func)
		} else if tn, ok := pkg.Scope().Lookup(target.Type).(*types.TypeName); ok {
			obj, _, _ = types.LookupFieldOrMethod(tn.Type(), true, pkg, target.Func)
		}
		fn, _ := obj.(*types.Func)
		return fn
	}
	return nil
}

// checkForm compares a form with a function. Whether there is one, and whether it
// returns a Deferred, has been seen already.
func (c *checker) checkForm(at token.Pos, fn, form *types.Func) {
	if fn == nil || form == nil {
		return
	}
	results := form.Signature().Results()
	if results.Len() != 1 || deferredValue(results.At(0).Type()) == nil {
		return
	}
	sig := sameParams(fn.Signature(), form.Signature())
	if sig == nil {
		return
	}
	want := c.formParams(fn)
	if want == nil {
		return
	}
	if what := c.misfit(fn, sig, want); what != "" {
		c.Report("EV203", keyword{at, "//evert:"}, form.Name()+" does not fit "+fn.Name()+": "+what)
	}
}

// sameParams returns the signature of a form with the type parameters of the
// function that it is for; nil if these cannot be told.
func sameParams(sig, form *types.Signature) *types.Signature {
	own := sig.TypeParams()
	if own.Len() != form.TypeParams().Len() || sig.RecvTypeParams().Len() > 0 && form.Recv() == nil {
		return nil
	}
	if own.Len() > 0 {
		inst, err := types.Instantiate(nil, form, typeArgs(own), false)
		if err != nil {
			return nil
		}
		form, _ = inst.(*types.Signature)
		return form
	}
	return form // a method: it was looked up by the other's receiver, and has that one's parameters
}

func typeArgs(params *types.TypeParamList) []types.Type {
	list := make([]types.Type, params.Len())
	for i := range list {
		list[i] = params.At(i)
	}
	return list
}

// A formParam is a parameter that a callback form has to have; typ is nil for the
// reactor's.
type formParam struct {
	typ types.Type
	how string // as messages have it
}

// formParams returns the parameters of a function's callback form: with the reactor
// first, or after a leading context. misfit adds the receiver of a method, which a
// counterpart takes, too.
func (c *checker) formParams(fn *types.Func) []formParam {
	sig := fn.Signature()
	var list []formParam
	for i := range sig.Params().Len() {
		typ := sig.Params().At(i).Type()
		how := c.typeString(typ)
		if sig.Variadic() && i == sig.Params().Len()-1 {
			how = "..." + strings.TrimPrefix(how, "[]")
		}
		list = append(list, formParam{typ, how})
	}
	at := 0
	if contextFirst(sig) {
		at = 1
	}
	return slices.Insert(list, at, formParam{nil, "reactor.Reactor"})
}

// contextFirst reports a leading context, after which the reactor comes. That is
// the rewriter's rule: with two contexts in a row the reactor comes first.
func contextFirst(sig *types.Signature) bool {
	params := sig.Params()
	if params.Len() == 0 {
		return false
	}
	named, ok := types.Unalias(params.At(0).Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "context" || named.Obj().Name() != "Context" {
		return false
	}
	return params.Len() == 1 || !types.Identical(params.At(0).Type(), params.At(1).Type())
}

// misfit tells what is wrong with a form, or "".
func (c *checker) misfit(fn *types.Func, form *types.Signature, want []formParam) string {
	if fn.Signature().Recv() != nil && form.Recv() == nil {
		// A counterpart takes the receiver, as the call has it, behind the reactor,
		// and then a context, if there is one.
		recv := fn.Signature().Recv().Type()
		if contextFirst(fn.Signature()) {
			want[0], want[1] = want[1], want[0]
		}
		want = slices.Insert(want, 1, formParam{recv, c.typeString(recv)})
	}
	expected := make([]string, len(want))
	for i, p := range want {
		expected[i] = p.how
	}
	if form.Params().Len() != len(want) || form.Variadic() != fn.Signature().Variadic() {
		return "its parameters must be (" + strings.Join(expected, ", ") + ")"
	}
	for i, p := range want {
		have := form.Params().At(i).Type()
		switch {
		case p.typ == nil && !acceptsReactor(have):
			return "parameter " + strconv.Itoa(i+1) + " must be a reactor.Reactor, not " + c.typeString(have)
		case p.typ != nil && !types.AssignableTo(p.typ, have) && !inCallbackForm(p.typ, have):
			return "parameter " + strconv.Itoa(i+1) + " must be " + p.how + ", not " + c.typeString(have)
		}
	}
	value := deferredValue(form.Results().At(0).Type())
	values, _ := resultsOf(fn.Signature())
	if text := c.valueString(values); text != "" && !isValue(value, values) {
		return "it must return a *deferred.Deferred[" + text + "], not one of " + c.typeString(value)
	}
	return ""
}

// acceptsReactor reports whether a reactor can be given for a parameter: it is one,
// or an interface that every reactor implements.
func acceptsReactor(typ types.Type) bool {
	iface, ok := underlying(typ).(*types.Interface)
	if !ok {
		return false
	}
	for i := range iface.NumMethods() {
		switch iface.Method(i).Name() {
		case "CallFromThread", "CallLater", "Now":
		default:
			return false
		}
	}
	return true
}

// inCallbackForm reports whether a parameter of func type is the callback form of
// another: it returns a Deferred, and may take a reactor first.
func inCallbackForm(typ, form types.Type) bool {
	blocking, ok1 := underlying(typ).(*types.Signature)
	sig, ok2 := underlying(form).(*types.Signature)
	if !ok1 || !ok2 || sig.Results().Len() != 1 {
		return false
	}
	value := deferredValue(sig.Results().At(0).Type())
	skip := sig.Params().Len() - blocking.Params().Len()
	if value == nil || skip < 0 || skip > 1 || skip == 1 && !acceptsReactor(sig.Params().At(0).Type()) {
		return false
	}
	for i := range blocking.Params().Len() {
		if !types.Identical(blocking.Params().At(i).Type(), sig.Params().At(i+skip).Type()) {
			return false
		}
	}
	values, _ := resultsOf(blocking)
	return isValue(value, values)
}

// tuples are the types of several results.
var tuples = []string{2: "Pair", "Triple", "Quad", "Tuple5", "Tuple6", "Tuple7", "Tuple8"}

// isValue reports whether a Deferred's value stands for results: Void for none, and
// a tuple for several.
func isValue(value types.Type, results []types.Type) bool {
	if len(results) == 1 {
		return types.Identical(value, results[0])
	}
	named, ok := types.Unalias(value).(*types.Named)
	if !ok || len(results) >= len(tuples) {
		return false
	}
	if len(results) == 0 {
		return named.Obj().Name() == "Void"
	}
	if named.Obj().Name() != tuples[len(results)] || named.TypeArgs().Len() != len(results) {
		return false
	}
	for i, typ := range results {
		if !types.Identical(named.TypeArgs().At(i), typ) {
			return false
		}
	}
	return true
}

// valueString writes the type of the value that stands for results; "" if there
// are too many.
func (c *checker) valueString(results []types.Type) string {
	list := make([]string, len(results))
	for i, typ := range results {
		list[i] = c.typeString(typ)
	}
	switch {
	case len(list) == 0:
		return "deferred.Void"
	case len(list) == 1:
		return list[0]
	case len(list) < len(tuples):
		return "deferred." + tuples[len(list)] + "[" + strings.Join(list, ", ") + "]"
	}
	return ""
}

// typeString writes a type for messages, with the names of packages.
func (c *checker) typeString(typ types.Type) string {
	return types.TypeString(typ, func(pkg *types.Package) string {
		if pkg == c.pass.Pkg {
			return ""
		}
		return pkg.Name()
	})
}
