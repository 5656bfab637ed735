// Package abi lets Go's own compiler build plugins with the SDK of proxy-wasm, which is
// made for TinyGo: up to v0.24.0 it exports its functions, and imports the gateway's, in
// ways that only TinyGo knows. A plugin's main package imports this one for that:
//
//	import _ "github.com/evert-go/evert/hosts/proxywasm/abi"
//
//	func main() {} // is not called
//
//	func init() { proxywasm.SetVMContext(&vm{}) }
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o plugin.wasm
//
// Built by Go's compiler, the SDK calls an object in place of the gateway, the one that its
// emulator registers in tests. Here an object is registered that calls the gateway. The SDK
// does not let others name that object's type, nor its own functions: they are bound by the
// directive go:linkname, and so to this version of the SDK.
//
// On other systems the package is empty.
package abi
