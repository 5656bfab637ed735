module github.com/evert-go/evert/hosts/js

go 1.25.0

require github.com/evert-go/evert v0.0.0

replace github.com/evert-go/evert => ../..
