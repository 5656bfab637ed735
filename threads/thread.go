package threads

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// DeferToThread runs f outside the reactor's goroutine, where it may block, and
// returns a Deferred of what it returns. A panic of f, or its call of
// runtime.Goexit, becomes the outcome of the Deferred. If r cannot run anything
// in a thread, the Deferred has failed with [reactor.ErrNoThreads]. If the Deferred is
// cancelled it fails at once, and what f returns is dropped; [DeferToThreadContext] tells
// f of that.
func DeferToThread[T any](r reactor.Reactor, f func() (T, error)) *deferred.Deferred[T] {
	t, _ := r.(reactor.ThreadRunner)
	return deferTo(r, t, f)
}

func deferTo[T any](r reactor.Reactor, t reactor.ThreadRunner, f func() (T, error)) *deferred.Deferred[T] {
	if t == nil {
		return deferred.Fail[T](reactor.ErrNoThreads)
	}
	if p := poolOf(t); p != nil {
		return DeferToPool(r, p, f)
	}
	j := &job[T]{}
	if err := j.begin(r, j, f); err != nil {
		return deferred.Fail[T](err)
	}
	if err := t.RunInThread(j.e.there); err != nil {
		j.e.end()
		return deferred.Fail[T](err)
	}
	return &j.d
}

// poolOf is the pool that runs what t is given, if t says so.
func poolOf(t reactor.ThreadRunner) *Pool {
	if h, ok := t.(interface{ Threads() reactor.ThreadRunner }); ok {
		t = h.Threads()
	}
	p, _ := t.(*Pool)
	return p
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
// thread writes nothing but the value, and the rest of the outcome in the errand, and
// hands them over by CallFromThread.
type job[T any] struct {
	d     deferred.Deferred[T]
	e     *errand // nil if d has been fired: the job is over, the reactor stopped, or it was cancelled
	value T
}

// outcome says what sort of outcome a job has.
type outcome uint8

const (
	returned outcome = iota
	panicked         // the error is a *deferred.PanicError
	exited
)

// begin sends the job on its errand, as what self says.
func (j *job[T]) begin(r reactor.Reactor, self work, f func() (T, error)) error {
	j.e = errands.Get().(*errand)
	j.e.call = f
	return j.e.begin(r, self)
}

// run is the thread's part.
func (j *job[T]) run(e *errand) {
	deferred.Capture(e.call.(func() (T, error)), func(out deferred.Outcome[T]) {
		j.value = out.Value
		switch {
		case out.Panic != nil:
			e.kind, e.err = panicked, out.Panic
		case out.Exited:
			e.kind = exited
		case out.Err != nil:
			e.err = out.Err
		}
		// A reactor that has stopped has told j so itself, by Abandon.
		_ = e.r.CallFromThread(e.back)
	})
}

// deliver is the reactor's part.
func (j *job[T]) deliver() {
	e := j.e
	if e == nil {
		return
	}
	kind, err := e.kind, e.err
	j.e = nil
	e.over()
	switch kind {
	case panicked:
		j.d.FailPanic(err.(*deferred.PanicError))
	case exited:
		j.d.FailGoexit()
	default:
		j.d.Fire(j.value, err)
	}
}

// Abandon implements [reactor.Abandoner].
func (j *job[T]) Abandon(err error) {
	j.e = nil
	j.d.Errback(err)
}

// never returns a Deferred that nothing fires but the end of the reactor.
func never[T any](r reactor.Reactor) *deferred.Deferred[T] {
	j := &job[T]{}
	if err := j.begin(r, j, nil); err != nil {
		return deferred.Fail[T](err)
	}
	return &j.d
}
