// Package deferreds has functions that make Deferreds and return them.
package deferreds

import (
	"errors"
	"log"

	"example.com/actor"
	"example.com/deferred"
)

var errFailed = errors.New("failed")

// start is a call of a host.
//
//evert:once f unless err
func start(f func(int, error)) (err error) {
	started = append(started, f)
	return nil
}

var started []func(int, error)

//evert:once f
func later(f func()) { queue = append(queue, f) }

var queue []func()

func right() *deferred.Deferred[int] {
	d := deferred.New[int]()
	if err := start(func(n int, err error) { d.Fire(n, err) }); err != nil {
		d.Errback(err)
	}
	return d
}

func method() *deferred.Deferred[int] {
	d := deferred.New[int]()
	if err := start(d.Fire); err != nil {
		return deferred.Fail[int](err)
	}
	return d
}

func droppedError() *deferred.Deferred[int] {
	d := deferred.New[int]()
	start(func(n int, err error) { d.Fire(n, err) }) // want `d is not fired if start fails: its error is dropped`
	return d
}

func loggedError() *deferred.Deferred[int] {
	d := deferred.New[int]()
	if err := start(d.Fire); err != nil { // want `d is not fired if start fails$`
		log.Print(err)
	}
	return d
}

func firedBeforeCheck() *deferred.Deferred[int] {
	d := deferred.New[int]()
	err := start(d.Fire)
	d.Errback(err) // want `d is fired a second time on this path`
	return d
}

func earlyReturn(ready bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	if !ready {
		return d // want `d is not fired on a path that ends here`
	}
	later(func() { d.Callback(1) })
	return d
}

func earlyOther(ready bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	if !ready {
		return deferred.Succeed(1) // nobody waits for d
	}
	later(func() { d.Callback(1) })
	return d
}

func constructor() *deferred.Deferred[int] {
	return deferred.New[int]() // for others to fire
}

func constructorWithCancel() *deferred.Deferred[int] {
	d := deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errFailed) })
	d.OnCancel(func() { log.Print("cancelled") })
	return d
}

func closureForgets() *deferred.Deferred[string] {
	d := deferred.New[string]()
	later(func() {
		text, err := read()
		if err != nil {
			log.Print(err)
			return // want `d is not fired on a path that ends here`
		}
		d.Callback(text)
	})
	return d
}

func read() (string, error) { return "", nil }

func closureTwice() *deferred.Deferred[string] {
	d := deferred.New[string]()
	later(func() {
		text, err := read()
		if err != nil {
			d.Errback(err)
		}
		d.Callback(text) // want `d is fired a second time on this path`
	})
	return d
}

func mapped(ready bool) *deferred.Deferred[string] {
	d := deferred.New[int]()
	if ready {
		d.Callback(1)
	}
	return deferred.Map(d, func(int) string { return "" }) // want `d is not fired on a path that ends here`
}

func chained() *deferred.Deferred[int] {
	d := deferred.New[int]()
	later(func() { d.Callback(1) })
	return deferred.Chain(d, func(n int) *deferred.Deferred[int] { return deferred.Succeed(n) })
}

func observedOnly(ready bool) {
	d := deferred.New[int]()
	d.Observe(func(n int, err error) { log.Print(n, err) })
	if ready {
		d.Callback(1)
	}
} // want `d is not fired on a path that ends here`

type queueOf struct {
	waiting []*deferred.Deferred[int]
	items   []int
	next    *deferred.Deferred[int]
}

func (q *queueOf) get() *deferred.Deferred[int] {
	d := deferred.New[int]()
	if len(q.items) > 0 {
		d.Callback(q.items[0])
		return d
	}
	q.waiting = append(q.waiting, d)
	return d
}

func (q *queueOf) field() *deferred.Deferred[int] {
	q.next = deferred.New[int]()
	return q.next
}

func (q *queueOf) storedInClosure() *deferred.Deferred[int] {
	d := deferred.New[int]()
	f := func(n int) { d.Callback(n) }
	listeners = append(listeners, f)
	return d
}

var listeners []func(int)

func unlessFired() *deferred.Deferred[int] {
	d := deferred.New[int]()
	later(func() {
		if !d.Fired() {
			d.Callback(1)
		}
	})
	later(func() {
		if !d.Fired() {
			d.Errback(errFailed)
		}
	})
	return d
}

func cancels() *deferred.Deferred[int] {
	d := deferred.New[int]()
	d.Cancel()
	return d
}

func goes() *deferred.Deferred[int] {
	d := deferred.New[int]()
	go func() {
		n, err := work()
		if err != nil {
			d.Errback(err)
		} else if n > 0 {
			d.Callback(n)
		}
	}() // want `d is not fired on a path that ends here`
	return d
}

func work() (int, error) { return 0, nil }

func deferredCall() (d *deferred.Deferred[int]) {
	d = deferred.New[int]()
	defer func() {
		if !d.Fired() {
			d.Callback(0)
		}
	}()
	if n, err := work(); err == nil {
		d.Callback(n)
	}
	return d
}

func perItem(list []string) []*deferred.Deferred[int] {
	var all []*deferred.Deferred[int]
	for range list {
		d := deferred.New[int]()
		later(func() { d.Callback(1) })
		all = append(all, d)
	}
	return all
}

func inClosure() func() *deferred.Deferred[int] {
	return func() *deferred.Deferred[int] {
		d := deferred.New[int]()
		if err := start(d.Fire); err != nil { // want `d is not fired if start fails$`
			log.Print(err)
		}
		return d
	}
}

func helperFires(ok bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	if ok {
		succeed(d, 1)
	} else {
		fail(d)
	}
	return d
}

func helperFiresTwice(ok bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	if !ok {
		fail(d)
	}
	succeed(d, 1) // want `d is fired a second time on this path`
	return d
}

func succeed(d *deferred.Deferred[int], n int) { d.Callback(n) }
func fail(d *deferred.Deferred[int])           { d.Errback(errFailed) }

//evert:once d
func mustFire(n int, d *deferred.Deferred[int]) {
	if n < 0 {
		return // want `d is not fired on a path that ends here`
	}
	d.Callback(n)
}

func handsToMustFire() *deferred.Deferred[int] {
	d := deferred.New[int]()
	mustFire(1, d)
	return d
}

func handsToMustFireTwice() *deferred.Deferred[int] {
	d := deferred.New[int]()
	mustFire(1, d)
	d.Callback(1) // want `d is fired a second time on this path`
	return d
}

// ask wraps an actor's request.
func ask(ctx actor.Context, f *actor.Future) *deferred.Deferred[any] {
	d := deferred.New[any]()
	ctx.ReenterAfter(f, func(res any, err error) {
		if err != nil {
			d.Errback(err)
			return
		}
		d.Callback(res)
	})
	return d
}

func madeSometimes(wanted bool) *deferred.Deferred[int] {
	var d *deferred.Deferred[int]
	if wanted {
		d = deferred.New[int]()
	}
	if d == nil {
		return deferred.Succeed(0)
	}
	later(func() { d.Callback(1) })
	return d
}

func madeAndCompared(wanted bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	if d != nil && wanted {
		d.Callback(1)
	}
	return d // want `d is not fired on a path that ends here`
}
