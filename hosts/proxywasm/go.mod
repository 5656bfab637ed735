module github.com/evert-go/evert/hosts/proxywasm

go 1.25.0

require (
	github.com/evert-go/evert v0.0.0
	github.com/tetratelabs/proxy-wasm-go-sdk v0.24.0
	github.com/tetratelabs/wazero v1.12.0
)

require golang.org/x/sys v0.44.0 // indirect

replace github.com/evert-go/evert => ../..
