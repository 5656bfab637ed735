package main

import (
	"syscall/js"

	"github.com/evert-go/evert/deferred"
	jshost "github.com/evert-go/evert/hosts/js"
)

func init() {
	exports["totalBlocking"] = js.FuncOf(totalBlocking) //evert:allow EV201 this is how it does not work
	exports["totalGoroutine"] = jshost.Func(totalGoroutine)
}

// totalBlocking is how it does not work: JavaScript waits for this function, and this
// function for JavaScript.
func totalBlocking(_ js.Value, args []js.Value) any {
	cents, err := shopAt(args[0].String()).Total(args[1].String())
	if err != nil {
		return err.Error()
	}
	return cents
}

// totalGoroutine is the rival of the callback form: a goroutine for each call, written by
// hand.
func totalGoroutine(_ js.Value, args []js.Value) *deferred.Deferred[int] {
	d := deferred.New[int]()
	url, cart := args[0].String(), args[1].String()
	go func() {
		cents, err := shopAt(url).Total(cart)
		d.Fire(cents, err)
	}()
	return d
}
