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
	there func() // what is handed over to the thread
	kind  outcome
	err   error // this and the kind are the thread's, which hands them over by CallFromThread

	// What the thread uses, side by side.
	r     reactor.Reactor
	work  work
	call  any    // what the thread calls: a func() (T, error) of the work
	back  func() // what the thread hands over to the reactor
	tied  bool   // it can be withdrawn
	state atomic.Int32
}

// work is what is done at the two ends of the way.
type work interface {
	run(e *errand) // in the thread
	deliver()      // on the reactor
	reactor.Abandoner
}

// The states of an errand that can be withdrawn.
const (
	queued  = iota
	working // in a thread, or over
	dropped // before it came to that
)

// errands are those that are over.
var errands = sync.Pool{New: func() any {
	e := &errand{}
	e.op.Owner = e
	e.there = e.run
	e.back = func() { e.work.deliver() }
	return e
}}

// run is the thread's part.
func (e *errand) run() {
	if !e.tied || e.state.CompareAndSwap(queued, working) {
		e.work.run(e)
	}
}

// withdraw prevents the run, unless it has begun. It is for what is tied.
func (e *errand) withdraw() bool { return e.state.CompareAndSwap(queued, dropped) }

func (e *errand) begin(r reactor.Reactor, w work) error {
	e.r, e.work = r, w
	if t, ok := r.(reactor.Tracker); ok {
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
	e.r, e.work, e.call = nil, nil, nil
	e.kind, e.err = returned, nil
	if e.tied {
		e.tied = false
		e.state.Store(queued)
	}
	errands.Put(e)
}

// Abandon implements [reactor.Abandoner].
func (e *errand) Abandon(err error) { e.work.Abandon(err) }
