package gate

import (
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"

	"github.com/evert-go/evert/deferred"
	host "github.com/evert-go/evert/hosts/proxywasm"
)

// VM makes the plugin. It is given to proxywasm.SetVMContext.
type VM struct {
	types.DefaultVMContext
	Setup func(*host.Plugin, *Gate) // not nil: it changes what a plugin begins with
}

// NewPluginContext implements types.VMContext.
func (vm *VM) NewPluginContext(id uint32) types.PluginContext {
	p := &plugin{Plugin: host.NewPlugin(id), gate: New()}
	if vm.Setup != nil {
		vm.Setup(p.Plugin, p.gate)
	}
	return p
}

type plugin struct {
	*host.Plugin
	gate *Gate
}

// NewHttpContext implements types.PluginContext.
func (p *plugin) NewHttpContext(id uint32) types.HttpContext {
	return &stream{Stream: p.NewStream(id), gate: p.gate}
}

type stream struct {
	*host.Stream
	gate *Gate
}

// OnHttpRequestHeaders implements types.HttpContext.
func (s *stream) OnHttpRequestHeaders(int, bool) types.Action {
	token, errToken := proxywasm.GetHttpRequestHeader("authorization")
	path, errPath := proxywasm.GetHttpRequestHeader(":path")
	return s.HoldRequest(func() *deferred.Deferred[*host.Response] {
		if errToken != nil || errPath != nil {
			return deferred.Succeed(&host.Response{Status: 401})
		}
		return s.gate.DecideDeferred(s, token, path, func(name string) error {
			return proxywasm.ReplaceHttpRequestHeader("x-user", name)
		})
	})
}
