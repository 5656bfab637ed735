package rewrite

import (
	"go/token"
	"go/types"
	"testing"
)

// Names of frames style do not run into each other, nor into those of the package, and
// do not grow with the number of functions of one name.
func TestTopNames(t *testing.T) {
	pkg := types.NewPackage("p", "p")
	fn := func(name string) *types.Func {
		return types.NewFunc(token.NoPos, pkg, name, types.NewSignatureType(nil, nil, nil, nil, nil, false))
	}
	names := newTopNames()
	names.take("fetchAfterAll") // would be a wait of fetch
	names.take("loadFrames")
	for _, test := range []struct{ name, want string }{
		{"init", "init"}, {"init", "initCall"}, {"init", "initCall2"}, {"init", "initCall3"},
		{"Init", "initCall4"}, {"fetch", "fetchCall"}, {"Load", "loadCall"}, {"fetchAfterAll", "fetchAfterAll"},
	} {
		if got := names.base(fn(test.name)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
