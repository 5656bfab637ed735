module github.com/evert-go/evert/hosts/netpoll

go 1.25.0

require (
	github.com/cloudwego/netpoll v0.7.2
	github.com/evert-go/evert v0.0.0
)

require (
	github.com/bytedance/gopkg v0.1.1 // indirect
	github.com/cloudwego/gopkg v0.1.4 // indirect
	github.com/dave/dst v0.27.4 // indirect
	github.com/rogpeppe/go-internal v1.14.1 // indirect
	golang.org/x/mod v0.33.0 // indirect
	golang.org/x/sync v0.19.0 // indirect
	golang.org/x/tools v0.42.0 // indirect
)

replace github.com/evert-go/evert => ../..

tool github.com/evert-go/evert/cmd/evert
