package threads_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// busy keeps all goroutines of a pool at work until the returned function is
// called.
func busy(t *testing.T, l *reactor.Loop, p *threads.Pool, n int) (free func()) {
	t.Helper()
	gate := make(chan void)
	begun := make(chan void)
	for i := 0; i < n; i++ {
		threads.DeferToPool(l, p, func() (void, error) {
			begun <- void{}
			<-gate
			return void{}, nil
		})
	}
	for i := 0; i < n; i++ {
		<-begun
	}
	return func() { close(gate) }
}

// Work that is queued when its context ends is dropped, wherever it is queued.
func TestContextDropsQueuedWork(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(1)
	l.SetThreads(p)
	free := busy(t, l, p, 1)
	ctx, cancel := context.WithCancel(context.Background())
	never := func(context.Context) (int, error) { t.Error("called"); return 0, nil }
	first := threads.DeferToPoolContext(ctx, l, p, never)
	second := threads.DeferToThreadContext(ctx, l, never)
	last := threads.DeferToPool(l, p, func() (int, error) { return 3, nil })
	if n := p.Queued(); n != 3 {
		t.Errorf("%d are queued", n)
	}
	cancel()
	want(t, l, first, "0, context canceled")
	want(t, l, second, "0, context canceled")
	want(t, l, threads.DeferToThreadContext(ctx, l, never), "0, context canceled")
	if s := p.Stats(); s.Queued != 1 || s.Dropped != 2 {
		t.Errorf("%+v", s)
	}
	free()
	want(t, l, last, "3, <nil>")
	l.RunUntil(l.Idle)
}

// Work that has begun is told by its context, and its result counts.
func TestContextTellsRunningWork(t *testing.T) {
	l := reactor.New()
	begun := make(chan bool, 1)
	work := func(ctx context.Context) (string, error) {
		begun <- true
		<-ctx.Done()
		return "cleaned up", ctx.Err()
	}
	ctx, cancel := context.WithCancel(context.Background())
	d := threads.DeferToThreadContext(ctx, l, work)
	<-begun
	cancel()
	want(t, l, d, "cleaned up, context canceled")

	timed, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	d = threads.DeferToThreadContext(timed, l, work)
	<-begun
	want(t, l, d, "cleaned up, context deadline exceeded")

	// Cancelling the Deferred ends the function's context, and only that.
	told := make(chan error)
	cancelled := threads.DeferToThreadContext(context.Background(), l, func(ctx context.Context) (int, error) {
		begun <- true
		<-ctx.Done()
		told <- ctx.Err()
		return 1, nil
	})
	<-begun
	cancelled.Cancel()
	want(t, l, cancelled, "0, "+deferred.ErrCancelled.Error())
	if err := <-told; err != context.Canceled {
		t.Error(err)
	}
	l.RunUntil(l.Idle)

	// So does the end of the reactor.
	stopped := threads.DeferToThreadContext(context.Background(), l, func(ctx context.Context) (int, error) {
		begun <- true
		<-ctx.Done()
		told <- ctx.Err()
		return 1, nil
	})
	<-begun
	l.Close()
	want(t, l, stopped, "0, the reactor has stopped")
	if err := <-told; err != context.Canceled {
		t.Error(err)
	}
}

// All outcomes arrive; nothing is left of the context's part.
func TestContextOutcomes(t *testing.T) {
	l := reactor.New()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	call := func(f func(context.Context) (int, error)) *deferred.Deferred[int] {
		return threads.DeferToThreadContext(ctx, l, f)
	}
	want(t, l, call(func(context.Context) (int, error) { return 1, errTest }), "1, test error")
	want(t, l, call(func(context.Context) (int, error) { panic("boom") }), "panic boom")
	want(t, l, call(func(context.Context) (int, error) { runtime.Goexit(); return 1, nil }), "exited")
	bare := reactor.Reactor(struct{ reactor.Reactor }{l})
	want(t, l, threads.DeferToThreadContext(ctx, bare, func(context.Context) (int, error) { return 1, nil }),
		"0, cannot run in a thread: the reactor has none")
	p := threads.NewPool(1)
	p.Close()
	want(t, l, threads.DeferToPoolContext(ctx, l, p, func(context.Context) (int, error) { return 1, nil }),
		"0, cannot run in the pool: it has been closed")
	l.Close()
	want(t, l, call(func(context.Context) (int, error) { return 1, nil }), "0, the reactor has stopped")
}

// Cancelling, ending contexts and finishing at the same time, in all orders: each
// Deferred fires once, and nothing is left.
func TestContextRaces(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(2)
	fired := 0
	for i := 0; i < 2000; i++ {
		i := i
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		d := threads.DeferToPoolContext(ctx, l, p, func(context.Context) (int, error) { return i, nil })
		d.Observe(func(o deferred.Outcome[int]) {
			fired++
			if o.Err == nil && o.Value != i || o.Err != nil && !errors.Is(o.Err, context.Canceled) && !errors.Is(o.Err, deferred.ErrCancelled) {
				t.Errorf("%+v", o)
			}
		})
		switch i % 4 {
		case 0:
			go cancel()
		case 2:
			post := func() { d.Cancel(); cancel() }
			if err := l.CallFromThread(post); err != nil {
				t.Error(err)
			}
		case 3:
			cancel()
			d.Cancel()
		}
	}
	l.RunUntil(func() bool { return fired == 2000 && l.Idle() })
	p.Close()
	if err := p.Wait(within(t)); err != nil {
		t.Error(err)
	}
	if s := p.Stats(); s.Done+s.Dropped != 2000 {
		t.Errorf("%+v", s)
	}
	l.Close()
}

func ExampleDeferToThreadContext() {
	loop := reactor.New()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	d := threads.DeferToThreadContext(ctx, loop, func(ctx context.Context) (int, error) {
		<-ctx.Done() // a request that takes a context, for instance
		return 0, ctx.Err()
	})
	d.Observe(func(o deferred.Outcome[int]) {
		fmt.Println(o.Err)
		loop.Stop()
	})
	_ = loop.Run()
	// Output: context deadline exceeded
}

func ExampleDeferToPoolContext() {
	loop := reactor.New()
	pool := threads.NewPool(1)
	defer pool.Close()
	release := make(chan bool)
	threads.DeferToPool(loop, pool, func() (bool, error) { return <-release, nil })

	ctx, cancel := context.WithCancel(context.Background())
	queued := threads.DeferToPoolContext(ctx, loop, pool, func(context.Context) (int, error) {
		fmt.Println("never called")
		return 0, nil
	})
	cancel()
	queued.Observe(func(o deferred.Outcome[int]) {
		fmt.Println(o.Err)
		close(release)
		loop.Stop()
	})
	_ = loop.Run()
	// Output: context canceled
}
