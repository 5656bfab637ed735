// Command byhand is a plugin as it is written by hand, with the mistake that is made most:
// the error of the second call is dropped.
package main

import (
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"

	_ "github.com/evert-go/evert/hosts/proxywasm/abi"
	_ "github.com/evert-go/evert/hosts/proxywasm/pack"
)

func main() {} // a gateway does not call it

func init() { proxywasm.SetVMContext(&vm{}) }

type vm struct{ types.DefaultVMContext }

// NewPluginContext implements types.VMContext.
func (*vm) NewPluginContext(uint32) types.PluginContext { return &plugin{} }

type plugin struct{ types.DefaultPluginContext }

// NewHttpContext implements types.PluginContext.
func (*plugin) NewHttpContext(uint32) types.HttpContext { return &stream{} }

type stream struct{ types.DefaultHttpContext }

func get(path string) [][2]string {
	return [][2]string{{":method", "GET"}, {":path", path}, {":authority", "gate"}}
}

// OnHttpRequestHeaders implements types.HttpContext.
func (s *stream) OnHttpRequestHeaders(int, bool) types.Action {
	path, err := proxywasm.GetHttpRequestHeader(":path")
	if err != nil {
		return types.ActionContinue
	}
	_, err = proxywasm.DispatchHttpCall("identity", get("/whoami"), nil, nil, 1000, func(headers, size, trailers int) {
		group, err := proxywasm.GetHttpCallResponseBody(0, size)
		if err != nil {
			_ = proxywasm.SendHttpResponse(503, nil, nil, -1)
			return
		}
		proxywasm.DispatchHttpCall("policy", get("/"+string(group)+path), nil, nil, 1000, s.judge)
	})
	if err != nil {
		_ = proxywasm.SendHttpResponse(503, nil, nil, -1)
	}
	return types.ActionPause
}

func (s *stream) judge(headers, size, trailers int) {
	if body, err := proxywasm.GetHttpCallResponseBody(0, size); err != nil || string(body) != "allow" {
		_ = proxywasm.SendHttpResponse(403, nil, nil, -1)
		return
	}
	_ = proxywasm.ResumeHttpRequest()
}
