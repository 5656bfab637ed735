// Package strict has on the reactor what is all right in most programs.
package strict

import (
	"io"
	"os"
	"sort"
	"sync"
	"time"

	"github.com/evert-go/evert/reactor"
)

type counter struct {
	mu sync.Mutex
	rw sync.RWMutex
	n  int

	//evert:nonblocking
	onChange func(int)
	other    func(int)
}

//evert:nonblocking
func (c *counter) locks(l sync.Locker) {
	c.mu.Lock() // want `EV104: call to c.mu.Lock takes a lock on the reactor \(lock: `
	c.mu.Unlock()
	c.rw.RLock() // want `EV104: call to c.rw.RLock takes a lock`
	c.rw.RUnlock()
	c.rw.Lock() //evert:allow EV104 for an increment
	c.n++
	c.rw.Unlock()
	if c.mu.TryLock() {
		c.mu.Unlock()
	}
	l.Lock() // want `EV104: call to l.Lock takes a lock`
	l.Unlock()
	c.count()
}

// Its callers do not take a lock: it does.
func (c *counter) count() {
	c.mu.Lock()
	c.mu.Unlock()
}

//evert:nonblocking
func files(path string) {
	os.Stat(path)     // want `EV105: call to os.Stat may block the reactor for a short time \(file: os.Stat\)`
	exists(path)      // want `EV105: call to exists may block the reactor for a short time \(file: exists < os.Stat\)`
	os.Getenv(path)   // from memory
	os.Stat(path)     //evert:allow EV105 on a local disk
	os.ReadFile(path) //evert:allow EV101 that rule is not in this analyzer
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

type store interface {
	//evert:nonblocking
	peek()
	//evert:blocking
	load()
	get()
}

// A handler is trusted.
//
//evert:nonblocking
type handler func()

//evert:nonblocking
func (c *counter) unknown(s store, f func(), h handler, w io.Writer, list []int) {
	s.get() // want `EV106: nothing is known of interface method s.get, which may block the reactor: mark it //evert:blocking or //evert:nonblocking`
	s.peek()
	s.load() // which is EV101
	f()      // want `EV106: nothing is known of func value f`
	h()
	c.onChange(1)
	c.other(1)   // want `EV106: nothing is known of func value c.other`
	f()          //evert:allow EV106 its callers promise
	w.Write(nil) // the standard library's
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	func() { c.n++ }()
	g := func() { c.n++ }
	g()
	_ = time.Duration(len(list))
}

// Elsewhere there is nothing to say.
func elsewhere(c *counter, s store, r reactor.Reactor, f func()) {
	c.mu.Lock()
	c.mu.Unlock()
	os.Stat("x")
	s.get()
	f()
}
