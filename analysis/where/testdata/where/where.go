// Package where has calls of at, and where they run.
package where

import (
	"time"

	"example.com/host"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func at() {}

func plain() {
	at() // want "unknown: "
	func() {
		at() // want "unknown: "
	}()
}

//evert:nonblocking
func marked() {
	at() // want "reactor: marked //evert:nonblocking"
	func() {
		at() // want "reactor: marked //evert:nonblocking"
	}()
	defer func() {
		at() // want "reactor: marked"
	}()
	go func() {
		at() // want "thread: started by a go statement"
	}()
	later := func() {
		at() // want "unknown: "
	}
	_ = later
	now := func() {
		at() // want "reactor: marked"
	}
	now()
	host.Each([]int{1}, func(int) {
		at() // want "reactor: marked"
	})
}

//evert:thread
func slow() {
	at() // want "thread: marked //evert:thread"
}

func callbacks(r reactor.Reactor, l *reactor.Loop) {
	r.CallLater(time.Second, func() {
		at() // want `reactor: a callback of reactor.Reactor.CallLater`
		threads.DeferToThread0(r, func() {
			at() // want `thread: run in a thread by threads.DeferToThread0`
			r.CallFromThread(func() {
				at() // want `reactor: a callback of reactor.Reactor.CallFromThread`
			})
		})
	})
	l.CallSoon(func() {
		at() // want `reactor: a callback of \(\*reactor.Loop\).CallSoon`
	})
	d := deferred.Succeed(1)
	deferred.AddCallback(d, func(n int) (int, error) {
		at() // want `reactor: a callback of deferred.AddCallback`
		return n, nil
	})
	d.AddErrback(func(err error) (int, error) {
		at() // want `reactor: a callback of \(\*deferred.Deferred\).AddErrback`
		return 0, err
	})
	deferred.New(func(d *deferred.Deferred[int]) {
		at() // want `reactor: a callback of deferred.New`
	})
	f := func() {
		at() // want `reactor: a callback of reactor.Soon`
	}
	reactor.Soon(r, f)
	var g func()
	g = func() {
		at() // want `reactor: a callback of reactor.Soon`
	}
	h := g
	reactor.Soon(r, h)
	both := func() {
		at() // want `reactor: a callback of reactor.Soon`
	}
	threads.DeferToThread0(r, both)
	reactor.Soon(r, both)
}

func handedOn(r reactor.Reactor) {
	host.After(r, func() {
		at() // want "reactor: a callback of host.After"
	})
	host.Wrapped(r, func() {
		at() // want "reactor: a callback of host.Wrapped"
	})
	host.Local(r, func() {
		at() // want "reactor: a callback of host.Local"
	})
	host.InThread(r, func() {
		at() // want "thread: run in a thread by host.InThread"
	})
	host.Marked(func() {
		at() // want "reactor: a callback of host.Marked"
	})
	own(r, func() {
		at() // want "reactor: a callback of where.own"
	})
	host.Each([]int{1}, func(int) {
		at() // want "unknown: "
	})
}

func own(r reactor.Reactor, f func()) { reactor.Soon(r, f) }

func stored(s *host.Server) host.Handler {
	s.OnData = func([]byte) {
		at() // want "reactor: OnData, marked"
	}
	s.Other = func() {
		at() // want "unknown: "
	}
	_ = host.Server{OnData: func([]byte) {
		at() // want "reactor: OnData, marked"
	}}
	_ = []host.Handler{func(int) {
		at() // want "reactor: a Handler, marked"
	}}
	_ = host.Handler(func(int) {
		at() // want "reactor: a Handler, marked"
	})
	var h host.Handler = func(int) {
		at() // want "reactor: a Handler, marked"
	}
	_ = h
	host.Handle(func(int) {
		at() // want "reactor: a callback of host.Handle|a Handler, marked"
	})
	return func(int) {
		at() // want "reactor: a Handler, marked"
	}
}

//evert:blocking callback=fetchDeferred
func fetch() int { return 1 }

func fetchDeferred() *deferred.Deferred[int] {
	at() // want "reactor: a callback form"
	return deferred.Succeed(1)
}

//evert:counterpart example.com/host.Each
func eachDeferred() *deferred.Deferred[int] {
	at() // want "reactor: a callback form"
	return deferred.Succeed(1)
}

// inPlace calls its parameter: that says nothing of where it runs.
//
//evert:nonblocking
func inPlace(f func()) { f() }

func calls() {
	inPlace(func() {
		at() // want "unknown: "
	})
}

func recursive(r reactor.Reactor) {
	var step func()
	step = func() {
		at() // want "reactor: a callback of reactor.Soon"
		reactor.Soon(r, step)
	}
	step()
}
