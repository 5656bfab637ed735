//go:build !blocking

package main

import (
	"syscall/js"

	"github.com/evert-go/evert/deferred"
	jshost "github.com/evert-go/evert/hosts/js"
)

func init() {
	exports["total"] = jshost.Func(func(_ js.Value, args []js.Value) *deferred.Deferred[int] {
		return shopAt(args[0].String()).TotalDeferred(events, args[1].String())
	})
}
