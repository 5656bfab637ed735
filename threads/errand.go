package threads

import (
	"sync"
	"sync/atomic"

	"github.com/evert-go/evert/reactor"
)

// An errand is the way of a job to a thread and back. Nobody but this package
// holds one, so that those that are over can be used again.
type errand struct {
	op    reactor.Operation
	r     reactor.Reactor
	work  work
	step  func() // advance
	state atomic.Int32
}

// work is what is done at the two ends of the way.
type work interface {
	run()     // in the thread
	deliver() // on the reactor
	reactor.Abandoner
}

// The states of an errand.
const (
	queued  = iota
	working // in a thread, or on the way back
	dropped // before it came to that
)

// errands are those that are over.
var errands = sync.Pool{New: func() any {
	e := &errand{}
	e.op.Owner = e
	e.step = e.advance
	return e
}}

// advance is the function that is handed over, first to the thread and then to the
// reactor.
func (e *errand) advance() {
	switch {
	case e.state.CompareAndSwap(queued, working):
		e.work.run()
	case e.state.Load() == working:
		e.work.deliver()
	}
}

// withdraw prevents the run, unless it has begun.
func (e *errand) withdraw() bool { return e.state.CompareAndSwap(queued, dropped) }

func (e *errand) begin() error {
	if t, ok := e.r.(reactor.Tracker); ok {
		return t.Begin(&e.op)
	}
	return nil
}

func (e *errand) end() {
	if t, ok := e.r.(reactor.Tracker); ok {
		t.End(&e.op)
	}
}

// over is end for an errand that has come back. The thread has nothing to do with
// it any more: handing it over was the last thing it did.
func (e *errand) over() {
	e.end()
	e.r, e.work = nil, nil
	e.state.Store(queued)
	errands.Put(e)
}

// Abandon implements [reactor.Abandoner].
func (e *errand) Abandon(err error) { e.work.Abandon(err) }
