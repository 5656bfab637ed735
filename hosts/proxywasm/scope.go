package proxywasm

import (
	"fmt"
	"slices"
	"time"

	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// ErrDone is the error of everything that was under way in a context when the gateway
// ended it. It is a [reactor.ErrReactorStopped].
var ErrDone = fmt.Errorf("the gateway is done with it: %w", reactor.ErrReactorStopped)

// A Scope is the reactor of one context of the gateway: a plugin's, or a stream's. Its
// calls are made while that context is the effective one.
type Scope struct {
	plugin *Plugin
	id     uint32
	posts  []func()
	under  []*reactor.Operation // the oldest first
	err    error                // not nil once the context is no more
}

// CallFromThread implements [reactor.Reactor]. There are no threads: it is called on the
// gateway's. While the scope is active f is called before the gateway goes on; else at the
// next tick.
//
//evert:once f unless err
func (s *Scope) CallFromThread(f func()) (err error) {
	if s.err != nil {
		return s.err
	}
	s.posts = append(s.posts, f)
	if len(s.posts) == 1 && s.plugin.active != s {
		s.CallLater(0, func() {})
	}
	return nil
}

// CallSoon implements [reactor.SoonCaller].
//
//evert:once f unless err
func (s *Scope) CallSoon(f func()) (err error) { return s.CallFromThread(f) }

// CallLater implements [reactor.Reactor], to the millisecond: no tick is shorter.
func (s *Scope) CallLater(d time.Duration, f func()) reactor.DelayedCall {
	return s.plugin.later(s, d, f)
}

// Now implements [reactor.Reactor].
func (s *Scope) Now() time.Time { return s.plugin.now() }

// Begin implements [reactor.Tracker].
func (s *Scope) Begin(op *reactor.Operation) error {
	if s.err == nil {
		s.under = append(s.under, op)
	}
	return s.err
}

// End implements [reactor.Tracker].
func (s *Scope) End(op *reactor.Operation) {
	if i := slices.Index(s.under, op); i >= 0 {
		s.under = slices.Delete(s.under, i, i+1)
	}
}

// run calls f in the scope's context, unless that has ended.
func (s *Scope) run(f func()) {
	if s.err == nil {
		s.enter(f)
	}
}

// enter calls f, and then what was handed over, in the scope's context. Every way in leads
// through it: from the gateway's callbacks, from ticks, from answers.
func (s *Scope) enter(f func()) {
	p := s.plugin
	before := p.active
	if before == s {
		f()
		return
	}
	p.active = s
	setContext(s.id)
	defer p.leave(before, s)
	f()
	s.drain()
}

func (s *Scope) drain() {
	for len(s.posts) > 0 {
		next := s.posts[0]
		s.posts = s.posts[1:]
		next()
	}
}

// end does what was handed over before, and fails what is under way.
func (s *Scope) end() {
	s.run(func() {
		s.drain()
		s.err = ErrDone
		for len(s.under) > 0 {
			op := s.under[0]
			s.under = s.under[1:]
			op.Owner.Abandon(ErrDone)
		}
	})
}

// setContext makes a context the effective one. That fails only for a context that the
// gateway has deleted, of which nothing can be asked any more anyway.
func setContext(id uint32) { _ = proxywasm.SetEffectiveContext(id) }

// Bring returns a Deferred that fires as d does, but in the context of r. It is for what
// several streams wait for, such as one fetch of a key that all need: whoever fires that
// does so in the context of the stream that has fetched it.
func Bring[T any](r reactor.Reactor, d *deferred.Deferred[T]) *deferred.Deferred[T] {
	here := deferred.New(func(*deferred.Deferred[T]) { d.Cancel() })
	d.Observe(func(o deferred.Outcome[T]) {
		if r.CallFromThread(func() { here.FireOutcome(o) }) != nil {
			here.FireOutcome(o) //evert:allow EV306 the stream is done, and the first call is not made
		}
	})
	return here
}
