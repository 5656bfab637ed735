package threads

import (
	"sync"
	"sync/atomic"

	"github.com/evert-go/evert/reactor"
)

// An errand is the way of a job to a thread and back. Nobody but this package
// holds one, so that those that are over can be used again.
type errand struct {
	op      reactor.Operation
	r       reactor.Reactor
	tracker reactor.Tracker // r, if it is one
	work    work
	step    func() // advance
	back    bool   // it has been in the thread
	tied    bool   // it can be withdrawn
	state   atomic.Int32
}

// work is what is done at the two ends of the way.
type work interface {
	run()     // in the thread
	deliver() // on the reactor
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
	e.step = e.advance
	return e
}}

// advance is the function that is handed over, first to the thread and then to the
// reactor.
func (e *errand) advance() {
	switch {
	case e.back:
		e.work.deliver()
	case !e.tied:
		e.back = true
		e.work.run()
	case e.state.CompareAndSwap(queued, working):
		e.back = true
		e.work.run()
	}
}

// withdraw prevents the run, unless it has begun. It is for what is tied.
func (e *errand) withdraw() bool { return e.state.CompareAndSwap(queued, dropped) }

func (e *errand) begin(r reactor.Reactor, w work) error {
	e.r, e.work = r, w
	if t, ok := r.(reactor.Tracker); ok {
		e.tracker = t
		return t.Begin(&e.op)
	}
	return nil
}

func (e *errand) end() {
	if e.tracker != nil {
		e.tracker.End(&e.op)
	}
}

// over is end for an errand that has come back. The thread has nothing to do with
// it any more: handing it over was the last thing it did.
func (e *errand) over() {
	e.end()
	e.r, e.tracker, e.work, e.back = nil, nil, nil, false
	if e.tied {
		e.tied = false
		e.state.Store(queued)
	}
	errands.Put(e)
}

// Abandon implements [reactor.Abandoner].
func (e *errand) Abandon(err error) { e.work.Abandon(err) }
