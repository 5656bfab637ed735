// Package wasmhost is a gateway in small: it runs a plugin that was built for wasip1, in
// wazero, with a time of its own. It has what the ABI of proxy-wasm, version 0.2.0, says of
// requests, calls and ticks, and answers that the rest is not implemented.
//
// It is strict where the SDK's emulator is not: what a plugin asks is about the effective
// context, which is that of the callback until the plugin sets another one, and forgotten
// when the callback is over; and a stream that is resumed, or answered, when it does not
// wait is an error.
package wasmhost
