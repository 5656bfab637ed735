package actorhost

import (
	"github.com/asynkron/protoactor-go/actor"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// ResultDeferred is the callback form of f.Result(): in an actor it waits by ReenterAfter.
//
//evert:counterpart github.com/asynkron/protoactor-go/actor.(Future).Result
func ResultDeferred(r reactor.Reactor, f *actor.Future) *deferred.Deferred[any] {
	l, ok := r.(*Loop)
	if !ok {
		return threads.DeferToThread(r, f.Result)
	}
	w := &answer{l: l}
	w.Owner = w
	if err := l.Begin(&w.Operation); err != nil {
		return deferred.Fail[any](err)
	}
	w.d.OnCancel(func() { l.End(&w.Operation) })
	l.ctx.ReenterAfter(f, w.reenter)
	return &w.d
}

// WaitDeferred is the callback form of f.Wait().
//
//evert:counterpart github.com/asynkron/protoactor-go/actor.(Future).Wait
func WaitDeferred(r reactor.Reactor, f *actor.Future) *deferred.Deferred[deferred.Void] {
	return deferred.Map(ResultDeferred(r, f), func(any) deferred.Void { return deferred.Void{} })
}

// An answer is awaited.
type answer struct {
	reactor.Operation
	l *Loop
	d deferred.Deferred[any]
}

// reenter is called in the actor when the future is completed.
func (w *answer) reenter(v any, err error) {
	if !w.Under() { // cancelled, or the actor has stopped
		return
	}
	w.l.End(&w.Operation)
	w.d.Fire(v, err)
}

// Abandon implements [reactor.Abandoner].
func (w *answer) Abandon(err error) { w.d.Errback(err) }

// Reply answers the message of l with what d fires with: its value, or its error. A panic
// is raised in the actor, whose supervisor decides what becomes of it.
//
//evert:nonblocking
func Reply[T any](l *Loop, d *deferred.Deferred[T]) {
	d.Observe(func(o deferred.Outcome[T]) {
		switch {
		case o.Panic != nil:
			if l.CallSoon(o.Panic.Raise) != nil {
				l.Respond(o.Panic) // the actor has come to its end
			}
		case o.Err != nil:
			l.Respond(o.Err)
		default:
			l.Respond(o.Value)
		}
	})
}
