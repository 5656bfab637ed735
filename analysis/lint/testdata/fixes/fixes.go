// Package fixes has what can be fixed.
package fixes

import (
	"net/http"
	"os"
	"time"

	"example.com/lib"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

type server struct {
	loop  reactor.Reactor
	url   string
	count int
}

func show(...any) {}

func finish(r reactor.Reactor) {
	r.CallLater(time.Second, func() {
		show("before")
		// It is far away.
		s, err := lib.Fetch("u") // want `EV101`
		if err != nil {
			show(err)
			return
		}
		show(s) // and so on
	})
	r.CallLater(time.Second, func() {
		lib.Fetch("u") // want `EV101`
	})
	r.CallLater(time.Second, func() {
		lib.Nap() // want `EV101`
		show("awake")
	})
	r.CallLater(time.Second, func() {
		if _, err := lib.Fetch("u"); err != nil { // want `EV101`
			show(err)
			return
		}
		if err := os.Remove("x"); err != nil { // want `EV101`
			show(err)
		}
	})
}

func (s *server) several() {
	s.loop.CallLater(time.Second, func() {
		a, err := lib.Fetch(s.url) // want `EV101`
		if err != nil {
			return
		}
		time.Sleep(time.Second)          // want `EV102`
		resp, err := http.Get(s.url + a) // want `EV101`
		show(resp, err)
		s.count++
	})
}

func (s *server) sleeps() {
	s.loop.CallLater(time.Second, func() {
		show("a")
		time.Sleep(2 * time.Second) // want `EV102`
		if s.count == 0 {
			return
		}
		show(`raw
	text`)
	})
}

//evert:nonblocking
func (s *server) chained(n int) *deferred.Deferred[int] {
	if n == 0 {
		return deferred.Succeed(0)
	}
	text, err := lib.Fetch(s.url) // want `EV101`
	if err != nil {
		return deferred.Fail[int](err)
	}
	lib.Nap() // want `EV101`
	return deferred.Succeed(len(text))
}

func (s *server) adds(d *deferred.Deferred[string]) *deferred.Deferred[int] {
	e := deferred.AddCallback(d, func(u string) (string, error) {
		return lib.Fetch(u) // want `EV101`
	})
	return deferred.AddBoth(e, func(u string, err error) (int, error) {
		if err != nil {
			return 0, err
		}
		data, err := os.ReadFile(u) // want `EV101`
		if err != nil {
			return 0, err
		}
		s.count += len(data)
		return len(data), nil
	})
}

func (s *server) values(d *deferred.Deferred[string]) {
	s.loop.CallLater(time.Second, lib.Nap) // want `EV201`

	deferred.AddCallback(d, lib.Fetch) // want `EV201`

	deferred.AddCallback(d, os.ReadFile) // want `EV201`
}

// What follows cannot be fixed surely: no reactor, not in the body's own list, a
// deferred call, in place, several values.

//evert:nonblocking
func noReactor() {
	lib.Fetch("u") // want `EV101`
}

//evert:nonblocking
func nested(r reactor.Reactor, n int) {
	if n > 0 {
		lib.Fetch("u") // want `EV101`
	}
	show(n)
}

//evert:nonblocking
func defers(r reactor.Reactor) {
	defer show("end")
	lib.Fetch("u") // want `EV101`
}

//evert:nonblocking
func inPlace(r reactor.Reactor) {
	func() {
		lib.Fetch("u") // want `EV101`
	}()
}

//evert:nonblocking
func assigned(r reactor.Reactor) {
	var s string
	s, err := lib.Fetch("u") // want `EV101`
	f := func() { show(s) }
	show(f, err)
}

//evert:nonblocking
func result(r reactor.Reactor) int {
	s, _ := lib.Fetch("u") // want `EV101`
	return len(s)
}
