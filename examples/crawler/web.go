package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Simulated web is a web without a network, with what a crawler has to live with:
// pages that come after a while, or never, or not at first, or not any more.
type Simulated struct {
	mu    sync.Mutex
	asked map[string]bool

	Pages   int           // the number of pages: those of /0, /1, and so on
	Latency time.Duration // of a page, half of it to one and a half
}

// Get waits as for a server.
//
//evert:callback
func (w *Simulated) Get(ctx context.Context, url string) (Page, error) {
	var n int
	if _, err := fmt.Sscanf(url, "/%d", &n); err != nil {
		return Page{}, err
	}
	wait := w.Latency/2 + time.Duration(dice(url, 100))*w.Latency/100
	switch dice(url+" mood", 40) {
	case 0:
		wait = time.Hour
	case 1, 2, 3:
		if busy := w.busy(url); busy {
			return Page{}, errBusy
		}
	}
	if err := pause(ctx, wait); err != nil {
		return Page{}, err
	}
	if dice(url+" gone", 20) == 0 {
		return Page{}, errGone
	}
	var page Page
	for i := range dice(url+" links", 6) {
		page.Links = append(page.Links, fmt.Sprintf("/%d", dice(fmt.Sprint(url, i), w.Pages)))
	}
	return page, nil
}

// busy reports true when it is asked for the first time.
func (w *Simulated) busy(url string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked = map[string]bool{}
	}
	first := !w.asked[url]
	w.asked[url] = true
	return first
}

// pause waits, but not longer than ctx allows.
//
//evert:blocking callback=pauseDeferred
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// pauseDeferred is pause for a reactor: a timer, which the end of ctx cancels.
func pauseDeferred(ctx context.Context, r reactor.Reactor, d time.Duration) *deferred.Deferred[deferred.Void] {
	return deferred.WithContext(ctx, r, reactor.Sleep(r, d))
}

// dice returns a number below n, always the same for a text.
func dice(text string, n int) int {
	h := fnv.New32a()
	fmt.Fprint(h, text)
	return int(h.Sum32() % uint32(n))
}
