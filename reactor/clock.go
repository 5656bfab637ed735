package reactor

import (
	"fmt"
	"math"
	"math/rand"
	"time"

	"github.com/evert-go/evert/deferred"
)

// A Clock is a reactor with virtual time, for tests and simulations. Nothing
// happens but in [Clock.Advance] and [Clock.Turn], on the goroutine that calls
// them, and time passes only there.
//
// Turns are those of a [Loop]: one makes the calls that were handed over, or
// became due, before it began.
type Clock struct {
	kept    any // what other packages keep here
	in      inbox
	timers  schedule
	begin   time.Time
	now     time.Duration // since begin
	ops     operations
	random  *rand.Rand
	threads ThreadRunner
	ending  shutdown
	record  *Recording
	batch   []posting // taken from the inbox
	posts   uint64    // how many were
}

// A posting is a call that was handed over, as the number-th.
type posting struct {
	f      func()
	number uint64
}

// spinning is how many turns may pass at one instant before Advance gives up.
const spinning = 1000000

// NewClock returns a clock that stands at begin. Calls with equal deadlines,
// and calls from threads, are made in the order in which they came.
func NewClock(begin time.Time) *Clock {
	c := &Clock{begin: begin}
	c.timers.host = c
	return c
}

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

// CallSoon implements [SoonCaller].
func (c *Clock) CallSoon(f func()) error { return c.in.put(f) }

// CallLater implements [Reactor]. What it returns is a *[Timer].
func (c *Clock) CallLater(d time.Duration, f func()) DelayedCall { return newTimer(&c.timers, d, f) }

// Now implements [Reactor].
func (c *Clock) Now() time.Time { return c.begin.Add(c.now) }

func (c *Clock) elapsed() time.Duration { return c.now }

func (c *Clock) tie(seq uint64) uint64 {
	if c.random == nil {
		return seq
	}
	return c.random.Uint64()<<seqBits | seq&(1<<seqBits-1)
}

// SetThreads makes t run what needs a thread. Without, nothing can: threads
// would bring the order in which they finish.
func (c *Clock) SetThreads(t ThreadRunner) { c.threads = t }

// Kept implements [Keeper].
func (c *Clock) Kept() *any { return &c.kept }

// Threads returns what SetThreads set; nil if nothing.
func (c *Clock) Threads() ThreadRunner { return c.threads }

// RunInThread implements [ThreadRunner].
func (c *Clock) RunInThread(f func()) error {
	if c.threads == nil {
		return ErrNoThreads
	}
	return c.threads.RunInThread(f)
}

// Begin implements [Tracker].
func (c *Clock) Begin(op *Operation) error {
	if c.in.has(isClosed) {
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
	ran := c.posted()
	if at, ok := c.timers.first(); ok && at <= c.now {
		c.timers.collect(c.now, math.MaxInt)
		for f, key := c.timers.take(); f != nil; f, key = c.timers.take() {
			c.call("timer", c.timers.asked(key), f)
		}
		ran = true
	}
	return ran
}

// posted makes the calls that were handed over.
func (c *Clock) posted() bool {
	if len(c.batch) == 0 {
		for _, calls := range c.in.take(nil, nil) {
			for _, f := range calls {
				c.posts++
				c.batch = append(c.batch, posting{f, c.posts})
			}
		}
		if c.random != nil {
			c.random.Shuffle(len(c.batch), func(i, j int) { c.batch[i], c.batch[j] = c.batch[j], c.batch[i] })
		}
	}
	ran := len(c.batch) > 0
	for len(c.batch) > 0 {
		p := c.batch[0]
		c.batch = c.batch[1:]
		c.call("post", p.number, p.f)
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

// Close ends the clock as Stop ends a [Loop]. While hooks of BeforeShutdown are
// waited for time passes as it has to; if nothing is left to happen before they
// are over they are not waited for any more.
func (c *Clock) Close() {
	if c.in.has(isOver) {
		return
	}
	defer c.Close() // a call may panic: the rest is done before it goes on
	c.in.stop()
	if c.ending.any() {
		c.prepare()
	}
	c.in.set(isEnding | isClosed)
	for c.posted() {
	}
	c.ending.run(during)
	c.ops.abandon(ErrReactorStopped)
	c.timers.clear()
	c.ending.run(after)
	c.in.end()
}

func (c *Clock) prepare() {
	c.ending.limitOn(c)
	for c.ending.before() {
		if c.Turn() {
			continue
		}
		at, ok := c.timers.first()
		if !ok {
			return
		}
		c.now = at
	}
}

// BeforeShutdown is [Loop.BeforeShutdown] for Close.
func (c *Clock) BeforeShutdown(f func() *deferred.Deferred[deferred.Void]) (*Hook, error) {
	if err := c.in.hold(); err != nil {
		return nil, err
	}
	return c.ending.add(preparing, f)
}

// DuringShutdown is [Loop.DuringShutdown] for Close.
func (c *Clock) DuringShutdown(f func()) (*Hook, error) { return c.ending.plain(during, f) }

// AfterShutdown is [Loop.AfterShutdown] for Close.
func (c *Clock) AfterShutdown(f func()) (*Hook, error) { return c.ending.plain(after, f) }

// SetShutdownLimit is [Loop.SetShutdownLimit] for Close.
func (c *Clock) SetShutdownLimit(d time.Duration) { c.ending.limit = d }
