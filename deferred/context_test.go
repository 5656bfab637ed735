package deferred_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// settle makes turns until d has fired: what cancels a context comes from
// another goroutine.
func settle[T any](t *testing.T, c *reactor.Clock, d *deferred.Deferred[T]) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !d.Fired(); runtime.Gosched() {
		c.Advance(0)
		if time.Now().After(end) {
			t.Fatal("still pending")
		}
	}
}

func TestWithContext(t *testing.T) {
	c := clock()
	ctx, cancel := context.WithCancel(context.Background())
	work := deferred.New[int]()
	d := deferred.WithContext(ctx, c, work)
	wrapped := deferred.WithContext(ctx, c, deferred.New[int]().AddErrback(func(err error) (int, error) {
		return 1, fmt.Errorf("fetch: %w", err)
	}))
	own := deferred.WithContext(ctx, c, deferred.New(func(d *deferred.Deferred[int]) { d.Fire(2, errTest) }))
	cancel()
	settle(t, c, d)
	settle(t, c, wrapped)
	settle(t, c, own)
	want(t, d, "0, context canceled")
	want(t, work, "0, cancelled")
	want(t, wrapped, "1, fetch: cancelled: context canceled")
	want(t, own, "2, test error")
	if _, err, _ := wrapped.Result(); !errors.Is(err, context.Canceled) || !errors.Is(err, deferred.ErrCancelled) {
		t.Error(err)
	}
	// One that is done already, and one with a cause.
	work = deferred.New[int]()
	want(t, deferred.WithContext(ctx, c, work), "0, context canceled")
	want(t, work, "0, cancelled")
	want(t, deferred.WithContext(ctx, c, deferred.Succeed(3)), "3, <nil>")
	caused, give := context.WithCancelCause(context.Background())
	give(errTest)
	want(t, deferred.WithContext(caused, c, deferred.New[int]()), "0, test error")
	// One that nothing can cancel costs nothing.
	if d := deferred.New[int](); deferred.WithContext(context.Background(), c, d) != d {
		t.Error("another Deferred")
	}
	// Cancelled by hand, it is no context that did it.
	live, end := context.WithCancel(context.Background())
	defer end()
	d = deferred.WithContext(live, c, deferred.New[int]())
	d.Cancel()
	want(t, d, "0, cancelled")
}

// When d has fired the context holds nothing of it any more, and what was on
// its way does no harm.
func TestWithContextOver(t *testing.T) {
	c := clock()
	ctx, cancel := context.WithCancel(context.Background())
	grown := grows(func() {
		for i := 0; i < 10000; i++ {
			work := deferred.New[[100]int]()
			d := deferred.WithContext(ctx, c, work)
			work.Callback([100]int{})
			if _, err, ok := d.Result(); err != nil || !ok {
				t.Fatal(err, ok)
			}
		}
	})
	if grown > 100<<10 {
		t.Errorf("%d bytes were kept", grown)
	}
	work := deferred.New(func(*deferred.Deferred[int]) { t.Error("cancelled after it has fired") })
	posts := posting{c, make(chan bool, 1)}
	d := deferred.WithContext(ctx, posts, work)
	cancel()
	<-posts.came // it is handed over, but its turn has not come
	work.Callback(1)
	c.Advance(0)
	want(t, d, "1, <nil>")
}

// posting tells when something was handed over.
type posting struct {
	to   deferred.FromThreads
	came chan bool
}

func (p posting) CallFromThread(f func()) error {
	err := p.to.CallFromThread(f)
	p.came <- true
	return err
}

// A context that is cancelled after the reactor has stopped.
func TestWithContextStopped(t *testing.T) {
	c := clock()
	ctx, cancel := context.WithCancel(context.Background())
	d := deferred.WithContext(ctx, c, reactor.Sleep(c, time.Hour))
	c.Close()
	cancel()
	want(t, d, "{}, "+reactor.ErrReactorStopped.Error())
}
