package deferred_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// after is something that answers after a while.
func after[T any](c deferred.Clock, d time.Duration, v T) *deferred.Deferred[T] {
	answer := deferred.New[T]()
	call := c.CallLater(d, func() { answer.Callback(v) })
	answer.OnCancel(func() {
		fmt.Println("cancelled:", v)
		_ = call.Cancel()
	})
	return answer
}

func start() *reactor.Clock { return reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)) }

func ExampleGatherResults() {
	clock := start()
	total := deferred.Map(deferred.GatherResults(
		after(clock, 2*time.Second, 20),
		after(clock, time.Second, 1),
	), func(v []int) int { return v[0] + v[1] })
	clock.Advance(time.Minute)
	fmt.Println(total.Result())
	// Output:
	// 21 <nil> true
}

// The first failure is the outcome, and the others are cancelled.
func ExampleGatherResults_failure() {
	clock := start()
	broken := deferred.New[string]()
	all := deferred.GatherResults(after(clock, time.Second, "slow"), broken, after(clock, time.Second, "slower"))
	broken.Errback(errors.New("broken"))
	fmt.Println(all.Result())
	// Output:
	// cancelled: slow
	// cancelled: slower
	// [] broken true
}

func ExampleGather2() {
	clock := start()
	both := deferred.Map(deferred.Gather2(after(clock, time.Second, "Ada"), after(clock, time.Second, 36)),
		func(p deferred.Pair[string, int]) string {
			name, age := p.Unpack()
			return fmt.Sprint(name, ", ", age)
		})
	clock.Advance(time.Second)
	fmt.Println(both.Result())
	// Output:
	// Ada, 36 <nil> true
}

func ExampleGather3() {
	all := deferred.Gather3(deferred.Succeed(1), deferred.Succeed("two"), deferred.Succeed(3.5))
	v, err, _ := all.Result()
	fmt.Println(v.First, v.Second, v.Third, err)
	// Output:
	// 1 two 3.5 <nil>
}

func ExampleList() {
	ds := []*deferred.Deferred[int]{deferred.Succeed(1), deferred.Fail[int](errors.New("lost")), deferred.Succeed(3)}
	all, _, _ := deferred.List(ds, deferred.ConsumeErrors).Result()
	for _, one := range all {
		fmt.Println(one.Index, one.Value, one.Err)
	}
	// Output:
	// 0 1 <nil>
	// 1 0 lost
	// 2 3 <nil>
}

func ExampleListResult() {
	d := deferred.List([]*deferred.Deferred[string]{deferred.New[string](), deferred.Succeed("here")}, deferred.FireOnOneCallback)
	results, _, _ := d.Result()
	fmt.Println(len(results), results[0].Index)
	fmt.Println(results[0].Get())
	// Output:
	// 1 1
	// here <nil>
}

func ExampleListOption() {
	first, second := deferred.New[int](), deferred.New[int]()
	all := deferred.List([]*deferred.Deferred[int]{first, second}, deferred.FireOnOneErrback, deferred.ConsumeErrors)
	second.Errback(errors.New("lost"))
	fmt.Println(all.Result())
	fmt.Println(first.Fired())
	// Output:
	// [] the Deferred with index 1 failed: lost true
	// false
}

func ExampleFirstError() {
	all := deferred.List([]*deferred.Deferred[int]{deferred.Succeed(1), deferred.Fail[int](context.DeadlineExceeded)}, deferred.FireOnOneErrback)
	_, err, _ := all.Result()
	var first *deferred.FirstError
	fmt.Println(errors.As(err, &first), first.Index, errors.Is(err, context.DeadlineExceeded))
	// Output:
	// true 1 true
}

func ExampleRace() {
	clock := start()
	fastest := deferred.Race(after(clock, 3*time.Second, "tortoise"), after(clock, time.Second, "hare"))
	clock.Advance(time.Minute)
	won, err, _ := fastest.Result()
	index, name := won.Unpack()
	fmt.Println(index, name, err)
	// Output:
	// cancelled: tortoise
	// 1 hare <nil>
}

func ExampleFailureGroup() {
	_, err, _ := deferred.Race(deferred.Fail[int](errors.New("no route")), deferred.Fail[int](context.DeadlineExceeded)).Result()
	var group *deferred.FailureGroup
	fmt.Println(err)
	fmt.Println(errors.As(err, &group), len(group.Errs), errors.Is(err, context.DeadlineExceeded))
	// Output:
	// all failed: no route; context deadline exceeded
	// true 2 true
}

func ExampleLock() {
	var lock deferred.Lock
	for _, name := range []string{"first", "second"} {
		name := name
		deferred.Use(lock.Acquire(), func(deferred.Void) { fmt.Println(name, "has it") })
	}
	fmt.Println("waiting:", lock.Waiting())
	lock.Release()
	lock.Release()
	fmt.Println("held:", lock.Held())
	// Output:
	// first has it
	// waiting: 1
	// second has it
	// held: false
}

func ExampleRunWith() {
	clock := start()
	var lock deferred.Lock
	for _, name := range []string{"first", "second"} {
		name := name
		deferred.RunWith(&lock, func() *deferred.Deferred[deferred.Void] {
			fmt.Println(name, "begins")
			return deferred.Use(after(clock, time.Second, name), func(string) { fmt.Println(name, "ends") })
		})
	}
	clock.Advance(time.Minute)
	// Output:
	// first begins
	// first ends
	// second begins
	// second ends
}

// Both kinds of locks can be held for the time of a call.
func ExampleHoldable() {
	for _, h := range []deferred.Holdable{&deferred.Lock{}, deferred.NewSemaphore(2)} {
		fmt.Println(deferred.RunWith(h, func() *deferred.Deferred[string] { return deferred.Succeed("done") }).Result())
	}
	// Output:
	// done <nil> true
	// done <nil> true
}

func ExampleSemaphore() {
	slots := deferred.NewSemaphore(2)
	slots.Acquire()
	slots.Acquire()
	third := slots.Acquire()
	fmt.Println(third.Fired(), slots.Free(), slots.Waiting())
	slots.Release()
	fmt.Println(third.Fired())
	// Output:
	// false 0 1
	// true
}

func ExampleNewSemaphore() {
	slots := deferred.NewSemaphore(1)
	fmt.Println(slots.Limit(), slots.TryAcquire(), slots.TryAcquire())
	// Output:
	// 1 true false
}

func ExampleQueue() {
	queue := deferred.NewQueue[string](1)
	fmt.Println(queue.Put("a").Fired())
	waits := queue.Put("b") // the queue is full
	fmt.Println(waits.Fired())
	fmt.Println(queue.Get().Result())
	fmt.Println(waits.Fired())
	queue.Close(nil)
	fmt.Println(queue.Get().Result())
	fmt.Println(queue.Get().Result())
	// Output:
	// true
	// false
	// a <nil> true
	// true
	// b <nil> true
	//  the queue is closed true
}

// Without a size each value is handed over directly.
func ExampleNewQueue() {
	queue := deferred.NewQueue[int](0)
	put := queue.Put(1)
	fmt.Println(put.Fired())
	fmt.Println(queue.Get().Result())
	fmt.Println(put.Fired(), queue.TryPut(2))
	// Output:
	// false
	// 1 <nil> true
	// true cannot put into the queue: it is full
}

func ExampleDeferred_AddTimeout() {
	clock := start()
	page := after(clock, time.Minute, "page").AddTimeout(10*time.Second, clock)
	clock.Advance(time.Hour)
	_, err, _ := page.Result()
	fmt.Println(err, errors.Is(err, deferred.ErrTimedOut), errors.Is(err, deferred.ErrCancelled))
	// Output:
	// cancelled: page
	// timed out after 10s true false
}

// A step before the timeout decides what a timeout means.
func ExampleTimeoutError() {
	clock := start()
	page := deferred.New[string]().AddErrback(func(err error) (string, error) {
		return "", fmt.Errorf("fetch: %w", err)
	}).AddTimeout(2*time.Second, clock)
	clock.Advance(time.Hour)
	_, err, _ := page.Result()
	var timeout *deferred.TimeoutError
	fmt.Println(err)
	fmt.Println(errors.As(err, &timeout), timeout.After, timeout.Timeout())
	// Output:
	// timed out after 2s: fetch: cancelled
	// true 2s true
}

// Every reactor is a Clock.
func ExampleClock() {
	var clock deferred.Clock = start()
	late := deferred.New[string]()
	var call deferred.DelayedCall = clock.CallLater(time.Hour, func() { late.Callback("too late") })
	fmt.Println(call.Cancel(), clock.Now().Year())
	// Output:
	// <nil> 2024
}

// A call that is not needed any more is cancelled.
func ExampleDelayedCall() {
	clock := start()
	call := clock.CallLater(time.Second, func() { fmt.Println("called") })
	fmt.Println(call.Cancel())
	clock.Advance(time.Minute)
	fmt.Println(call.Cancel())
	// Output:
	// <nil>
	// cannot change a delayed call: it was cancelled
}

func ExampleMaybeDeferred() {
	var m map[string]int
	d := deferred.MaybeDeferred(func() (int, error) {
		m["a"] = 1
		return 1, nil
	})
	o, _ := d.Outcome()
	fmt.Println(o.Panic)
	// Output:
	// panic: assignment to entry in nil map
}

func ExampleCall() {
	work := deferred.Call(func() *deferred.Deferred[int] { panic("not even begun") })
	o, _ := work.Outcome()
	fmt.Println(o.Panic)
	// Output:
	// panic: not even begun
}

func ExampleGroup() {
	clock := start()
	var group deferred.Group
	for _, name := range []string{"a", "b"} {
		name := name
		group.Go(func() *deferred.Deferred[deferred.Void] {
			return deferred.Use(after(clock, time.Second, name), func(string) { fmt.Println(name, "is done") })
		})
	}
	all := group.Wait()
	fmt.Println(all.Fired())
	clock.Advance(time.Second)
	fmt.Println(all.Fired())
	// Output:
	// false
	// a is done
	// b is done
	// true
}

// The first failure cancels the rest.
func ExampleSpawn() {
	clock := start()
	var group deferred.Group
	slow := deferred.Spawn(&group, func() *deferred.Deferred[string] { return after(clock, time.Hour, "slow") })
	deferred.Spawn(&group, func() *deferred.Deferred[int] { return deferred.Fail[int](errors.New("broken")) })
	fmt.Println(slow.Result())
	fmt.Println(group.Wait().Result())
	// Output:
	// cancelled: slow
	//  cancelled true
	// {} broken true
}

func ExampleAdopt() {
	var group deferred.Group
	work := deferred.Adopt(&group, deferred.New[int]())
	all := group.Wait()
	work.Callback(1)
	fmt.Println(all.Fired())
	// Output:
	// true
}

func ExampleWithGroup() {
	clock := start()
	page := deferred.WithGroup(func(group *deferred.Group) *deferred.Deferred[string] {
		group.Go(func() *deferred.Deferred[deferred.Void] {
			return deferred.Use(after(clock, 2*time.Second, "log"), func(string) { fmt.Println("logged") })
		})
		return after(clock, time.Second, "page")
	})
	clock.Advance(time.Second)
	fmt.Println(page.Fired())
	clock.Advance(time.Second)
	fmt.Println(page.Result())
	// Output:
	// false
	// logged
	// page <nil> true
}

func ExampleShare() {
	clock := start()
	config := deferred.Share(after(clock, time.Second, "config"))
	a, b := config.Read(), config.Read()
	a.Cancel()
	clock.Advance(time.Second)
	fmt.Println(a.Result())
	fmt.Println(b.Result())
	// Output:
	//  cancelled true
	// config <nil> true
}

// When nobody reads any more, the source is cancelled.
func ExampleShared() {
	clock := start()
	config := deferred.Share(after(clock, time.Second, "config"))
	a, b := config.Read(), config.Read()
	a.Cancel()
	fmt.Println("readers:", config.Readers())
	b.Cancel()
	// Output:
	// readers: 1
	// cancelled: config
}

func ExampleParallel() {
	clock := start()
	squares := deferred.Parallel(2, []int{1, 2, 3, 4}, func(n int) *deferred.Deferred[int] {
		fmt.Println("begin", n, "at", clock.Now().Second())
		return after(clock, time.Second, n*n)
	})
	clock.Advance(time.Minute)
	fmt.Println(squares.Result())
	// Output:
	// begin 1 at 0
	// begin 2 at 0
	// begin 3 at 1
	// begin 4 at 1
	// [1 4 9 16] <nil> true
}

func ExampleWithContext() {
	loop := reactor.New()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	page := deferred.WithContext(ctx, loop, deferred.New[string]())
	page.Observe(func(o deferred.Outcome[string]) {
		fmt.Println(o.Err)
		loop.Stop()
	})
	_ = loop.Run()
	// Output:
	// context deadline exceeded
}

// Every reactor is a FromThreads.
func ExampleFromThreads() {
	clock := start()
	var r deferred.FromThreads = clock
	fmt.Println(r.CallFromThread(func() { fmt.Println("called on the reactor") }))
	clock.Advance(0)
	// Output:
	// <nil>
	// called on the reactor
}
