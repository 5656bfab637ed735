module github.com/evert-go/evert/hosts/goja

go 1.25.0

require (
	github.com/dop251/goja v0.0.0-20260917113740-793a2a65c13b
	github.com/dop251/goja_nodejs v0.0.0-20260212111938-1f56ff5bcf14
	github.com/evert-go/evert v0.0.0
)

require (
	github.com/dave/dst v0.27.4 // indirect
	github.com/dlclark/regexp2/v2 v2.5.2 // indirect
	github.com/go-sourcemap/sourcemap v2.1.4+incompatible // indirect
	github.com/google/pprof v0.0.0-20240727154555-813a5fbdbec8 // indirect
	github.com/rogpeppe/go-internal v1.14.1 // indirect
	golang.org/x/mod v0.33.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
	golang.org/x/text v0.16.0 // indirect
	golang.org/x/tools v0.42.0 // indirect
)

replace github.com/evert-go/evert => ../..

tool github.com/evert-go/evert/cmd/evert
