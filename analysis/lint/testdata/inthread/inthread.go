// Package inthread uses in threads what belongs to the reactor.
package inthread

import (
	"context"
	"os"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func work() error { return nil }

type server struct {
	r     reactor.Reactor
	ready *deferred.Deferred[string]
	queue *deferred.Queue[int]
	timer reactor.DelayedCall
}

func literals(r reactor.Reactor, l *reactor.Loop, p *threads.Pool, d *deferred.Deferred[int], s *server) {
	deferred.Discard(threads.DeferToThreadErr(r, func() error {
		r.CallLater(time.Second, func() {}) // want `EV304: r.CallLater may be called on the reactor only, and this runs in a thread`

		d.Callback(1) // want `EV304: d.Callback may be called on the reactor only`

		if err := work(); err != nil {
			d.Errback(err) // want `EV304: d.Errback may be called on the reactor only`

			return err
		}
		s.ready.Callback("yes") // want `EV304: s.ready.Callback may be`

		s.timer.Cancel() // want `EV304: s.timer.Cancel may be`

		deferred.Use(d, func(n int) { // want `EV304: deferred.Use may be`
			s.queue.TryPut(n)
		})
		d.Observe(func(o deferred.Outcome[int]) {}) // want `EV304: d.Observe may be`

		l.CallSoon(func() {}) // want `EV304: l.CallSoon may be`

		reactor.Soon(r, func() {}) // want `EV304: reactor.Soon may be`

		return s.queue.TryPut(1) // want `EV304: s.queue.TryPut may be`
	}))
	deferred.Discard(threads.DeferToThreadContext(context.Background(), r, func(ctx context.Context) (int, error) {
		reactor.Sleep(r, time.Second)                                                      // want `EV304: reactor.Sleep may be`
		deferred.Discard(threads.DeferToPool(r, p, func() (int, error) { return 1, nil })) // want `EV304: threads.DeferToPool may be`

		n, _, ok := d.Result() // want `EV304: d.Result may be`
		if !ok {
			n = 1
		}
		return n, ctx.Err()
	}))
	threads.DeferToThread0(r, func() {
		d.Errback(os.Remove("x")) // want `EV304: d.Errback may be`

		func() {
			d.Cancel() // want `EV304: d.Cancel may be`
		}()
		d.Cancel() //evert:allow EV304 the loop waits for this thread
	})
}

func fetchDeferred(r reactor.Reactor, url string) *deferred.Deferred[string] {
	return deferred.Succeed(url)
}

func forms(r reactor.Reactor) {
	deferred.Discard(threads.DeferToThread(r, func() (string, error) {
		fetchDeferred(r, "u").Observe(func(deferred.Outcome[string]) {}) // want `EV304: fetchDeferred returns a Deferred of the reactor, and this runs in a thread: threads.BlockingCallFromThread waits for it`

		own := reactor.New()
		fetchDeferred(own, "u").Observe(func(deferred.Outcome[string]) { own.Stop() })
		own.Run()
		return threads.BlockingCallFromThread(r, func() *deferred.Deferred[string] { return fetchDeferred(r, "u") })
	}))
}

// There is no fix where a variable is something else when the reactor comes to it.
func changing(r reactor.Reactor, s *server) {
	threads.DeferToThread0(r, func() {
		n := 0
		for range 3 {
			s.queue.TryPut(n) // want `EV304: s.queue.TryPut may be`
			n++
		}
		for i := range 3 {
			s.queue.TryPut(i) // want `EV304: s.queue.TryPut may be`
		}
		_, err := os.Stat("a")
		_, err = os.Stat("b")
		s.ready.Errback(err) // want `EV304: s.ready.Errback may be`
	})
}

//evert:thread
func slow(s *server) {
	s.ready.Callback("yes") // want `EV304: s.ready.Callback may be`
}

//evert:nonblocking
func goroutine(d *deferred.Deferred[int]) {
	go func() {
		d.Callback(1) // want `EV304: d.Callback may be`
	}()
}

func fine(r reactor.Reactor, l *reactor.Loop, d *deferred.Deferred[int], p *threads.Pool) {
	threads.DeferToThread0(r, func() {
		r.CallFromThread(func() {
			d.Callback(1)
			r.CallLater(time.Second, func() {})
		})
		begin := r.Now()
		v, err := threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] {
			return deferred.Map(d, func(n int) int { return n })
		})
		l.RunInThread(func() {})
		<-l.Stopped()
		_, _, _, _ = v, err, begin, l.Stats()
		p.Close()
		l.Stop()
	})
	threads.DeferToThread0(r, func() {
		own := reactor.New() // a loop in a thread
		own.CallLater(time.Second, func() { own.Stop() })
		mine := deferred.New[int]()
		mine.Callback(1)
		own.Run()
	})
	d.Callback(1)
}

//evert:nonblocking
func another() {
	l := reactor.New()
	go func() {
		l.CallLater(time.Second, l.Stop)
		l.Run()
	}()
}
