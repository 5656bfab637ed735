//go:build evertdebug

package deferred

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// A debug build knows for each Deferred where it was made and where it was fired, and
// which loop it belongs to. It takes microseconds where others take nanoseconds.

const debug = true

// debugInfo is what a Deferred knows in a debug build.
type debugInfo struct {
	loop  uint64 // the goroutine of the loop on which it was first used
	used  place  // where that was
	maker place  // where it was made, if by New
	fire  place  // where it was fired
}

// A place is the innermost part of a stack.
type place []uintptr

// here is where whoever asks was called.
func here() place {
	pcs := make(place, 16)
	return pcs[:runtime.Callers(4, pcs)]
}

// stack is the place for people; nil if there is none.
func (p place) stack() []byte {
	if p == nil {
		return nil
	}
	return traceback("", p)
}

// failed is called for a Deferred that is made with an error. Elsewhere it is not
// watched, since that is too dear where failures are a part of the game, io.EOF, say.
func (c *core) failed() {
	c.made()
	c.unseen()
}

// made notes where c was made.
func (c *debugInfo) made() { c.maker = here() }

// debugFault is what a failure knows in a debug build: where its Deferred was made.
type debugFault struct{ maker place }

func (f *debugFault) note(c *debugInfo) { f.maker = c.maker }

// origin is that place, nil if it is not known.
func (f *debugFault) origin() []byte { return f.maker.stack() }

func (c *debugInfo) noteFire() { c.fire = here() }

// firstFire is where c was fired.
func (c *debugInfo) firstFire() []byte { return c.fire.stack() }

// loops holds the goroutines of running loops, and those of coroutines, which belong
// to the loop that resumes them.
var loops struct {
	sync.Mutex
	of map[uint64]uint64
}

// enterLoop says that the calling goroutine is that of a loop until leave is called.
func enterLoop() (leave func()) {
	id := goroutine()
	loops.Lock()
	defer loops.Unlock()
	if loops.of == nil {
		loops.of = map[uint64]uint64{}
	}
	before, was := loops.of[id]
	loops.of[id] = id
	return func() {
		loops.Lock()
		defer loops.Unlock()
		if delete(loops.of, id); was {
			loops.of[id] = before
		}
	}
}

// loop is the goroutine of the loop that the calling goroutine runs, 0 for none.
func loop() uint64 {
	loops.Lock()
	defer loops.Unlock()
	if len(loops.of) == 0 {
		return 0
	}
	return loops.of[goroutine()]
}

// debugCoroutine is what a coroutine knows in a debug build: which loop resumed it.
type debugCoroutine struct{ loop uint64 }

// resumed is called by who resumes the coroutine.
func (g *debugCoroutine) resumed() { g.loop = loop() }

// adopt makes the calling goroutine, the coroutine's, one of the loop that resumed it.
func (g *debugCoroutine) adopt() {
	if g.loop == 0 {
		return
	}
	id := goroutine()
	loops.Lock()
	defer loops.Unlock()
	loops.of[id] = g.loop
}

// release takes that back.
func (g *debugCoroutine) release() {
	id := goroutine()
	loops.Lock()
	defer loops.Unlock()
	delete(loops.of, id)
}

// check panics if c belongs to a loop and is used elsewhere. Before its first use on a
// loop it belongs to none: it may be made by whoever starts that.
func (c *debugInfo) check() {
	at := loop()
	switch {
	case c.loop == 0:
		if at != 0 {
			c.loop, c.used = at, here()
		}
	case c.loop != at:
		loops.Lock()
		_, runs := loops.of[c.loop]
		loops.Unlock()
		if runs {
			panic(fmt.Sprintf("deferred: a Deferred is used on goroutine %d, and belongs to the loop on goroutine %d; that used it first here:\n%s", goroutine(), c.loop, c.used.stack()))
		}
	}
}

// poster is what suspendAll was given.
var poster atomic.Pointer[func(func()) error]

func suspendAll(post func(func()) error) {
	if post == nil {
		poster.Store(nil)
	} else {
		poster.Store(&post)
	}
}

// suspended is d, or, if that has fired and all waits are to suspend, a Deferred that
// fires with the same outcome in a later turn.
func suspended[T any](d *Deferred[T]) *Deferred[T] {
	post := poster.Load()
	if post == nil {
		return d
	}
	out, fired := d.Outcome()
	if !fired || d.state == again {
		return d
	}
	later := &Deferred[T]{}
	if err := (*post)(func() { later.FireOutcome(out) }); err != nil {
		return d // there is no later turn
	}
	return later
}

// goroutine is the number of the calling goroutine, from the first line of its stack
// trace, "goroutine 7 [running]:".
func goroutine() (id uint64) {
	var buf [32]byte
	n := runtime.Stack(buf[:], false)
	for _, c := range buf[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + uint64(c-'0')
	}
	return id
}
