// Package values gives functions away.
package values

import (
	"time"

	"example.com/lib"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

type server struct {
	//evert:nonblocking
	onTick func()
}

func (s *server) slow()  { lib.Nap() }
func (s *server) quick() {}

func give(r reactor.Reactor, s *server, d *deferred.Deferred[string]) {
	r.CallLater(time.Second, lib.Nap) // want `EV201: lib.Nap blocks \(sleep: example.com/lib.Nap < time.Sleep\), but is a callback of reactor.Reactor.CallLater, which runs it on the reactor`

	r.CallLater(time.Second, s.slow) // want `EV201: s.slow blocks`

	r.CallLater(time.Second, s.quick)
	deferred.AddCallback(d, lib.Fetch) // want `EV201: lib.Fetch blocks`

	threads.DeferToThread0(r, lib.Nap)
	s.onTick = lib.Nap // want `EV201: lib.Nap blocks`

	s.onTick = s.quick
	f := lib.Nap
	r.CallLater(time.Second, f) // want `EV201: f blocks`

	r.CallLater(time.Second, maker()) // want `EV201: maker\(\) blocks`

	r.CallLater(time.Second, lib.Nap) //evert:allow EV201 only at start
	_ = server{onTick: lib.Nap}       // want `EV201: lib.Nap blocks`

}

func maker() func() { return lib.Nap }
