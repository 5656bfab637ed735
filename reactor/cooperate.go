package reactor

import (
	"errors"
	"runtime/debug"
	"time"

	"github.com/evert-go/evert/deferred"
)

var (
	// ErrTaskStopped is the outcome of a [Task] that was stopped.
	ErrTaskStopped = errors.New("the task was stopped")
	// ErrTaskOver is returned when a [Task] that is over is to be changed.
	ErrTaskOver = errors.New("cannot change the task: it is over")
	// ErrNotPaused is returned by Resume of a [Task] that is not paused.
	ErrNotPaused = errors.New("cannot resume the task: it is not paused")
	// ErrCooperatorStopped is the outcome of the tasks of a [Cooperator] that
	// was stopped.
	ErrCooperatorStopped = errors.New("the cooperator was stopped")
)

// A Step does a small part of a long piece of work. It returns whether there is
// more to do, and a Deferred if the task has to wait before it goes on, or nil.
// A task that fails returns false and a Deferred that has failed:
//
//	return false, deferred.Finish(err)
type Step func() (more bool, wait *deferred.Deferred[deferred.Void])

// The bounds of a [Cooperator] for which nothing else was set.
const (
	defaultSlice = 10 * time.Millisecond // Twisted's
	defaultSteps = 1024
)

// A Cooperator runs long pieces of work a step at a time, among everything else
// that happens on the reactor: in each turn it makes some steps, of one task
// after the other, and leaves the rest for the next turn. It is Twisted's
// Cooperator. There is no global one; tasks that are to share the time of a
// reactor are given the same.
type Cooperator struct {
	// Slice is how long one turn may go on making steps; 10 ms if it is zero.
	Slice time.Duration
	// Steps is how many it makes at most; 1024 if it is zero.
	Steps int

	clock   deferred.Clock
	ready   []*Task // from head on, in the order in which they are to be stepped
	head    int
	tasks   Task // a ring of all
	next    DelayedCall
	turning bool
	stopped bool
}

// NewCooperator makes a cooperator that has no task yet.
func NewCooperator(c deferred.Clock) *Cooperator {
	co := &Cooperator{clock: c}
	co.tasks.before, co.tasks.after = &co.tasks, &co.tasks
	return co
}

// Cooperate runs one task by itself: it is [Cooperator.Cooperate] of a new
// cooperator.
func Cooperate(c deferred.Clock, step Step) *Task { return NewCooperator(c).Cooperate(step) }

// Cooperate begins a task, whose first step is made in the next turn.
func (c *Cooperator) Cooperate(step Step) *Task {
	t := &Task{c: c, step: step}
	t.op.Owner = t
	if c.stopped {
		t.finish(failed(ErrCooperatorStopped))
		return t
	}
	if tracker, ok := c.clock.(Tracker); ok {
		if err := tracker.Begin(&t.op); err != nil {
			t.finish(failed(err))
			return t
		}
		t.tracked = true
	}
	t.before, t.after = c.tasks.before, &c.tasks
	t.before.after, t.after.before = t, t
	t.enqueue()
	return t
}

// Coiterate begins a task, and returns a Deferred of its end. Cancelling it
// stops the task. It is Twisted's coiterate.
func (c *Cooperator) Coiterate(step Step) *deferred.Deferred[deferred.Void] {
	t := c.Cooperate(step)
	d := deferred.New(func(*deferred.Deferred[deferred.Void]) { t.finish(failed(deferred.ErrCancelled)) })
	t.end.Observe(d.FireOutcome)
	return d
}

// Stop ends all tasks, which fail with [ErrCooperatorStopped], as do those that
// are begun later.
func (c *Cooperator) Stop() {
	c.stopped = true
	for c.tasks.after != &c.tasks {
		c.tasks.after.finish(failed(ErrCooperatorStopped))
	}
}

// Tasks returns how many tasks there are that are not over.
func (c *Cooperator) Tasks() (n int) {
	for t := c.tasks.after; t != &c.tasks; t = t.after {
		n++
	}
	return n
}

// turn makes steps, up to the bounds.
func (c *Cooperator) turn() {
	c.next, c.turning = nil, true
	defer c.turned()
	slice, steps := c.Slice, c.Steps
	if slice <= 0 {
		slice = defaultSlice
	}
	if steps <= 0 {
		steps = defaultSteps
	}
	end := c.clock.Now().Add(slice)
	for ; steps > 0 && c.head < len(c.ready); steps-- {
		t := c.shift()
		if !t.runnable() {
			continue
		}
		t.advance()
		if !c.clock.Now().Before(end) {
			return
		}
	}
}

// shift takes the first of those that are ready, in constant time on average.
func (c *Cooperator) shift() *Task {
	t := c.ready[c.head]
	c.ready[c.head] = nil
	c.head++
	if c.head == len(c.ready) {
		c.ready, c.head = c.ready[:0], 0
	} else if c.head >= 32 && c.head > len(c.ready)/2 {
		n := copy(c.ready, c.ready[c.head:])
		for i := n; i < len(c.ready); i++ {
			c.ready[i] = nil
		}
		c.ready, c.head = c.ready[:n], 0
	}
	t.queued = false
	return t
}

// turned asks for the next turn if there is something to do, also if
// runtime.Goexit ended this one.
func (c *Cooperator) turned() {
	c.turning = false
	c.schedule()
}

func (c *Cooperator) schedule() {
	if c.next == nil && !c.turning && c.head < len(c.ready) {
		c.next = c.clock.CallLater(0, c.turn)
	}
}

// idle drops the next turn if there is nothing to do in it.
func (c *Cooperator) idle() {
	if c.next == nil || c.tasks.after != &c.tasks {
		return
	}
	_ = c.next.Cancel() // it has not been made, or next were nil
	c.next, c.ready, c.head = nil, nil, 0
}

// A Task is a piece of work that a [Cooperator] runs: Twisted's
// CooperativeTask.
type Task struct {
	c             *Cooperator
	op            Operation
	step          Step
	end           deferred.Deferred[deferred.Void]
	pauses        int
	waiting       *deferred.Deferred[deferred.Void] // what its last step has returned
	stepping      bool
	queued        bool // it is among those that are ready
	over          bool
	tracked       bool  // op is under way
	before, after *Task // among all
}

// WhenDone returns a new Deferred, which fires when the task is over: without
// an error when a step has said that there is no more, or with the failure of a
// step or of what it waited for, or with [ErrTaskStopped],
// [ErrCooperatorStopped] or [ErrReactorStopped]. Cancelling it does nothing to
// the task.
func (t *Task) WhenDone() *deferred.Deferred[deferred.Void] {
	d := deferred.New[deferred.Void]()
	t.end.Observe(d.FireOutcome)
	return d
}

// Pause makes no steps until Resume has been called as often. It fails with
// [ErrTaskOver] if there are none to be made.
func (t *Task) Pause() error {
	if t.over {
		return ErrTaskOver
	}
	t.pauses++
	return nil
}

// Resume takes back one Pause. It fails with [ErrNotPaused] if there was none,
// and with [ErrTaskOver].
func (t *Task) Resume() error {
	switch {
	case t.over:
		return ErrTaskOver
	case t.pauses == 0:
		return ErrNotPaused
	}
	t.pauses--
	t.enqueue()
	return nil
}

// Stop ends the task, which fails with [ErrTaskStopped]. What it waits for is
// cancelled. It fails with [ErrTaskOver].
func (t *Task) Stop() error {
	if t.over {
		return ErrTaskOver
	}
	t.finish(failed(ErrTaskStopped))
	return nil
}

// Abandon implements [Abandoner].
func (t *Task) Abandon(err error) {
	t.tracked = false
	t.finish(failed(err))
}

func (t *Task) runnable() bool {
	return !t.over && t.pauses == 0 && t.waiting == nil && !t.stepping
}

// enqueue puts the task at the end of those that are ready, if it is.
func (t *Task) enqueue() {
	if t.queued || !t.runnable() {
		return
	}
	t.queued = true
	t.c.ready = append(t.c.ready, t)
	t.c.schedule()
}

// advance makes one step.
func (t *Task) advance() {
	more, wait, ok := t.call()
	switch {
	case !ok || t.over:
		if ok && wait != nil { // it has stopped itself, and does not want this any more
			cancelSafely(wait)
			wait.Observe(func(deferred.Outcome[deferred.Void]) {})
		}
	case wait != nil:
		t.waiting = wait
		wait.Observe(func(o deferred.Outcome[deferred.Void]) {
			t.waiting = nil
			t.waited(more, o)
		})
	default:
		t.waited(more, deferred.Outcome[deferred.Void]{})
	}
}

// call calls the step. If that did not return the task is over.
func (t *Task) call() (more bool, wait *deferred.Deferred[deferred.Void], ok bool) {
	t.stepping = true
	defer func() {
		t.stepping = false
		if ok {
			return
		}
		o := deferred.Outcome[deferred.Void]{Exited: true}
		if v := recover(); v != nil {
			o = deferred.Outcome[deferred.Void]{Panic: &deferred.PanicError{Value: v, Stack: debug.Stack()}}
		}
		t.finish(o)
	}()
	more, wait = t.step()
	return more, wait, true
}

// waited goes on when what a step has returned is over.
func (t *Task) waited(more bool, o deferred.Outcome[deferred.Void]) {
	if o.Err != nil || o.Panic != nil || o.Exited || !more {
		t.finish(o)
		return
	}
	t.enqueue()
}

func failed(err error) deferred.Outcome[deferred.Void] {
	return deferred.Outcome[deferred.Void]{Err: err}
}

// finish ends the task.
func (t *Task) finish(o deferred.Outcome[deferred.Void]) {
	if t.over {
		return
	}
	t.over, t.step = true, nil
	if t.before != nil {
		t.before.after, t.after.before = t.after, t.before
		t.before, t.after = nil, nil
	}
	if t.tracked {
		t.c.clock.(Tracker).End(&t.op)
	}
	t.c.idle()
	t.end.FireOutcome(o)
	if o.Err == ErrTaskStopped || o.Err == ErrCooperatorStopped || o.Err == ErrReactorStopped {
		_, _, _ = t.end.Result() // somebody wanted it: no failure that has to be handled
	}
	if w := t.waiting; w != nil {
		cancelSafely(w)
	}
}
