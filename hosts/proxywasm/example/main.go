// Command example is the plugin of package gate, for a gateway to load:
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o gate.wasm .
package main

import (
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"

	_ "github.com/evert-go/evert/hosts/proxywasm/abi"
	"github.com/evert-go/evert/hosts/proxywasm/example/gate"
)

func main() {} // a gateway does not call it

func init() { proxywasm.SetVMContext(&gate.VM{}) }
