// Package k6host runs code in callback form on the event loop of a virtual user of k6, so
// that Go functions of an extension can be promises in load test scripts.
//
//	func (m *Module) run(name string) *sobek.Promise {
//		r := k6host.New(m.vu)
//		return k6host.Promise(r, m.client.RunDeferred(r, name))
//	}
//
// # How it works
//
// Every virtual user has a runtime and an event loop, whose goroutine owns it. Another
// goroutine gets back there by a function that RegisterCallback has returned, on the loop,
// once; and an iteration does not end before every such function has been called. A [Loop]
// is a reactor that keeps to this: as long as something is under way it has one callback
// registered. It uses it to make a turn, in which it registers the next one, or to let the
// iteration end when there is nothing left.
//
//   - Make a [Loop] for each call of an exported function: it is as cheap as a promise. Its
//     context is that of the iteration.
//   - When that context ends, since the iteration takes too long or the test is over,
//     everything that is under way fails with [reactor.ErrReactorStopped], and the promises
//     with it. No iteration hangs for want of a callback.
//   - An error that no script can catch ends the iteration.
//
// # What is not possible
//
// CallFromThread has a way in only while something is under way: a thread that the loop has
// begun, a delayed call. Whoever has callbacks from elsewhere makes that a
// [reactor.Operation].
package k6host

import (
	"context"
	"sync"

	"go.k6.io/k6/js/modules"

	"github.com/evert-go/evert/reactor"
)

// A Loop is a reactor on the event loop of a virtual user, for one call of an exported
// function.
type Loop struct {
	*reactor.Guest
	host *host
}

// New makes a reactor on the event loop of vu. It is called there.
func New(vu modules.VU) *Loop {
	h := &host{vu: vu}
	h.guest = reactor.NewGuest(h)
	return &Loop{h.guest, h}
}

// host is the event loop, as a guest needs it.
type host struct {
	vu    modules.VU
	guest *reactor.Guest
	held  bool
	err   error             // that no script can catch
	after func() (was bool) // forgets the end of the context

	mu    sync.Mutex
	enter func(f func() error) // what RegisterCallback returned last; nil if it is used up
}

// Enter implements [reactor.Host].
func (h *host) Enter(turn func()) (err error) {
	enter := h.take()
	if enter == nil {
		return reactor.ErrReactorStopped
	}
	enter(func() error {
		h.register()
		turn()
		if !h.held {
			h.release()
		}
		err := h.err
		h.err = nil
		return err
	})
	return nil
}

// Hold implements [reactor.Host].
func (h *host) Hold(on bool) {
	h.held = on
	if !on {
		h.after()
		h.release()
		return
	}
	if h.vu.Context() != nil { // else it is the init context
		h.after = context.AfterFunc(h.vu.Context(), func() { _ = h.guest.CallFromThread(h.guest.Close) })
	} else {
		h.after = func() bool { return true }
	}
	h.register()
}

// register opens a way into the loop, if there is none. The iteration goes on until it
// has been used.
func (h *host) register() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.enter == nil {
		h.enter = h.vu.RegisterCallback()
	}
}

// release closes it: the iteration may end.
func (h *host) release() {
	if enter := h.take(); enter != nil {
		enter(func() error { return nil })
	}
}

func (h *host) take() (enter func(f func() error)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	enter, h.enter = h.enter, nil
	return enter
}
