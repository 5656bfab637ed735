package threads_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// What is more than the pool has room for is not lost, but pending. Who waits for
// room gets it in order, one for each place.
func TestRoom(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(1)
	p.SetRoom(2)
	free := busy(t, l, p, 1)
	var all []*deferred.Deferred[int]
	for i := 0; i < 10; i++ {
		i := i
		if room := p.Room(l); room.Fired() != (i < 2) {
			t.Errorf("%d are queued: there is room: %v", i, room.Fired())
		} else {
			room.Cancel()
		}
		all = append(all, threads.DeferToPool(l, p, func() (int, error) { return i, nil }))
	}
	var order []int
	for i := 0; i < 3; i++ {
		i := i
		p.Room(l).Observe(func(deferred.Outcome[void]) { order = append(order, i) })
	}
	if s := p.Stats(); s.Queued != 10 || s.Waiting != 3 || s.Room != 2 || s.Max != 1 || s.Workers != 1 || s.Idle != 0 {
		t.Errorf("%+v", s)
	}
	free()
	for i, d := range all {
		want(t, l, d, fmt.Sprint(i, ", <nil>"))
	}
	l.RunUntil(l.Idle)
	if fmt.Sprint(order) != "[0 1 2]" {
		t.Error(order)
	}
	p.SetRoom(1)
	free = busy(t, l, p, 1)
	threads.DeferToPool(l, p, func() (int, error) { return 0, nil })
	more, closed := p.Room(l), p.Room(l)
	p.SetRoom(2)
	want(t, l, more, "{}, <nil>")
	p.Close()
	want(t, l, closed, "{}, cannot run in the pool: it has been closed")
	want(t, l, p.Room(l), "{}, cannot run in the pool: it has been closed")
	free()
}

// Within the bound, functions may wait for those that come after them, also while the
// bound grows.
func TestPoolOfThoseThatWait(t *testing.T) {
	const n = 2000
	p := threads.NewPool(1)
	begun := make([]chan bool, n+1)
	for i := range begun {
		begun[i] = make(chan bool)
	}
	close(begun[n])
	go func() {
		for i := 2; i <= n; i++ {
			p.Resize(i)
		}
	}()
	for i := 0; i < n; i++ {
		i := i
		if err := p.RunInThread(func() {
			close(begun[i])
			<-begun[i+1]
			if i%2 == 0 {
				runtime.Goexit()
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	p.Close()
	if err := p.Wait(within(t)); err != nil {
		t.Fatalf("%v, %+v", err, p.Stats())
	}
	if s := p.Stats(); s.Done != n {
		t.Errorf("%+v", s)
	}
}

// Shutdown waits for what is at work and queued; or until its time is over, and
// drops what is still queued.
func TestShutdown(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(2)
	free := busy(t, l, p, 2)
	work := threads.DeferToPool(l, p, func() (int, error) { return 1, nil })
	over := p.Shutdown(l, time.Hour)
	if over.Fired() {
		t.Error("it does not wait")
	}
	free()
	want(t, l, work, "1, <nil>")
	want(t, l, over, "{}, <nil>")
	want(t, l, p.Shutdown(l, 0), "{}, <nil>")
	if err := p.Wait(context.Background()); err != nil {
		t.Error(err)
	}
	l.RunUntil(l.Idle)

	p = threads.NewPool(1)
	free = busy(t, l, p, 1)
	work = threads.DeferToPool(l, p, func() (int, error) { t.Error("called"); return 1, nil })
	plain := make(chan bool, 1)
	if err := p.RunInThread(func() { plain <- true }); err != nil {
		t.Error(err)
	}
	other := p.Shutdown(l, 0)
	want(t, l, p.Shutdown(l, time.Millisecond), "{}, context deadline exceeded")
	want(t, l, work, "0, cannot run in the pool: it has been closed")
	free()
	want(t, l, other, "{}, <nil>")
	if s := p.Stats(); s.Dropped != 1 || s.Done != 2 || !<-plain {
		t.Errorf("%+v", s)
	}

	p = threads.NewPool(1)
	free = busy(t, l, p, 1)
	work = threads.DeferToPool(l, p, func() (int, error) { t.Error("called"); return 1, nil })
	p.Close()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := p.Wait(ended); err != context.Canceled {
		t.Error(err)
	}
	want(t, l, work, "0, cannot run in the pool: it has been closed")
	left := p.Shutdown(l, time.Hour)
	l.Close()
	want(t, l, left, "{}, the reactor has stopped")
	want(t, l, p.Shutdown(l, time.Hour), "{}, the reactor has stopped")
	free()
	if err := p.Wait(within(t)); err != nil {
		t.Error(err)
	}
}

// A cancelled Deferred takes its function out of the queue.
func TestCancelQueued(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(1)
	free := busy(t, l, p, 1)
	d := threads.DeferToPool(l, p, func() (int, error) { t.Error("called"); return 1, nil })
	d.Cancel()
	want(t, l, d, "0, "+deferred.ErrCancelled.Error())
	if s := p.Stats(); s.Queued != 0 || s.Dropped != 1 {
		t.Errorf("%+v", s)
	}
	free()
	l.RunUntil(l.Idle)
}

// Sizes that change all the time, and functions that end their goroutines: no
// work is lost, and no goroutine left.
func TestResizeWhileBusy(t *testing.T) {
	before := runtime.NumGoroutine()
	l := reactor.New()
	p := threads.NewPool(1)
	left := 3000
	for i := 0; i < 3000; i++ {
		i := i
		if i%10 == 0 {
			p.Resize(1 + i/10%7)
		}
		threads.DeferToPool(l, p, func() (int, error) {
			if i%5 == 0 {
				runtime.Goexit()
			}
			return i, nil
		}).Observe(func(o deferred.Outcome[int]) {
			left--
			if o.Exited != (i%5 == 0) || !o.Exited && o.Value != i {
				t.Errorf("%d: %+v", i, o)
			}
		})
	}
	p.Resize(2)
	l.RunUntil(func() bool { return left == 0 })
	p.Close()
	if err := p.Wait(within(t)); err != nil {
		t.Error(err)
	}
	l.Close()
	eventually(t, "all goroutines end", func() bool { return runtime.NumGoroutine() <= before })
	if v := panics(func() { p.Resize(0) }); v != "threads: a pool needs at least one goroutine" {
		t.Error(v)
	}
	if v := panics(func() { threads.NewPool(0) }); v != "threads: a pool needs at least one goroutine" {
		t.Error(v)
	}
}

// A producer that waits for room does not get ahead of the pool.
func ExamplePool_Room() {
	loop := reactor.New()
	pool := threads.NewPool(2)
	defer pool.Close()
	pool.SetRoom(4)
	n, done, most := 0, 0, 0
	deferred.Loop(func(again *deferred.Looping[deferred.Void]) *deferred.Deferred[deferred.Void] {
		if n++; n > 100 {
			return deferred.Done()
		}
		i := n
		return deferred.Then(pool.Room(loop), func() *deferred.Deferred[deferred.Void] {
			threads.DeferToPool(loop, pool, func() (int, error) { return i * i, nil }).Observe(func(deferred.Outcome[int]) {
				if done++; done == 100 {
					loop.Stop()
				}
			})
			if q := pool.Queued(); q > most {
				most = q
			}
			return again.Again()
		})
	})
	_ = loop.Run()
	fmt.Println(done, most <= 4)
	// Output: 100 true
}

func ExamplePool_Shutdown() {
	loop := reactor.New()
	pool := threads.NewPool(2)
	_, _ = loop.BeforeShutdown(func() *deferred.Deferred[deferred.Void] {
		return pool.Shutdown(loop, time.Minute)
	})
	_ = loop.CallFromThread(func() {
		threads.DeferToPool(loop, pool, func() (string, error) {
			time.Sleep(time.Millisecond)
			return "saved", nil
		}).Observe(func(o deferred.Outcome[string]) { fmt.Println(o.Value) })
		loop.Stop()
	})
	_ = loop.Run()
	fmt.Println("done:", pool.Stats().Done)
	// Output:
	// saved
	// done: 1
}
