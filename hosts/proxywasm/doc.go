// Package proxywasm is the reactor of a gateway's plugin, for plugins that are written with
// the SDK of proxy-wasm (github.com/tetratelabs/proxy-wasm-go-sdk).
//
//	type plugin struct{ *host.Plugin }
//
//	func (vm) NewPluginContext(id uint32) types.PluginContext { return plugin{host.NewPlugin(id)} }
//
//	func (p plugin) NewHttpContext(id uint32) types.HttpContext { return stream{p.NewStream(id)} }
//
//	type stream struct{ *host.Stream }
//
//	func (s stream) OnHttpRequestHeaders(int, bool) types.Action {
//		return s.HoldRequest(func() *deferred.Deferred[*host.Response] { return decideDeferred(s) })
//	}
//
// # Who owns the loop
//
// The gateway does, a worker of Envoy's for instance. It calls the functions that a plugin
// exports, one at a time, and waits until they return; there is one thread, and nothing may
// wait on it. So nothing here runs by itself: calls are made while the gateway calls the
// plugin, because of a request, of the answer to a call, or of a tick.
//
//	CallFromThread    before the gateway's callback returns; from elsewhere, at a tick
//	CallLater         at a tick: the gateway is asked for one when the first is due, and for none if nothing is
//	HTTPCall          DispatchHttpCall
//	threads           there are none: [reactor.ErrNoThreads]; generate with -threads=off
//
// # Contexts
//
// What a plugin asks of the gateway is about the effective context: one request's headers,
// one stream that is resumed. The gateway and the SDK set it before a callback for a stream,
// and not before a tick. So there is a reactor for each context, a [Scope], which makes it
// the effective one before it makes a call and goes back afterwards. It is made to be passed
// to callback forms: whatever they do after a wait is about the request that they were
// called for.
//
// Only a Deferred that several streams wait for has to be told, by [Bring], since whoever
// fires it calls those who wait.
//
// # The end of a stream
//
// A client may go while its request waits. Then everything that is under way for it fails
// with [ErrDone], and what is answered later is dropped.
//
// # Once
//
// [Stream.HoldRequest] resumes a request, or answers it, exactly once, whatever happens: a
// call that the gateway refuses to send is an error, as one that is not answered, and an
// error of the handler, or its panic, is status 503. The package pack describes the SDK's
// functions for the linter, which finds where plugins that are written by hand do not.
package proxywasm
