// Package pack describes the SDK of proxy-wasm to Evert's linter: which of its functions
// call back, and what a plugin has to do exactly once. Importing it is enough, in a plugin
// that is written by hand, too:
//
//	import _ "github.com/evert-go/evert/hosts/proxywasm/pack"
package pack

import (
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"
)

//evert:once callBack unless err
var _ = proxywasm.DispatchHttpCall

//evert:resumes request
var _ = proxywasm.ResumeHttpRequest

//evert:resumes response
var _ = proxywasm.ResumeHttpResponse

//evert:resumes request response
var _ = proxywasm.SendHttpResponse

//evert:pauses request if types.ActionPause
var _ = types.HttpContext.OnHttpRequestHeaders

//evert:pauses request if types.ActionPause
var _ = types.HttpContext.OnHttpRequestBody

//evert:pauses request if types.ActionPause
var _ = types.HttpContext.OnHttpRequestTrailers

//evert:pauses response if types.ActionPause
var _ = types.HttpContext.OnHttpResponseHeaders

//evert:pauses response if types.ActionPause
var _ = types.HttpContext.OnHttpResponseBody

//evert:pauses response if types.ActionPause
var _ = types.HttpContext.OnHttpResponseTrailers
