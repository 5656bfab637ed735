module github.com/evert-go/evert/hosts/simulation

go 1.25.0

require (
	github.com/evert-go/evert v0.0.0
	github.com/evert-go/evert/hosts/proxywasm v0.0.0
)

require (
	github.com/dave/dst v0.27.4 // indirect
	github.com/rogpeppe/go-internal v1.14.1 // indirect
	github.com/tetratelabs/proxy-wasm-go-sdk v0.24.0 // indirect
	golang.org/x/mod v0.33.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
	golang.org/x/tools v0.42.0 // indirect
)

replace (
	github.com/evert-go/evert => ../..
	github.com/evert-go/evert/hosts/proxywasm => ../proxywasm
)

tool github.com/evert-go/evert/cmd/evert
