package lint

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/analysis/where"
)

// checkMethods finds methods that break the promise of an interface: its method is
// marked nonblocking, and the type's blocks. Which types are meant to implement
// which interfaces is not guessed: those of the package's own interfaces, and those
// whose values the package puts into one.
func checkMethods(c *checker) {
	promises := c.promises()
	if len(promises) == 0 {
		return
	}
	var used map[conversion]bool
	for _, name := range c.pass.Pkg.Scope().Names() {
		tn, ok := c.pass.Pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) {
			continue
		}
		for _, iface := range promises {
			if !implements(tn.Type(), iface.Type()) {
				continue
			}
			if iface.Pkg() != c.pass.Pkg {
				if used == nil {
					used = c.conversions()
				}
				if !used[conversion{tn, iface}] {
					continue
				}
			}
			c.promised(tn, iface)
		}
	}
}

// promises returns the interfaces of the package, and of those that it imports,
// that have a method which is marked nonblocking.
func (c *checker) promises() []*types.TypeName {
	var list []*types.TypeName
	for _, pkg := range append([]*types.Package{c.pass.Pkg}, c.pass.Pkg.Imports()...) {
		if c.facts.Table().Has(pkg.Path()) {
			continue
		}
		for _, name := range pkg.Scope().Names() {
			tn, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || tn.IsAlias() || pkg != c.pass.Pkg && !tn.Exported() {
				continue
			}
			if iface, ok := underlying(tn.Type()).(*types.Interface); ok && slices.ContainsFunc(methodsOf(iface), c.marksNonblocking) {
				list = append(list, tn)
			}
		}
	}
	return list
}

func methodsOf(iface *types.Interface) []*types.Func {
	var list []*types.Func
	for i := range iface.NumMethods() {
		list = append(list, iface.Method(i))
	}
	return list
}

func (c *checker) marksNonblocking(fn *types.Func) bool {
	fact, _ := c.facts.Func(fn)
	return fact.Nonblocking
}

// implements reports whether a type, or a pointer to it, implements an interface.
func implements(typ, iface types.Type) bool {
	t, ok := underlying(iface).(*types.Interface)
	return ok && (types.Implements(typ, t) || types.Implements(types.NewPointer(typ), t))
}

// promised looks at the methods of a type that an interface makes a promise for.
func (c *checker) promised(tn, iface *types.TypeName) {
	for _, method := range methodsOf(underlying(iface.Type()).(*types.Interface)) {
		if !c.marksNonblocking(method) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(tn.Type(), true, c.pass.Pkg, method.Name())
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() != c.pass.Pkg || types.IsInterface(fn.Signature().Recv().Type()) {
			continue // promoted from elsewhere
		}
		if what := c.breaks(fn); what != "" {
			d := analysis.Diagnostic{
				Pos: fn.Pos(), End: fn.Pos() + tokenLen(fn.Name()),
				Message: where.Name(fn) + " " + what + ", but " + where.Name(method) + ", which it implements, is marked //evert:nonblocking",
			}
			if method.Pkg() == c.pass.Pkg {
				d.Related = []analysis.RelatedInformation{{Pos: method.Pos(), Message: "marked //evert:nonblocking"}}
			}
			c.ReportDiagnostic("EV202", d)
		}
	}
}

// breaks tells how a method blocks, or "".
func (c *checker) breaks(fn *types.Func) string {
	fact, blocks := c.facts.Func(fn)
	list := c.facts.Marks(c.pass.Pkg).Func(fn)
	switch {
	case fact.Nonblocking:
		return ""
	case directive.Has(list, directive.Blocking):
		return "is marked //evert:blocking"
	case fact.Thread:
		return "is marked //evert:thread"
	case !blocks || fact.Quick || fact.Class == blocking.Lock || fact.Class == blocking.Console:
		return ""
	}
	return "blocks (" + c.why(fact) + ")"
}

// why is a fact's class and chain, in which names of this package are short.
func (c *checker) why(fact blocking.Fact) string {
	if len(fact.Chain) == 0 {
		return string(fact.Class)
	}
	chain := slices.Clone(fact.Chain)
	for i, name := range chain {
		chain[i] = strings.TrimPrefix(name, c.pass.Pkg.Path()+".")
	}
	return string(fact.Class) + ": " + strings.Join(chain, " < ")
}
