module github.com/evert-go/evert/examples/webserver

go 1.25.0

require (
	github.com/evert-go/evert v0.0.0-00010101000000-000000000000
	go.etcd.io/bbolt v1.4.3
)

require golang.org/x/sys v0.41.0 // indirect

replace github.com/evert-go/evert => ../..
