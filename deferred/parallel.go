package deferred

import "fmt"

// Parallel calls f with each of items, and returns a Deferred of the values in
// the order of items. At most n of f's Deferreds are pending at a time; the
// next item waits until there is room, so nothing is asked for too early, and
// a million items take the memory of n and of the values.
//
//	return deferred.Parallel(8, urls, func(url string) *deferred.Deferred[Page] {
//		return fetchDeferred(r, url)
//	})
//
// The first failure is the outcome at once, and cancels the others: no more
// items are begun, and what the pending ones come to is dropped, except for
// panics, which are reported as [SetUnhandled] says. A panic of f itself is a
// failure of its item.
//
// Cancelling the result cancels the pending ones. It fires when they are over:
// with a failure of theirs, or [ErrCancelled] if items were not begun, or with
// all the values if nothing is missing. It panics if n is not at least one.
//
// In Twisted this is put together from a DeferredSemaphore and gatherResults,
// with a Deferred for each item from the beginning.
func Parallel[A, B any](n int, items []A, f func(item A) *Deferred[B]) *Deferred[[]B] {
	if n < 1 {
		panic(fmt.Sprintf("cannot run %d in parallel", n))
	}
	if n > len(items) {
		n = len(items)
	}
	p := &parallel[A, B]{f: f, items: items, values: make([]B, len(items)), left: len(items), most: n}
	p.up = joint(p)
	p.pump()
	p.finish()
	return &p.Deferred
}

type parallel[A, B any] struct {
	Deferred[[]B]
	f         func(A) *Deferred[B]
	items     []A
	values    []B
	next      int // item
	left      int // values that are missing
	most      int
	slots     []input[B] // for what is pending
	item      []int      // in each slot
	free      []int      // slots
	pumping   bool
	settling  bool // it has failed, and the others are being cancelled
	cancelled bool
	failed    bool
	failure   end
}

func (p *parallel[A, B]) cores() (own, root *core) { return nil, nil }

// pump begins with items as long as there is room. What f does may bring about
// that there is more room; then it is the same loop that goes on.
func (p *parallel[A, B]) pump() {
	if p.pumping {
		return
	}
	p.pumping = true
	defer func() { p.pumping = false }()
	for p.next < len(p.items) && p.pending() < p.most && !p.failed && !p.cancelled {
		p.begin()
	}
}

func (p *parallel[A, B]) pending() int { return len(p.slots) - len(p.free) }

func (p *parallel[A, B]) begin() {
	i := p.next
	p.next++
	exiting := true
	defer func() {
		if exiting { // f has called runtime.Goexit
			p.fails(end{kind: exited, err: ErrGoexit})
		}
	}()
	d := Call(func() *Deferred[B] { return p.f(p.items[i]) }).root()
	exiting = false
	if d.state == done {
		p.ended(i, d)
		return
	}
	p.slot(i, d)
	if p.failed || p.cancelled { // meanwhile
		cancelSafely(d)
	}
}

// slot makes a free slot wait for item i.
func (p *parallel[A, B]) slot(i int, d *Deferred[B]) {
	if p.slots == nil {
		p.slots = make([]input[B], 0, p.most) // never grows: the steps must stay where they are
		p.item = make([]int, p.most)
	}
	var s int
	if n := len(p.free); n > 0 {
		s, p.free = p.free[n-1], p.free[:n-1]
	} else {
		s = len(p.slots)
		p.slots = p.slots[:s+1]
	}
	p.item[s] = i
	p.slots[s].await(p, s, d)
}

// got implements taker: what a slot was waiting for has fired.
func (p *parallel[A, B]) got(s int, d *Deferred[B]) *core {
	p.free = append(p.free, s)
	p.ended(p.item[s], d)
	p.pump()
	return p.finish()
}

func (p *parallel[A, B]) ended(i int, d *Deferred[B]) {
	switch {
	case p.failed:
		ignore(d)
	case d.err() != nil:
		d.seen()
		p.fails(d.end())
	default:
		p.values[i] = d.val
		p.left--
	}
}

func (p *parallel[A, B]) fails(failure end) {
	if p.failed {
		return
	}
	p.failed, p.failure, p.values = true, failure, nil
	p.settling = true
	cancelAll(p.slots)
	p.settling = false
}

func (p *parallel[A, B]) finish() *core {
	switch {
	case p.pumping || p.settling:
		return nil // it will be asked again
	case p.failed:
		return p.conclude(nil, p.failure)
	case p.left == 0:
		return p.conclude(p.values, end{})
	case p.cancelled && p.pending() == 0:
		return p.conclude(nil, end{err: ErrCancelled})
	}
	return nil
}

func (p *parallel[A, B]) broken(kind, error) *core {
	p.settling = false
	return p.finish()
}

func (p *parallel[A, B]) dismiss() ([]target, bool) {
	p.cancelled = true
	return dismissed(p.slots)
}
