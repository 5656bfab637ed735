// Package host has functions that hand their parameters on.
package host

import (
	"time"

	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A Handler runs on the reactor.
//
//evert:nonblocking
type Handler func(n int)

// A Server has callbacks.
type Server struct {
	//evert:nonblocking
	OnData func(data []byte)
	Other  func()
}

func After(r reactor.Reactor, f func()) { r.CallLater(time.Second, f) } // want After:"runs reactor 1"

func Wrapped(r reactor.Reactor, f func()) { // want Wrapped:"runs reactor 1"
	r.CallLater(time.Second, func() { f() })
}

func Local(r reactor.Reactor, f func()) { // want Local:"runs reactor 1"
	g := f
	threads.DeferToThread0(r, func() {})
	reactor.Soon(r, g)
}

func InThread(r reactor.Reactor, f func()) { // want InThread:"runs thread 1"
	threads.DeferToThread0(r, f)
}

func Each(list []int, f func(int)) {
	for _, n := range list {
		f(n)
	}
}

func Marked( // want Marked:"runs reactor 0"
	//evert:nonblocking
	f func(),
) {
}

func Handle(h Handler) {} // want Handle:"runs reactor 0"
