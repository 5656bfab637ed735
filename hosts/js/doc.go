// Package jshost makes a reactor of JavaScript's event loop, in a browser or in Node, for
// programs built with GOOS=js GOARCH=wasm. A Deferred becomes a promise, and a promise is
// awaited as a Deferred.
//
//	func main() {
//		loop := jshost.New()
//		js.Global().Set("total", jshost.Func(func(_ js.Value, args []js.Value) *deferred.Deferred[int] {
//			return totalDeferred(loop, args[0].String())
//		}))
//		loop.Run()
//	}
//
// On every other system the package is empty.
//
// # Who owns the loop
//
// JavaScript does. When it calls a Go function the function runs at once, and JavaScript
// goes on when it returns; a function that waits for something that JavaScript has to do
// waits for ever, and Go ends the program with "all goroutines are asleep - deadlock!".
// That is why a function for JavaScript either starts a goroutine or is in callback form.
//
// All of Go is one thread here, so nothing that runs on the loop is ever interrupted by
// something else on it. There is no one goroutine of the loop: each call by JavaScript has
// one, which is why a [Loop] is not a reactor.Confined.
//
// # What becomes of what
//
//	CallFromThread   a microtask; what a call hands over goes to a task of its own, behind
//	                 timers and events that are due, so that no chain of calls starves them
//	CallLater        setTimeout, through Go's own timers, in the order of deadlines
//	RunInThread      a goroutine: there is no thread, but one that waits does not block
//	panic            of a continuation: the promise is rejected; of any other call: the end
//	                 of the program, as JavaScript would not go on either
//
// The loop of a page never ends. That of Node ends when nothing is under way, and then
// [Loop.Run] returns.
//
// # What waits
//
// [Await] waits for any promise. [Fetch], [Response.Text] and [Response.JSON] are made
// of it. In blocking form they can be used on goroutines that JavaScript has not called:
// in main, in a test.
package jshost

//go:generate go run github.com/evert-go/evert/cmd/evert -target=js/wasm -marked -threads=off . ./example
//go:generate go run github.com/evert-go/evert/cmd/evert explain -target=js/wasm -marked -svg -o graph.svg ./example
