// Package selfwait waits for what waits for it.
package selfwait

import (
	"context"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func oneDeferred(r reactor.Reactor) *deferred.Deferred[int] { return deferred.Succeed(1) }

func callbacks(r reactor.Reactor, l *reactor.Loop, p *threads.Pool) {
	r.CallLater(time.Second, func() {
		threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] { return oneDeferred(r) }) // want `EV303: threads.BlockingCallFromThread waits for the reactor that it is called on`
		l.Run()                                                                                     // want `EV303: l.Run makes a reactor's turns, and is called in the middle of one`
		l.RunUntil(func() bool { return true })                                                     // want `EV303: l.RunUntil makes a reactor's turns`
		p.Wait(context.Background())                                                                // want `EV303: p.Wait waits until the pool is done, and keeps the reactor from taking what it brings: Shutdown is its callback form`
		p.Wait(context.Background())                                                                //evert:allow EV303 it is empty
		l.Stop()
	})
	l.Run()
}

// In a thread one may wait for the reactor.
func thread(r reactor.Reactor, p, q *threads.Pool) {
	threads.DeferToThread0(r, func() {
		threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] { return oneDeferred(r) })
		p.Wait(context.Background())
	})
	deferred.Discard(threads.DeferToPool(r, p, func() (int, error) {
		return threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] {
			return threads.DeferToPool(r, q, func() (int, error) { return 1, nil })
		})
	}))
}

type server struct{ pool, other *threads.Pool }

func (s *server) full(r reactor.Reactor) {
	deferred.Discard(threads.DeferToPool(r, s.pool, func() (int, error) {
		defer func() {
			s.pool.Wait(context.Background()) // want `EV303: s.pool.Wait waits until the pool has done its work, of which this function is a part`
		}()
		s.other.Wait(context.Background())
		return threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] {
			return deferred.Chain(oneDeferred(r), func(int) *deferred.Deferred[int] {
				return threads.DeferToPool(r, s.pool, func() (int, error) { // want `EV303: this function runs in s.pool and waits for another one there: if all its threads do, none is left`
					return 1, nil
				})
			})
		})
	}))
}
