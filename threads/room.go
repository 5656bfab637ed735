package threads

import (
	"context"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// SetRoom says how much may be queued before the pool counts as full; 0, the
// default, is no bound. Nothing is refused for that: it is for [Pool.Room].
func (p *Pool) SetRoom(room int) {
	p.mu.Lock()
	p.room = room
	free := p.roomy()
	p.mu.Unlock()
	free.tell()
}

// Room returns a Deferred that fires as soon as the pool is not full, in the
// order in which they were asked for. Who waits for it before handing over more
// work does not get ahead of the pool. The error is [ErrPoolClosed] if the pool
// is closed first.
func (p *Pool) Room(r reactor.Reactor) *deferred.Deferred[deferred.Void] {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return deferred.Finish(ErrPoolClosed)
	case !p.full():
		return deferred.Done()
	}
	return p.notify(r, &p.waiting, ErrPoolClosed)
}

// full reports whether there is room; the lock is held.
func (p *Pool) full() bool { return p.room > 0 && p.queue.len >= p.room }

// roomy returns those who waited for the room that there is now: one for each
// place, since each is going to take one; the lock is held.
func (p *Pool) roomy() notices {
	n := len(p.waiting)
	if n == 0 {
		return nil
	}
	if p.room > 0 && n > p.room-p.queue.len {
		n = p.room - p.queue.len
	}
	if n <= 0 {
		return nil
	}
	all := append(notices(nil), p.waiting[:n]...)
	p.waiting = append(p.waiting[:0], p.waiting[n:]...)
	for _, w := range all {
		w.err = nil
	}
	return all
}

// Wait blocks until the pool has been closed and all its work is done. If the
// context ends first, what is queued is dropped: its Deferreds fail with
// [ErrPoolClosed], and Wait returns the context's error. Functions that were
// handed over by RunInThread itself have no Deferred, and are not dropped.
func (p *Pool) Wait(ctx context.Context) error {
	select {
	case <-p.end:
		return nil
	case <-ctx.Done():
	}
	p.discard(ErrPoolClosed)
	return ctx.Err()
}

// Shutdown closes the pool, and returns a Deferred that fires when all its work is
// done: the callback form of Close and Wait. After limit, if it is positive, what
// is queued is dropped as by Wait, and the Deferred fails with
// [context.DeadlineExceeded]. It is made for a loop's BeforeShutdown.
func (p *Pool) Shutdown(r reactor.Reactor, limit time.Duration) *deferred.Deferred[deferred.Void] {
	p.Close()
	p.mu.Lock()
	if p.ended {
		p.mu.Unlock()
		return deferred.Done()
	}
	d := p.notify(r, &p.endings, nil)
	n := p.endings[len(p.endings)-1]
	p.mu.Unlock()
	if limit > 0 && !d.Fired() {
		n.timer = r.CallLater(limit, func() {
			n.timer = nil
			n.finish(context.DeadlineExceeded)
			p.discard(ErrPoolClosed)
		})
	}
	return d
}

// A notice tells somebody on a reactor that something has happened to a pool.
type notice struct {
	d     deferred.Deferred[deferred.Void]
	op    reactor.Operation
	r     reactor.Reactor
	p     *Pool
	timer reactor.DelayedCall
	gone  bool  // has been told
	err   error // what to tell; the pool's
}

type notices []*notice

// notify adds somebody to those who wait; the lock is held.
func (p *Pool) notify(r reactor.Reactor, list *[]*notice, err error) *deferred.Deferred[deferred.Void] {
	n := &notice{r: r, p: p, err: err}
	n.op.Owner = n
	*list = append(*list, n)
	if t, ok := r.(reactor.Tracker); ok {
		if err := t.Begin(&n.op); err != nil {
			n.gone = true
			n.d.Errback(err)
			return &n.d
		}
	}
	n.d.OnCancel(n.forget)
	return &n.d
}

// tell hands the news over to the reactors.
func (all notices) tell() {
	for _, n := range all {
		n := n
		// A reactor that has stopped has told n so itself, by Abandon.
		_ = n.r.CallFromThread(func() { n.finish(n.err) })
	}
}

// finish fires the Deferred, unless it has.
func (n *notice) finish(err error) {
	if !n.gone {
		n.forget()
		n.d.Fire(deferred.Void{}, err)
	}
}

// forget is for one who does not wait any more.
func (n *notice) forget() {
	n.gone = true
	if n.timer != nil {
		_ = n.timer.Cancel() // it has not been made
	}
	if t, ok := n.r.(reactor.Tracker); ok {
		t.End(&n.op)
	}
	n.p.unlist(n)
}

// Abandon implements [reactor.Abandoner].
func (n *notice) Abandon(err error) { n.finish(err) }

// unlist removes one who does not wait any more.
func (p *Pool) unlist(n *notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, list := range []*[]*notice{&p.waiting, &p.endings} {
		for i, other := range *list {
			if other == n {
				*list = append((*list)[:i:i], (*list)[i+1:]...)
				break
			}
		}
	}
}
