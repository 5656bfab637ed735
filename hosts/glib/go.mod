module github.com/evert-go/evert/hosts/glib

go 1.25.0

require github.com/evert-go/evert v0.0.0

require github.com/ebitengine/purego v0.10.2

replace github.com/evert-go/evert => ../..
