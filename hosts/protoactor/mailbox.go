// Package actorhost runs code in callback form in the mailbox of an actor of Proto.Actor,
// so that an actor goes on with other messages while a handler waits.
//
//	type Account struct {
//		actorhost.Mailbox
//		...
//	}
//
//	func (a *Account) Receive(ctx actor.Context) {
//		a.Mailbox.Receive(ctx)
//		switch m := ctx.Message().(type) {
//		case *Withdraw:
//			a.WithdrawDeferred(a.Loop(ctx), ctx, m)
//		...
//
// # How it works
//
// An actor handles one message at a time, on a goroutine that its mailbox has at the
// moment. Somebody else's goroutine gets there by a message. ReenterAfter, which is for
// futures, brings a continuation, and with it the message that was being handled: Message,
// Sender and Respond of the context mean what they did before the wait.
//
// A [Loop] is a reactor for the handling of one message. As long as something is under way
// it has a future that nobody else knows, with a continuation that makes a turn. Whoever
// wants a turn completes the future. Threads and delayed calls do that; the answer to a
// request, see [ResultDeferred], reenters the actor by itself.
//
// # What is not possible
//
//   - CallFromThread has a way in only while something is under way, see
//     [reactor.Operation].
//   - What one message's handler makes another one's go on with, by a lock that it gives
//     back, say, is done in the turn of the one that does it, and so is what fails since the
//     actor stops. The context has that one's message then: use [Loop.Respond] or [Reply].
//   - Other messages are handled during a wait. What a handler has read before it may have
//     changed, which it has to look at again.
package actorhost

import (
	"sync"

	"github.com/asynkron/protoactor-go/actor"

	"github.com/evert-go/evert/reactor"
)

// A Mailbox is a part of an actor whose handlers are in callback form. It ends them when
// the actor stops or restarts.
type Mailbox struct {
	open map[*host]bool // those that have something under way
}

// Receive is called with every message, first: it needs to know of the actor's end. What is
// under way then fails with [reactor.ErrReactorStopped].
func (m *Mailbox) Receive(ctx actor.Context) {
	switch ctx.Message().(type) {
	case *actor.Stopping, *actor.Restarting:
		for len(m.open) > 0 {
			for h := range m.open {
				h.guest.Close()
				delete(m.open, h)
			}
		}
	}
}

// Loop returns a reactor for the message that ctx has.
func (m *Mailbox) Loop(ctx actor.Context) *Loop {
	h := &host{ctx: ctx, mailbox: m}
	h.guest = reactor.NewGuest(h)
	return &Loop{h.guest, ctx, ctx.Sender()}
}

// A Loop is a reactor for the handling of a message.
type Loop struct {
	*reactor.Guest
	ctx    actor.Context
	sender *actor.PID // of the message
}

// Respond is ctx.Respond for the message that the loop was made for, whatever message ctx
// has now: at the actor's end it is another one.
func (l *Loop) Respond(v any) {
	if l.sender == nil {
		l.ctx.Respond(v)
		return
	}
	l.ctx.Send(l.sender, v)
}

// host is the mailbox, as a guest needs it.
type host struct {
	ctx     actor.Context
	mailbox *Mailbox
	guest   *reactor.Guest
	held    bool

	mu  sync.Mutex
	way *way // the next way in; nil if it is used up
}

// A way into the actor is used once.
type way struct {
	future *actor.Future
	turn   func() // nil if nothing is to be done there
}

// Enter implements [reactor.Host].
func (h *host) Enter(turn func()) (err error) {
	w := h.take()
	if w == nil {
		return reactor.ErrReactorStopped
	}
	w.turn = func() {
		h.open()
		turn()
		if !h.held {
			h.close()
		}
	}
	h.complete(w)
	return nil
}

// Hold implements [reactor.Host].
func (h *host) Hold(on bool) {
	h.held = on
	if on {
		if h.mailbox.open == nil {
			h.mailbox.open = map[*host]bool{}
		}
		h.mailbox.open[h] = true
		h.open()
	} else {
		delete(h.mailbox.open, h)
		h.close()
	}
}

// open opens a way in, if there is none.
func (h *host) open() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.way != nil {
		return
	}
	w := &way{future: actor.NewFuture(h.ctx.ActorSystem(), -1)}
	h.way = w
	h.ctx.ReenterAfter(w.future, func(any, error) {
		if w.turn != nil {
			w.turn()
		}
	})
}

// close forgets it: the actor system has a place for each future.
func (h *host) close() {
	if w := h.take(); w != nil {
		h.complete(w)
	}
}

// complete lets the future's continuation be made.
func (h *host) complete(w *way) {
	h.ctx.ActorSystem().Root.Send(w.future.PID(), wake{})
}

// wake is what futures are completed with.
type wake struct{}

func (h *host) take() *way {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.way
	h.way = nil
	return w
}
