// Package locks holds locks.
package locks

import (
	"net/http"
	"sync"

	"example.com/lib"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

type server struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	cond  *sync.Cond
	n     int
	other struct{ sync.Mutex }
}

func (s *server) deferUnlock() (string, error) {
	s.mu.Lock() // want `EV301: s.mu stays locked while deferUnlock waits for lib.Fetch \(wait: example.com/lib.Fetch\): in its callback form other callbacks run meanwhile, and one that locks it stops the reactor`
	defer s.mu.Unlock()
	return lib.Fetch("u")
}

func (s *server) between() {
	s.rw.RLock() // want `EV301: s.rw stays locked while between waits for lib.Fetch`
	lib.Fetch("u")
	lib.Fetch("v")
	s.rw.RUnlock()
	s.mu.Lock() //evert:allow EV301 nobody else knows it
	lib.Fetch("u")
	s.mu.Unlock()
}

func (s *server) deferLiteral(c chan int) {
	s.other.Lock() // want `EV301: s.other.Mutex stays locked while deferLiteral waits for a channel receive`
	defer func() {
		s.n++
		s.other.Unlock()
	}()
	<-c
	lib.Fetch("u")
}

//evert:callback
func (s *server) marked(url string) {
	s.mu.Lock() // want `EV301: s.mu stays locked while marked waits for http.Get \(net: net/http.Get\)`
	http.Get(url)
	s.mu.Unlock()
}

func branches(s *server, again bool) error {
	s.mu.Lock() // want `EV301: s.mu stays locked`
	if again {
		s.mu.Unlock()
		lib.Fetch("u")
		return nil
	}
	for range 3 {
		s.n++
	}
	lib.Fetch("v")
	s.mu.Unlock()
	return nil
}

func selects(s *server, c chan int) {
	s.mu.Lock() // want `EV301: s.mu stays locked while selects waits for a select`
	select {
	case <-c:
	case c <- 1:
	}
	s.mu.Unlock()
	lib.Fetch("u")
}

// Nothing is held here where it waits, or nobody can be sure.

func before(s *server) {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	lib.Fetch("u")
}

func allBranches(s *server, again bool) {
	s.mu.Lock()
	switch {
	case again:
		s.n++
		s.mu.Unlock()
	default:
		s.mu.Unlock()
	}
	lib.Fetch("u")
}

func sometimes(s *server, locked bool) {
	if locked {
		s.mu.Lock()
	}
	lib.Fetch("u")
	if locked {
		s.mu.Unlock()
	}
}

func loop(s *server) {
	for range 3 {
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
		lib.Fetch("u")
	}
}

func helpers(s *server) {
	s.mu.Lock()
	s.leave()
	lib.Fetch("u")
	s.mu.Lock()
	leave := func() { s.mu.Unlock() }
	leave()
	lib.Fetch("u")
	s.mu.Lock()
	release(&s.mu)
	lib.Fetch("u")
}

func (s *server) leave() { s.mu.Unlock() }

func aliases(s *server, l interface{ unlockAll() }) {
	mu := &s.mu
	mu.Lock()
	s.mu.Unlock()
	lib.Fetch("u")
	s.mu.Lock()
	mu.Unlock()
	lib.Fetch("u")
	t := s
	s.mu.Lock()
	t.mu.Unlock()
	lib.Fetch("u")
	unlock := s.mu.Unlock
	s.mu.Lock()
	unlock()
	lib.Fetch("u")
	s.mu.Lock()
	l.unlockAll()
	lib.Fetch("u")
	if s.mu.TryLock() {
		lib.Fetch("u")
		s.mu.Unlock()
	}
}

func (s *server) loops(c chan int) {
	for {
		s.mu.Lock()
		if s.n > 3 {
			s.mu.Unlock()
			break
		}
		s.mu.Unlock()
		<-c
		lib.Fetch("u")
	}
outer:
	for {
		s.mu.Lock() // want `EV301: s.mu stays locked while loops waits for lib.Fetch`
		switch {
		case s.n > 3:
			s.mu.Unlock()
			continue outer
		case s.n < 0:
			panic("negative")
		}
		lib.Fetch("u")
		s.mu.Unlock()
	}
}

func release(l sync.Locker) { l.Unlock() }

// It does not unlock what its caller has locked.
func (s *server) count() {
	s.other.Lock()
	s.n++
	s.other.Unlock()
}

func keeps(s *server) {
	s.mu.Lock() // want `EV301: s.mu stays locked while keeps waits`
	s.count()
	lib.Fetch("u")
	s.mu.Unlock()
}

func another(s, t *server) {
	s.mu.Lock()
	s = t
	lib.Fetch("u")
	s.mu.Unlock()
}

func conditions(s *server) {
	s.mu.Lock()
	for s.n == 0 {
		s.cond.Wait()
	}
	s.mu.Unlock()
	lib.Fetch("u")
}

func starts(s *server) {
	s.mu.Lock()
	go lib.Fetch("u")
	s.mu.Unlock()
	lib.Fetch("u")
}

// It has no callback form: nobody asked for one.
func unannotated(s *server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	http.Get("u")
}

//evert:thread
func inThread(s *server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lib.Fetch("u")
}

// Callbacks by hand.

func (s *server) byHand(r reactor.Reactor) {
	s.mu.Lock() // want `EV301: s.mu is locked here, and unlocked in a later callback: others run meanwhile, and one that locks it stops the reactor`
	lib.FetchDeferred(r, "u").Observe(func(o deferred.Outcome[string]) {
		s.n++
		s.mu.Unlock()
	})
}

func (s *server) withBranch(r reactor.Reactor, again bool) *deferred.Deferred[string] {
	s.mu.Lock() // want `EV301: s.mu is locked here, and unlocked in a later callback`
	if again {
		s.mu.Unlock()
		return deferred.Succeed("")
	}
	return deferred.AddBoth(lib.FetchDeferred(r, "u"), func(v string, err error) (string, error) {
		defer s.mu.Unlock()
		return v, err
	})
}

func (s *server) scoped(r reactor.Reactor) *deferred.Deferred[string] {
	return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
		s.mu.Lock() // want `EV301: s.mu is locked here, and unlocked in a later callback`
		scope.Defer(s.mu.Unlock)
		return lib.FetchDeferred(r, "u")
	})
}

func (s *server) each(r reactor.Reactor) {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	lib.FetchDeferred(r, "u").Observe(func(o deferred.Outcome[string]) {
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
	})
}

func (s *server) deferred(r reactor.Reactor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lib.FetchDeferred(r, "u").Observe(func(o deferred.Outcome[string]) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.n++
	})
}
