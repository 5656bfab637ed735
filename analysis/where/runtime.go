package where

import (
	"go/types"
	"strings"
)

// Runtime returns which of the runtime's packages a function belongs to, or "".
func Runtime(fn *types.Func) string {
	if fn == nil || fn.Pkg() == nil {
		return ""
	}
	return RuntimePackage(fn.Pkg())
}

// RuntimePackage returns which of the runtime's packages one is, "deferred",
// "reactor" or "threads", or "". Runtimes are vendored and copied, so that a package
// is known by the end of its path and by what it declares.
func RuntimePackage(pkg *types.Package) string {
	path := pkg.Path()
	for name, declares := range map[string]string{"deferred": "Deferred", "reactor": "Reactor", "threads": "DeferToThread"} {
		if (path == name || strings.HasSuffix(path, "/"+name)) && pkg.Scope().Lookup(declares) != nil {
			return name
		}
	}
	return ""
}

// notCallbacks are the function-typed parameters of the runtime's exported
// functions that are not called on the reactor. A test compares this with the
// functions that there are.
var notCallbacks = map[string]bool{
	"deferred.SuspendAll":   true, // takes what posts, before anything runs
	"deferred.SetUnhandled": true, // a handler for the whole program, called wherever a failure is found
	"deferred.Capture":      true, // runs a thread's function
}

// onHost reports whether fn is the standard library's own way to have a function called
// by an event loop: JavaScript's, which stands still meanwhile.
func onHost(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "syscall/js" && fn.Name() == "FuncOf"
}

// runtimeRole is where the runtime runs a function-typed parameter of one of its
// exported functions.
func runtimeRole(fn *types.Func, index int) Place {
	if onHost(fn) && index == 0 {
		return Reactor
	}
	pkg := Runtime(fn)
	if pkg == "" || !fn.Exported() || index < 0 {
		return Unknown
	}
	params := fn.Signature().Params()
	if index >= params.Len() || !takesFunc(params.At(index).Type()) {
		return Unknown
	}
	switch {
	case notCallbacks[pkg+"."+fn.Name()]:
		return Unknown
	case fn.Name() == "RunInThread", pkg == "threads" && strings.HasPrefix(fn.Name(), "DeferTo"):
		return Thread
	}
	return Reactor
}

// takesFunc reports whether a parameter is of func type, or variadic of that.
func takesFunc(typ types.Type) bool {
	if slice, ok := typ.(*types.Slice); ok {
		typ = slice.Elem()
	}
	return isFunc(typ)
}

// describe says why an argument of fn runs at a place.
func describe(place Place, fn *types.Func) string {
	if place == Thread {
		return "run in a thread by " + Name(fn)
	}
	return "a callback of " + Name(fn)
}

// Name is a function's name as messages have it: reactor.Soon,
// (*reactor.Loop).CallLater, Reactor.CallLater of an interface.
func Name(fn *types.Func) string {
	fn = fn.Origin()
	pkg := ""
	if fn.Pkg() != nil {
		pkg = fn.Pkg().Name() + "."
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return pkg + fn.Name()
	}
	typ, star := types.Unalias(recv.Type()), ""
	if ptr, ok := typ.(*types.Pointer); ok {
		typ, star = types.Unalias(ptr.Elem()), "*"
	}
	named, ok := typ.(*types.Named)
	switch {
	case !ok:
		return fn.Name()
	case star != "":
		return "(*" + pkg + named.Obj().Name() + ")." + fn.Name()
	}
	return pkg + named.Obj().Name() + "." + fn.Name()
}
