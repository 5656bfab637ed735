package reactor

import (
	"fmt"
	"math/rand"
	"time"
)

// A Clock is a reactor with virtual time, for tests and simulations. Nothing
// happens but in [Clock.Advance] and [Clock.Turn], on the goroutine that calls
// them, and time passes only there.
//
// Turns are those of a [Loop]: one makes the calls that were handed over, or
// became due, before it began.
type Clock struct {
	in      inbox
	timers  schedule
	begin   time.Time
	now     time.Duration // since begin
	ops     operations
	random  *rand.Rand
	threads ThreadRunner
}

// spinning is how many turns may pass at one instant before Advance gives up.
const spinning = 1000000

// NewClock returns a clock that stands at begin. Calls with equal deadlines,
// and calls from threads, are made in the order in which they came.
func NewClock(begin time.Time) *Clock { return &Clock{begin: begin} }

// NewSimulation is [NewClock] with one difference: what Go leaves unordered,
// calls with equal deadlines and those that threads hand over in one turn, is
// done in an order that seed decides.
func NewSimulation(begin time.Time, seed int64) *Clock {
	c := NewClock(begin)
	c.random = rand.New(rand.NewSource(seed))
	c.timers.shuffled = true
	return c
}

// CallFromThread implements [Reactor].
func (c *Clock) CallFromThread(f func()) error { return c.in.put(f) }

// CallLater implements [Reactor].
func (c *Clock) CallLater(d time.Duration, f func()) DelayedCall { return newTimer(c, d, f) }

// Now implements [Reactor].
func (c *Clock) Now() time.Time { return c.begin.Add(c.now) }

func (c *Clock) calls() *schedule       { return &c.timers }
func (c *Clock) elapsed() time.Duration { return c.now }

func (c *Clock) tie(seq uint64) uint64 {
	if c.random == nil {
		return seq
	}
	return c.random.Uint64()
}

// SetThreads makes t run what needs a thread. Without, nothing can: threads
// would bring the order in which they finish.
func (c *Clock) SetThreads(t ThreadRunner) { c.threads = t }

// RunInThread implements [ThreadRunner].
func (c *Clock) RunInThread(f func()) error {
	if c.threads == nil {
		return ErrNoThreads
	}
	return c.threads.RunInThread(f)
}

// Begin implements [Tracker].
func (c *Clock) Begin(op *Operation) error {
	if c.in.isClosed() {
		return ErrReactorStopped
	}
	c.ops.add(op)
	return nil
}

// End implements [Tracker].
func (c *Clock) End(op *Operation) { c.ops.remove(op) }

// Stopped implements [Stopping].
func (c *Clock) Stopped() <-chan struct{} { return c.in.done() }

// Turn makes the calls that are due, and reports whether there were any.
func (c *Clock) Turn() bool {
	calls := c.in.take(nil)
	if c.random != nil {
		c.random.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
	}
	for _, f := range calls {
		f()
	}
	ran := len(calls) > 0
	if at, ok := c.timers.first(); ok && at <= c.now {
		c.timers.runDue(c.now)
		ran = true
	}
	return ran
}

// Advance lets d pass. It stops at each deadline on the way and makes the calls
// that are due then, in as many turns as it takes until there is none. It
// panics if that does not come to an end, since every turn asks for another
// one.
func (c *Clock) Advance(d time.Duration) {
	if d < 0 {
		panic(fmt.Sprintf("cannot advance the clock by %v", d))
	}
	end := c.now + d
	for {
		c.settle()
		at, ok := c.timers.first()
		if !ok || at > end {
			break
		}
		c.now = at
	}
	c.now = end
}

func (c *Clock) settle() {
	for turns := 0; c.Turn(); turns++ {
		if turns == spinning {
			panic("cannot advance the clock: each turn asks for another one at the same time")
		}
	}
}

// Next returns when the next delayed call is due; ok is false if there is none.
func (c *Clock) Next() (at time.Time, ok bool) {
	first, ok := c.timers.first()
	return c.begin.Add(first), ok
}

// Close ends the clock as Stop ends a [Loop].
func (c *Clock) Close() {
	c.in.close()
	defer c.in.end()
	for calls := c.in.take(nil); len(calls) > 0; calls = c.in.take(nil) {
		for _, f := range calls {
			f()
		}
	}
	c.ops.abandon(ErrReactorStopped)
	c.timers.heap = nil
}
