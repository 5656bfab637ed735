// Package needless takes threads for what does not block.
package needless

import (
	"errors"
	"os"
	"strings"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

type cache struct {
	entries map[string]string
	size    int64
}

var errAbsent = errors.New("absent")

//evert:nonblocking
func (c *cache) get(key string) (string, error) { return c.entries[key], nil }

//evert:nonblocking
func (c *cache) check() error { return nil }

//evert:nonblocking
func (c *cache) reset() {}

//evert:nonblocking
func (c *cache) all() (map[string]string, error) { return c.entries, nil }

const limit = 10

func literals(r reactor.Reactor, c *cache, key string) []*deferred.Deferred[string] {
	size := threads.DeferToThread1(r, func() int { return len(c.entries) }) // want `EV305: needless threads.DeferToThread1: the function does not block`

	wide := threads.DeferToThread1(r, func() int64 { return 7 }) // want `EV305: needless threads.DeferToThread1`

	most := threads.DeferToThread1(r, func() int64 { return limit }) // want `EV305: needless threads.DeferToThread1`

	none := threads.DeferToThread(r, func() (*cache, error) { return nil, nil }) // want `EV305: needless threads.DeferToThread`

	fine := threads.DeferToThreadErr(r, func() error { return nil }) // want `EV305: needless threads.DeferToThreadErr`

	check := threads.DeferToThreadErr(r, func() error { return c.check() }) // want `EV305: needless threads.DeferToThreadErr`

	_, _, _, _, _, _ = size, wide, most, none, fine, check
	return []*deferred.Deferred[string]{
		threads.DeferToThread(r, func() (string, error) { // want `EV305: needless threads.DeferToThread: the function does not block`
			return c.get(key)
		}),
		threads.DeferToThread(r, func() (string, error) { // want `EV305: needless threads.DeferToThread`
			// An empty one does not count.
			v, err := c.get(key)
			if err == nil && v == "" {
				return "", errAbsent
			}
			return v, err
		}),
		threads.DeferToThread(r, func() (string, error) { return key, errAbsent }), // want `EV305: needless threads.DeferToThread`
	}
}

func named(r reactor.Reactor, c *cache) {
	d := threads.DeferToThread(r, c.all)      // want `EV305: needless threads.DeferToThread: c.all is marked //evert:nonblocking`
	e := threads.DeferToThreadErr(r, c.check) // want `EV305: needless threads.DeferToThreadErr: c.check is marked`
	threads.DeferToThread0(r, c.reset)        // want `EV305: needless threads.DeferToThread0: c.reset is marked`
	f := threads.DeferToThreadErr(r, c.check) //evert:allow EV305 it used to block
	_, _, _ = d, e, f
}

// What may block, or take long, or is not known.
func useful(r reactor.Reactor, c *cache, f func() int, list []int, ch chan int) {
	threads.DeferToThread1(r, f)
	threads.DeferToThread1(r, func() int { return f() })
	threads.DeferToThread1(r, func() string { return strings.Repeat("x", 1<<30) })
	threads.DeferToThread1(r, func() int { return <-ch })
	threads.DeferToThread1(r, func() (sum int) {
		for _, n := range list {
			sum += n
		}
		return sum
	})
	threads.DeferToThread0(r, func() { defer c.reset() })
	deferred.Discard(threads.DeferToThreadErr(r, func() error { return os.Remove("x") }))
}
