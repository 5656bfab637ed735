package ir

import "go/types"

// Import paths of the runtime packages that generated code names.
const (
	DeferredPath = "github.com/evert-go/evert/deferred"
	FramesPath   = "github.com/evert-go/evert/frames"
	ReactorPath  = "github.com/evert-go/evert/reactor"
	ThreadsPath  = "github.com/evert-go/evert/threads"
	ShimPath     = "github.com/evert-go/evert/shim"
)

// ContextFirst reports a leading context.Context, after which the reactor comes. In
// `ctx, parent context.Context`, whose two parameters may be declared as one, there is
// no place for it, so it comes first.
func ContextFirst(sig *types.Signature) bool {
	params := sig.Params()
	if params.Len() == 0 {
		return false
	}
	n, ok := types.Unalias(params.At(0).Type()).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "context" || n.Obj().Name() != "Context" {
		return false
	}
	return params.Len() == 1 || !types.Identical(params.At(0).Type(), params.At(1).Type())
}
