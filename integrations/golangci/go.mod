// golangci-lint's plugin interface is not one of Evert's dependencies. A release requires
// the release of Evert with the same number here.
module github.com/evert-go/evert/integrations/golangci

go 1.24.0

require (
	github.com/evert-go/evert v0.0.0
	github.com/golangci/plugin-module-register v0.1.2
	golang.org/x/tools v0.42.0
)

require (
	golang.org/x/mod v0.33.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
)

replace github.com/evert-go/evert => ../..
