module github.com/evert-go/evert

go 1.24.0

require (
	github.com/dave/dst v0.27.4
	github.com/rogpeppe/go-internal v1.14.1
	golang.org/x/tools v0.42.0
)
