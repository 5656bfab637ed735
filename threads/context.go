package threads

import (
	"context"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// DeferToThreadContext is [DeferToThread] for a function that heeds a context. If
// ctx ends before f has been called, f is not called, and the Deferred fails with
// ctx.Err(). Later it is f that is told, by the context that it is called with, and
// the Deferred fires with what f returns. That context also ends when the Deferred
// is cancelled, which then fails with deferred.ErrCancelled at once, and when the
// reactor stops.
func DeferToThreadContext[T any](ctx context.Context, r reactor.Reactor, f func(ctx context.Context) (T, error)) *deferred.Deferred[T] {
	t, _ := r.(reactor.ThreadRunner)
	if t == nil {
		return deferred.Fail[T](reactor.ErrNoThreads)
	}
	return tie(ctx, r, t, f)
}

// DeferToPoolContext is [DeferToThreadContext] with the goroutines of a pool. The
// error is [ErrPoolClosed] if the pool has been closed.
func DeferToPoolContext[T any](ctx context.Context, r reactor.Reactor, p *Pool, f func(ctx context.Context) (T, error)) *deferred.Deferred[T] {
	return tie(ctx, r, p, f)
}

func tie[T any](ctx context.Context, r reactor.Reactor, t reactor.ThreadRunner, f func(ctx context.Context) (T, error)) *deferred.Deferred[T] {
	if err := ctx.Err(); err != nil {
		return deferred.Fail[T](err)
	}
	j := &tied[T]{p: poolOf(t)}
	own, cancel := context.WithCancel(ctx)
	j.cancel = cancel
	j.stop = context.AfterFunc(ctx, func() {
		// A reactor that has stopped has told j so itself, by Abandon.
		_ = r.CallFromThread(func() {
			if j.e != nil && j.leave() {
				j.fail(ctx.Err())
			}
		})
	})
	return j.start(r, t, func() (T, error) {
		defer j.release()
		return f(own)
	})
}

// A tied is a job that can be dropped as long as it is queued: since its context
// ends, its Deferred is cancelled, its pool does not wait any longer, or the
// reactor stops.
type tied[T any] struct {
	job[T]
	way    *errand // the job's, until it has come back
	task   task
	p      *Pool              // nil if it is other threads that run it
	cancel context.CancelFunc // of f's context; nil without
	stop   func() bool        // waiting for the end of the other context; nil without
}

// start is on the reactor's goroutine, as are all others but drop and release.
func (j *tied[T]) start(r reactor.Reactor, t reactor.ThreadRunner, f func() (T, error)) *deferred.Deferred[T] {
	if err := j.begin(r, j, f); err != nil {
		return j.refused(err)
	}
	j.way = j.e
	j.way.tied = true
	var err error
	if j.p != nil {
		j.task.run, j.task.owner = j.way.there, j
		err = j.p.submit(&j.task)
	} else {
		err = t.RunInThread(j.way.there)
	}
	if err != nil {
		j.way.end()
		return j.refused(err)
	}
	j.d.OnCancel(j.cancelled)
	return &j.d
}

func (j *tied[T]) deliver() {
	if j.e != nil {
		j.way = nil // it is used again
	}
	j.job.deliver()
}

// refused is for a job that nobody is going to run.
func (j *tied[T]) refused(err error) *deferred.Deferred[T] {
	j.e = nil
	j.release()
	return deferred.Fail[T](err)
}

// leave takes the job out of the queue; it is false if it has begun.
func (j *tied[T]) leave() bool {
	if !j.way.withdraw() {
		return false
	}
	if j.p != nil {
		j.p.withdraw(&j.task)
	}
	j.way.call = nil
	return true
}

// fail is the end of a job that was never begun.
func (j *tied[T]) fail(err error) {
	j.release()
	j.e = nil
	j.way.end()
	j.d.Errback(err)
}

// cancelled is the Deferred's canceller.
func (j *tied[T]) cancelled() {
	j.leave()
	j.release()
	j.e = nil
	j.way.end()
}

// Abandon implements [reactor.Abandoner].
func (j *tied[T]) Abandon(err error) {
	j.leave()
	j.release()
	j.e = nil
	j.d.Errback(err)
}

// drop implements [dropper].
func (j *tied[T]) drop(err error) {
	if j.way.withdraw() {
		_ = j.way.r.CallFromThread(func() { // else the reactor has told j by Abandon
			if j.e != nil {
				j.fail(err)
			}
		})
	}
}

// release ends f's context, and does not wait for the end of the other any more.
func (j *tied[T]) release() {
	if j.cancel != nil {
		j.cancel()
		j.stop()
	}
}
