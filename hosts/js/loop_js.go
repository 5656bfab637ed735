package jshost

import (
	"syscall/js"

	"github.com/evert-go/evert/reactor"
)

// A Loop is JavaScript's event loop as a reactor.
type Loop struct {
	*reactor.Guest
	run     func()  // the turn that was asked for
	enter   js.Func // makes it
	turning bool
	task    js.Value // the function that makes a task of a function
	start   js.Value // what it is called with
}

var global = js.Global()

// New makes a reactor on the event loop that this program runs on.
func New() *Loop {
	l := &Loop{}
	l.Guest = reactor.NewGuest(host{l})
	l.enter = js.FuncOf(func(js.Value, []js.Value) any {
		l.turning = true
		defer func() { l.turning = false }()
		l.run()
		return nil
	})
	l.task, l.start = tasks(l.enter.Value)
	return l
}

// tasks returns a function that, called with start, has enter called in a task of its
// own. setTimeout would do, but takes four milliseconds if it is called from a timeout.
func tasks(enter js.Value) (task, start js.Value) {
	if immediate := global.Get("setImmediate"); immediate.Type() == js.TypeFunction {
		return immediate, enter // Node
	}
	channel := global.Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", enter)
	port := channel.Get("port2")
	return port.Get("postMessage").Call("bind", port), js.Null()
}

// host is what the guest needs of its loop; it hides these methods from users.
type host struct{ *Loop }

// Enter implements reactor.Host.
func (l host) Enter(turn func()) error {
	l.run = turn
	if l.turning {
		l.task.Invoke(l.start)
	} else {
		global.Call("queueMicrotask", l.enter)
	}
	return nil
}

// Hold implements reactor.Host. What is under way here is under way in JavaScript, which
// knows it.
func (l host) Hold(bool) {}

// Run waits until the loop ends, for the main function: a program whose main function has
// returned cannot be called any more. In Node it ends when there is nothing left to
// happen, and after Close.
func (l *Loop) Run() {
	process := global.Get("process")
	if process.Type() != js.TypeObject || process.Get("once").Type() != js.TypeFunction {
		<-l.Stopped()
		return
	}
	end := js.FuncOf(func(js.Value, []js.Value) any {
		l.Close()
		return nil
	})
	defer end.Release()
	process.Call("once", "beforeExit", end)
	<-l.Stopped()
	process.Call("off", "beforeExit", end)
}
