// Package dropped drops Deferreds.
package dropped

import (
	"context"
	"fmt"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

//evert:blocking callback=fetchDeferred
func fetch(url string) (string, error) { return url, nil }

func fetchDeferred(r reactor.Reactor, url string) *deferred.Deferred[string] {
	return deferred.Succeed(url)
}

func saveDeferred(r reactor.Reactor) *deferred.Deferred[deferred.Void] { return deferred.Done() }

type client struct{ last *deferred.Deferred[string] }

func (c *client) getDeferred(r reactor.Reactor) *deferred.Deferred[string] { return c.last }

func statements(r reactor.Reactor, c *client) {
	fetchDeferred(r, "u") // want `EV302: the Deferred of fetchDeferred is dropped: nobody is told if it fails`

	_ = fetchDeferred(r, "u") // want `EV302: the Deferred of fetchDeferred is dropped`

	c.getDeferred(r) // want `EV302: the Deferred of c.getDeferred is dropped`

	if c.last == nil {
		saveDeferred(r) // want `EV302: the Deferred of saveDeferred is dropped`

	}
	defer saveDeferred(r)                   // want `EV302: the Deferred of saveDeferred is dropped`
	go saveDeferred(r)                      // want `EV302: the Deferred of saveDeferred is dropped`
	defer deferred.Discard(saveDeferred(r)) // which is begun now

	fetchDeferred(r, "log") //evert:allow EV302 nobody can do anything about it
}

func chains(r reactor.Reactor) {
	deferred.Use(fetchDeferred(r, "u"), func(s string) { // want `EV302: no step of this chain is told if fetchDeferred, or a step, fails`
		fmt.Println(s)
	})
	deferred.Chain(fetchDeferred(r, "u"), func(s string) *deferred.Deferred[deferred.Void] { // want `EV302: no step`
		return saveDeferred(r)
	}).AddTimeout(time.Second, r)
	deferred.AddCallback(deferred.Succeed("u"), func(s string) (int, error) { return fmt.Sscan(s) }) // want `EV302: no step of this chain is told if deferred.Succeed, or a step, fails`

	deferred.GatherResults(fetchDeferred(r, "a"), fetchDeferred(r, "b")) // want `EV302: the Deferred of deferred.GatherResults is dropped`

	threads.DeferToThread(r, func() (string, error) { return fetch("u") }) // want `EV302: the Deferred of threads.DeferToThread is dropped`

	func() {
		fetchDeferred(r, "u") // want `EV302: the Deferred of fetchDeferred`

	}()
}

func handled(r reactor.Reactor) {
	fetchDeferred(r, "u").Observe(func(o deferred.Outcome[string]) {})
	fetchDeferred(r, "u").AddErrback(func(err error) (string, error) { return "", nil })
	deferred.Use(fetchDeferred(r, "u").AddErrback(func(err error) (string, error) { return "", nil }), func(s string) {})
	deferred.AddBoth(fetchDeferred(r, "u"), func(s string, err error) (string, error) { return s, nil })
	deferred.DoBoth(fetchDeferred(r, "u"), func(s string, err error) error { return nil })
	deferred.ChainBoth(fetchDeferred(r, "u"), func(s string, err error) *deferred.Deferred[deferred.Void] { return saveDeferred(r) })
	deferred.AddCallbacks(fetchDeferred(r, "u"), func(s string) (int, error) { return 1, nil }, func(err error) (int, error) { return 0, nil })
	deferred.Discard(fetchDeferred(r, "u"))
	deferred.List([]*deferred.Deferred[string]{fetchDeferred(r, "u")}, deferred.ConsumeErrors)
}

// Nothing here has an error.
func unfailing(r reactor.Reactor, work func(), lock *deferred.Lock) {
	deferred.Use(lock.Acquire(), func(deferred.Void) { lock.Release() })
	threads.DeferToThread0(r, work)
	deferred.Use(reactor.Sleep(r, time.Second), func(deferred.Void) {})
	deferred.Map(deferred.Map(deferred.Succeed(1), func(n int) int { return n }), func(n int) int { return n })
}

// Others have these Deferreds, too.
func elsewhere(ctx context.Context, r reactor.Reactor, c *client, given *deferred.Deferred[string], g *deferred.Group) *deferred.Deferred[string] {
	deferred.Use(given, func(string) {})
	c.last = fetchDeferred(r, "u")
	deferred.Use(c.last, func(string) {})
	deferred.Spawn(g, func() *deferred.Deferred[string] { return fetchDeferred(r, "u") })
	d := fetchDeferred(r, "u")
	deferred.Use(d, func(string) {})
	ds := []*deferred.Deferred[string]{d}
	deferred.Use(ds[0], func(string) {})
	return deferred.WithContext(ctx, r, d)
}

func local(r reactor.Reactor) {
	d := fetchDeferred(r, "u")
	deferred.Use(d, func(string) {}) // want `EV302: no step of this chain is told if d, or a step, fails`

}
