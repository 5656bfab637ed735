package reactor

import (
	"errors"
	"time"

	"github.com/evert-go/evert/deferred"
)

// A Hook is a function that is called when a reactor shuts down.
type Hook struct {
	f     func() *deferred.Deferred[deferred.Void]
	s     *shutdown
	phase phase
}

// ErrHookGone is returned by Remove of a hook that has been called or removed.
var ErrHookGone = errors.New("cannot remove a hook: it has been called, or removed")

// Remove prevents the call of the hook. The error is [ErrHookGone] if it has
// been called, or removed before.
func (h *Hook) Remove() error {
	hooks := h.s.hooks[h.phase]
	for i, other := range hooks {
		if other == h {
			h.s.hooks[h.phase] = append(hooks[:i:i], hooks[i+1:]...)
			return nil
		}
	}
	return ErrHookGone
}

// phase is a part of a shutdown.
type phase int

const (
	preparing phase = iota
	during
	after
	phases
)

// A shutdown is the hooks of a reactor, and how far they have come.
type shutdown struct {
	hooks   [phases][]*Hook
	now     phase
	waiting int           // Deferreds of hooks that have not fired
	limit   time.Duration // for preparing; 0 is none
	late    bool          // that is over
}

// any reports whether there is something to do before the shutdown.
func (s *shutdown) any() bool { return s != nil && (s.waiting > 0 || len(s.hooks[preparing]) > 0) }

// add adds a hook, unless it is too late for it.
func (s *shutdown) add(p phase, f func() *deferred.Deferred[deferred.Void]) (*Hook, error) {
	if p < s.now {
		return nil, ErrReactorStopped
	}
	h := &Hook{f, s, p}
	s.hooks[p] = append(s.hooks[p], h)
	return h, nil
}

// plain adds a hook that is not waited for.
func (s *shutdown) plain(p phase, f func()) (*Hook, error) {
	return s.add(p, func() *deferred.Deferred[deferred.Void] {
		f()
		return nil
	})
}

// take removes the first hook of a phase; nil if there is none.
func (s *shutdown) take(p phase) *Hook {
	if len(s.hooks[p]) == 0 {
		return nil
	}
	h := s.hooks[p][0]
	s.hooks[p] = s.hooks[p][1:]
	return h
}

// before calls the hooks before the shutdown that have not been called yet, and
// reports whether there is something to wait for.
func (s *shutdown) before() bool {
	for h := s.take(preparing); h != nil; h = s.take(preparing) {
		if d := h.f(); d != nil {
			s.waiting++
			d.Observe(s.over)
		}
	}
	return s.waiting > 0 && !s.late
}

// over is called with the outcome of a hook. A failure is passed on to a Deferred
// that nobody waits for, and is reported as that of one.
func (s *shutdown) over(o deferred.Outcome[deferred.Void]) {
	s.waiting--
	if o.Err != nil || o.Panic != nil {
		deferred.New[deferred.Void]().FireOutcome(o)
	}
}

// limitOn starts the time that hooks before the shutdown have.
func (s *shutdown) limitOn(r Reactor) DelayedCall {
	if s.limit <= 0 {
		return nil
	}
	return r.CallLater(s.limit, func() { s.late = true })
}

// run calls the hooks of a phase, in order.
func (s *shutdown) run(p phase) {
	s.now = p
	for h := s.take(p); h != nil; h = s.take(p) {
		h.f() //evert:allow EV302 nobody waits for the hooks of these phases
	}
}

// hooks are the loop's, which has none as long as nobody asks.
func (l *Loop) hooks() *shutdown {
	if l.ending == nil {
		l.ending = &shutdown{}
		if l.in.has(isOver) {
			l.ending.now = phases
		}
	}
	return l.ending
}

// BeforeShutdown adds a hook that is called once Stop has been, while the loop
// still accepts calls. The loop turns on until all Deferreds that these hooks
// returned have fired, nil being none, and so have those of hooks that were
// added meanwhile; [Loop.SetShutdownLimit] bounds the time. A failure of the
// Deferred is reported as unhandled. Hooks are called in the order in which they
// were added. The error is [ErrReactorStopped] if it is too late.
func (l *Loop) BeforeShutdown(f func() *deferred.Deferred[deferred.Void]) (*Hook, error) {
	if err := l.in.hold(); err != nil {
		return nil, err
	}
	return l.hooks().add(preparing, f)
}

// DuringShutdown adds a hook that is called when the loop accepts no calls any
// more, has made those that it had accepted, and is about to end what is still
// under way. The error is [ErrReactorStopped] if it is too late.
func (l *Loop) DuringShutdown(f func()) (*Hook, error) { return l.hooks().plain(during, f) }

// AfterShutdown adds a hook that is called when everything that was still under
// way has failed with [ErrReactorStopped], just before Run returns. The error is
// ErrReactorStopped if it is too late.
func (l *Loop) AfterShutdown(f func()) (*Hook, error) { return l.hooks().plain(after, f) }

// SetShutdownLimit bounds how long the hooks of BeforeShutdown are waited for.
// The default, 0, is no bound.
func (l *Loop) SetShutdownLimit(d time.Duration) { l.hooks().limit = d }
