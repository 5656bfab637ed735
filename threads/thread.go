package threads

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// DeferToThread runs f outside the reactor's goroutine, where it may block, and
// returns a Deferred of what it returns. A panic of f, or its call of
// runtime.Goexit, becomes the outcome of the Deferred. If r cannot run anything
// in a thread, the Deferred has failed with [reactor.ErrNoThreads].
func DeferToThread[T any](r reactor.Reactor, f func() (T, error)) *deferred.Deferred[T] {
	t, _ := r.(reactor.ThreadRunner)
	return deferTo(r, t, f)
}

func deferTo[T any](r reactor.Reactor, t reactor.ThreadRunner, f func() (T, error)) *deferred.Deferred[T] {
	if t == nil {
		return deferred.Fail[T](reactor.ErrNoThreads)
	}
	j := &job[T]{r: r, f: f}
	if err := j.begin(); err != nil {
		return deferred.Fail[T](err)
	}
	j.step = j.advance
	if err := t.RunInThread(j.step); err != nil {
		j.end()
		return deferred.Fail[T](err)
	}
	return &j.d
}

// DeferToThread1 is [DeferToThread] for a function that cannot fail.
func DeferToThread1[T any](r reactor.Reactor, f func() T) *deferred.Deferred[T] {
	return DeferToThread(r, func() (T, error) { return f(), nil })
}

// DeferToThreadErr is [DeferToThread] for a function whose only result is an
// error.
func DeferToThreadErr(r reactor.Reactor, f func() error) *deferred.Deferred[deferred.Void] {
	return DeferToThread(r, func() (deferred.Void, error) { return deferred.Void{}, f() })
}

// DeferToThread0 is [DeferToThread] for a function without results.
func DeferToThread0(r reactor.Reactor, f func()) *deferred.Deferred[deferred.Void] {
	return DeferToThread(r, func() (deferred.Void, error) {
		f()
		return deferred.Void{}, nil
	})
}

// A job is a function at work in a thread, and the Deferred of its outcome. The
// thread touches out only, and hands it over by CallFromThread.
type job[T any] struct {
	d    deferred.Deferred[T]
	op   reactor.Operation
	r    reactor.Reactor
	f    func() (T, error)
	out  deferred.Outcome[T]
	step func() // advance
	ran  bool   // in the thread
	gone bool   // the reactor stopped, and d has failed
}

func (j *job[T]) begin() error {
	j.op.Owner = j
	if t, ok := j.r.(reactor.Tracker); ok {
		return t.Begin(&j.op)
	}
	return nil
}

func (j *job[T]) end() {
	if t, ok := j.r.(reactor.Tracker); ok {
		t.End(&j.op)
	}
}

// advance is the function that is handed over, first to the thread and then to the
// reactor.
func (j *job[T]) advance() {
	if j.ran {
		j.deliver()
		return
	}
	j.ran = true
	j.run()
}

// run is the thread's part.
func (j *job[T]) run() {
	deferred.Capture(j.f, func(out deferred.Outcome[T]) {
		j.out = out
		// A reactor that has stopped has told j so itself, by Abandon.
		_ = j.r.CallFromThread(j.step)
	})
}

func (j *job[T]) deliver() {
	if j.gone {
		return
	}
	j.end()
	j.f = nil
	j.d.FireOutcome(j.out)
}

// Abandon implements [reactor.Abandoner].
func (j *job[T]) Abandon(err error) {
	j.gone = true
	j.d.Errback(err)
}

// never returns a Deferred that nothing fires but the end of the reactor.
func never[T any](r reactor.Reactor) *deferred.Deferred[T] {
	j := &job[T]{r: r}
	if err := j.begin(); err != nil {
		return deferred.Fail[T](err)
	}
	return &j.d
}
