// A program for pages and for Node: its function, written the blocking way, is called by
// JavaScript and returns a promise.
//
//	const cents = await shop.total(url, "ann")
//
// What Evert has to do with it is in shop_js.go and shop_deferred_js.go.
package main

import (
	"runtime"
	"syscall/js"
	"time"

	jshost "github.com/evert-go/evert/hosts/js"
)

// exports are the members of the object shop.
var exports = map[string]any{"memory": js.FuncOf(memory)}

var events = jshost.New()

func main() {
	js.Global().Set("shop", exports)
	events.Run()
}

func shopAt(url string) *Shop { return &Shop{URL: url, Tries: 3, Delay: time.Millisecond} }

// memory returns how many bytes are in use, on the heap and by stacks.
func memory(js.Value, []js.Value) any {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}
