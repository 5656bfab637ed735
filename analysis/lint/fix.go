package lint

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// blockingFixes suggests to call the callback form of what blocks, if there is
// one, and to let a thread do it. What follows the call becomes a callback:
//
//	r.CallLater(d, func() {              r.CallLater(d, func() {
//		s, err := fetch(u)                   deferred.DoBoth(fetchDeferred(r, u), func(s string, err error) error {
//		show(s, err)                             show(s, err)
//	})                                               return nil
//	                                             })
//	                                     })
func blockingFixes(c *checker, b *where.Body, call *ast.CallExpr, effect blocking.Effect) []analysis.SuggestedFix {
	var fixes []analysis.SuggestedFix
	for _, way := range []struct {
		forms   bool
		message string
	}{
		{true, "Call its callback form, and go on when it is done"},
		{false, "Let a thread call it, and go on when it is done"},
	} {
		if way.forms && (c.formOf(effect) == nil || call.Ellipsis.IsValid()) {
			continue
		}
		if edits := c.splitAt(b, call, way.forms); edits != nil {
			fixes = append(fixes, analysis.SuggestedFix{Message: way.message, TextEdits: edits})
		}
	}
	return fixes
}

// sleepFix suggests a timer:
//
//	time.Sleep(d)                        r.CallLater(d, func() {
//	show()                                       show()
//	                                     })
func sleepFix(c *checker, b *where.Body, call *ast.CallExpr) []analysis.SuggestedFix {
	edits := c.splitAt(b, call, true)
	if edits == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Go on when a timer fires", TextEdits: edits}}
}

// wrapFix suggests to run a function in a thread, where nobody waits for it:
//
//	r.CallLater(d, work)                 r.CallLater(d, func() { threads.DeferToThread0(r, work) })
//
// and where a Deferred is waited for, to chain on that:
//
//	deferred.AddCallback(d, fetch)       deferred.Chain(d, func(u string) *deferred.Deferred[string] {
//	                                             return fetchDeferred(r, u)
//	                                     })
func wrapFix(c *checker, sink where.Sink, effect blocking.Effect) []analysis.SuggestedFix {
	w := c.newSplit(sink.Value.Pos(), true)
	sig, ok := underlying(c.pass.TypesInfo.TypeOf(sink.Value)).(*types.Signature)
	if w == nil || !ok || sig.Variadic() {
		return nil
	}
	if sink.Call != nil {
		if edits := w.chainValue(sink, sig, effect); edits != nil {
			return []analysis.SuggestedFix{{Message: "Chain on what takes time", TextEdits: edits}}
		}
	}
	if sig.Params().Len() > 0 || sig.Results().Len() > 0 {
		return nil
	}
	text := "func() { " + w.name("threads") + ".DeferToThread0(" + w.reactor + ", " + w.text(sink.Value) + ") }"
	edits := w.finish([]edit{{w.offset(sink.Value.Pos()), w.offset(sink.Value.End()), text}})
	if edits == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Run it in a thread", TextEdits: edits}}
}

func underlying(typ types.Type) types.Type {
	if typ == nil {
		return nil
	}
	return typ.Underlying()
}
