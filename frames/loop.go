package frames

import (
	"unsafe"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// maxNested is how many ends nest before one is put off.
const maxNested = 200

// A Loop is what the frames of one reactor share.
type Loop struct {
	nested  int
	running Waiter[deferred.Void] // whose code runs: see [runs]
	raised  *deferred.PanicError  // by TakeOver
	hops    []Task                // ends that were put off
	shelves []*shelf              // of each Pool, what it has for this reactor
	kept    shelf                 // of what is in no Pool
	watches []any                 // the watches of each type
	over    []Task                // free ones of Then
	way     *way                  // of the last failure; nil if there was none

	host  reactor.Reactor
	tasks []Task // to be run in the next turn
	batch []Task // being run, from next on
	next  int
	drain func() // runs them
}

// runs notes who is resumed: if its code panics, that is whom [Waiter].Crash tells. Of
// what is noted only that method is called, which stands at the same place in all
// Waiters, and the frame's address looked at.
func runs[T any](l *Loop, w Waiter[T]) { *(*Waiter[T])(unsafe.Pointer(&l.running)) = w }

// A Task is something for a later turn: the frame of an operation, as a rule, that is
// then over.
type Task interface{ Run() }

// A crasher is told that its own code has panicked.
type crasher interface{ Crash(p *deferred.PanicError) }

// On returns what the frames of a reactor share. For a reactor that is no
// [reactor.Keeper] it is nil: its frames are not used again, and what they share they
// have from what they wait for.
func On(r reactor.Reactor) *Loop {
	if r, ok := r.(*reactor.Loop); ok {
		if l, ok := (*r.Kept()).(*Loop); ok {
			return l
		}
	}
	return on(r)
}

func on(r reactor.Reactor) *Loop {
	k, ok := r.(reactor.Keeper)
	if !ok {
		return nil
	}
	slot := k.Kept()
	if l, ok := (*slot).(*Loop); ok {
		return l
	}
	l := newLoop(r)
	*slot = l
	return l
}

// loopFor is On, or a Loop for one operation of a reactor that keeps nothing.
func loopFor(r reactor.Reactor) *Loop {
	if l := On(r); l != nil {
		return l
	}
	return newLoop(r)
}

func newLoop(r reactor.Reactor) *Loop {
	l := &Loop{host: r}
	l.kept = shelf{loop: l}
	return l
}

// Soon runs a task in a turn of its own, on the reactor, after what has been handed
// over before. It is called on the reactor. The task's Run may call [Finish]. All that
// come together share one recover: what panics is the frame that was running.
func (l *Loop) Soon(t Task) error {
	if len(l.tasks) == 0 && l.next == len(l.batch) {
		if l.drain == nil {
			l.drain = l.run
		}
		if err := reactor.Soon(l.host, l.drain); err != nil {
			return err
		}
	}
	l.tasks = append(l.tasks, t)
	return nil
}

// run runs the tasks that have come before.
func (l *Loop) run() {
	defer l.again()
	if l.next == len(l.batch) { // else what one that panicked has left
		l.batch, l.tasks, l.next = l.tasks, l.batch[:0], 0
	}
	l.each(l.batch, &l.next)
}

// again sees to what there is to run in the next turn.
func (l *Loop) again() {
	if len(l.tasks) == 0 && l.next == len(l.batch) {
		return
	}
	if err := reactor.Soon(l.host, l.drain); err != nil { // the reactor has stopped
		l.tasks, l.batch, l.next = nil, nil, 0
	}
}

// Each runs tasks now, and empties the list: what a callback of the reactor does that
// ends many operations. As with [Loop.Soon], all of them share one recover.
func (l *Loop) Each(tasks []Task) {
	next := 0
	l.each(tasks, &next)
}

// each runs the tasks of a list, from next on.
func (l *Loop) each(list []Task, next *int) {
	nested, running, base := l.nested, l.running, len(l.hops)
	for *next < len(list) {
		l.some(list, next, base)
	}
	l.back(nested, running, nil)
}

// some runs tasks up to the end, or to the first panic.
func (l *Loop) some(list []Task, next *int, base int) {
	returned := false
	defer func() {
		if !returned {
			l.crashed(recover())
			l.unwound(base)
		}
	}()
	l.nested = 1
	for *next < len(list) {
		t := list[*next]
		list[*next] = nil
		*next++
		l.running = nil
		t.Run()
		if len(l.hops) > base {
			l.unwound(base)
		}
	}
	returned = true
}

// enter runs an end from outside of frames' code, and what follows from it, to where
// everything waits again or is over. Code that is running meanwhile, which has called
// what led here, goes on running afterwards.
func enter[T any](l *Loop, w Waiter[T], v T, err error) {
	if err != nil {
		enterFailed(l, w, v, err, deferred.Way{})
		return
	}
	nested, running, base, outer := l.nested, l.running, len(l.hops), l.busy()
	l.nested = 1
	runs(l, w)
	returned := false
	defer func() {
		if !returned {
			l.crashed(recover())
			l.unwound(base)
			l.back(nested, running, outer)
		}
	}()
	w.Resume(v, nil)
	if len(l.hops) > base {
		l.unwound(base)
	}
	returned = true
	l.nested, l.running = nested, running
	if outer != nil {
		l.way = outer
	}
}

// enterFailed is enter with an error, which may have come a way.
func enterFailed[T any](l *Loop, w Waiter[T], v T, err error, from deferred.Way) {
	nested, running, base, outer := l.nested, l.running, len(l.hops), l.busy()
	l.nested, l.running = 1, nil
	returned := false
	defer func() {
		if !returned {
			l.crashed(recover())
			l.unwound(base)
		}
		l.back(nested, running, outer)
	}()
	y := l.failing()
	y.begin(from, err)
	pass(l, y, w, v)
	l.unwound(base)
	returned = true
}

// back goes back to the code that is running, and to the failure that it has been
// resumed with.
func (l *Loop) back(nested int, running Waiter[deferred.Void], outer *way) {
	l.nested, l.running = nested, running
	if outer != nil {
		l.way = outer
	} else if y := l.way; y != nil && y.of == 0 {
		y.err = nil // nobody looks at it any more
	}
}

// unwound runs what was put off, on the stack that is free again.
func (l *Loop) unwound(base int) {
	for len(l.hops) > base {
		last := len(l.hops) - 1
		h := l.hops[last]
		l.hops[last] = nil
		l.hops = l.hops[:last]
		l.nested = 1
		l.safely(h, base)
	}
}

func (l *Loop) safely(h Task, base int) {
	returned := false
	defer func() {
		if !returned {
			l.ended(recover(), base)
		}
	}()
	h.Run()
	returned = true
}

// ended is crashed, where nothing follows after runtime.Goexit: what does is done here.
func (l *Loop) ended(value any, base int) {
	l.crashed(value)
	if value == nil {
		l.unwound(base)
	}
}

// crashed sees to it that the frame that was running is told that it has panicked, or,
// if there is no panic, that it has called runtime.Goexit. That is put off: a frame with
// deferred calls goes on with the user's code.
func (l *Loop) crashed(value any) {
	f, raised := l.running, l.raised
	l.running, l.raised = nil, nil
	if l.way != nil {
		l.way.of = 0
	}
	var p *deferred.PanicError
	if value != nil {
		p = deferred.Caught(value, raised)
	}
	if f == nil {
		if p != nil {
			panic(p) // not of frames' code
		}
		return
	}
	l.hops = append(l.hops, &crashed{f, p})
}
