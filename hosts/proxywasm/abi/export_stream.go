//go:build wasip1

package abi

import _ "unsafe" // for go:linkname

//go:linkname onRequestHeaders github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnRequestHeaders
func onRequestHeaders(context uint32, count int, last bool) uint32

//go:wasmexport proxy_on_request_headers
func exportRequestHeaders(context, count uint32, last bool) uint32 {
	return onRequestHeaders(context, int(count), last)
}

//go:linkname onRequestBody github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnRequestBody
func onRequestBody(context uint32, size int, last bool) uint32

//go:wasmexport proxy_on_request_body
func exportRequestBody(context uint32, size uint32, last bool) uint32 {
	return onRequestBody(context, int(size), last)
}

//go:linkname onRequestTrailers github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnRequestTrailers
func onRequestTrailers(context uint32, count int) uint32

//go:wasmexport proxy_on_request_trailers
func exportRequestTrailers(context, count uint32) uint32 {
	return onRequestTrailers(context, int(count))
}

//go:linkname onResponseHeaders github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnResponseHeaders
func onResponseHeaders(context uint32, count int, last bool) uint32

//go:wasmexport proxy_on_response_headers
func exportResponseHeaders(context, count uint32, last bool) uint32 {
	return onResponseHeaders(context, int(count), last)
}

//go:linkname onResponseBody github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnResponseBody
func onResponseBody(context uint32, size int, last bool) uint32

//go:wasmexport proxy_on_response_body
func exportResponseBody(context uint32, size uint32, last bool) uint32 {
	return onResponseBody(context, int(size), last)
}

//go:linkname onResponseTrailers github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnResponseTrailers
func onResponseTrailers(context uint32, count int) uint32

//go:wasmexport proxy_on_response_trailers
func exportResponseTrailers(context, count uint32) uint32 {
	return onResponseTrailers(context, int(count))
}

//go:linkname onHttpCallResponse github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnHttpCallResponse
func onHttpCallResponse(plugin uint32, call uint32, headers int, size int, trailers int)

//go:wasmexport proxy_on_http_call_response
func exportHttpCallResponse(plugin uint32, call uint32, headers uint32, size uint32, trailers uint32) {
	onHttpCallResponse(plugin, call, int(headers), int(size), int(trailers))
}

//go:linkname onNewConnection github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnNewConnection
func onNewConnection(context uint32) uint32

//go:wasmexport proxy_on_new_connection
func exportNewConnection(context uint32) uint32 { return onNewConnection(context) }

//go:linkname onDownstreamData github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnDownstreamData
func onDownstreamData(context uint32, size int, last bool) uint32

//go:wasmexport proxy_on_downstream_data
func exportDownstreamData(context uint32, size uint32, last bool) uint32 {
	return onDownstreamData(context, int(size), last)
}

//go:linkname onUpstreamData github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnUpstreamData
func onUpstreamData(context uint32, size int, last bool) uint32

//go:wasmexport proxy_on_upstream_data
func exportUpstreamData(context uint32, size uint32, last bool) uint32 {
	return onUpstreamData(context, int(size), last)
}

//go:linkname onDownstreamConnectionClose github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnDownstreamConnectionClose
func onDownstreamConnectionClose(context uint32, peer uint32)

//go:wasmexport proxy_on_downstream_connection_close
func exportDownstreamConnectionClose(context uint32, peer uint32) {
	onDownstreamConnectionClose(context, peer)
}

//go:linkname onUpstreamConnectionClose github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/internal.ProxyOnUpstreamConnectionClose
func onUpstreamConnectionClose(context uint32, peer uint32)

//go:wasmexport proxy_on_upstream_connection_close
func exportUpstreamConnectionClose(context uint32, peer uint32) {
	onUpstreamConnectionClose(context, peer)
}
