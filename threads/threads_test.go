package threads_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

type void = deferred.Void

var errTest = errors.New("test error")

// fire drives the loop until d has fired, and says how.
func fire[T any](t *testing.T, l *reactor.Loop, d *deferred.Deferred[T]) string {
	t.Helper()
	limit := l.CallLater(20*time.Second, func() { panic("a Deferred does not fire") })
	l.RunUntil(d.Fired)
	_ = limit.Cancel()
	o, _ := d.Outcome()
	switch {
	case o.Panic != nil:
		return fmt.Sprint("panic ", o.Panic.Value)
	case o.Exited:
		return "exited"
	}
	return fmt.Sprintf("%v, %v", o.Value, o.Err)
}

func want[T any](t *testing.T, l *reactor.Loop, d *deferred.Deferred[T], want string) {
	t.Helper()
	if got := fire(t, l, d); got != want {
		t.Errorf("the outcome is %q, want %q", got, want)
	}
}

func TestDeferToThread(t *testing.T) {
	l := reactor.New()
	want(t, l, threads.DeferToThread(l, func() (int, error) { return 1, errTest }), "1, test error")
	want(t, l, threads.DeferToThread(l, func() (int, error) { panic("boom") }), "panic boom")
	want(t, l, threads.DeferToThread(l, func() (int, error) { runtime.Goexit(); return 1, nil }), "exited")
	want(t, l, threads.DeferToThread0(l, func() {}), "{}, <nil>")
	want(t, l, threads.DeferToThread1(l, func() string { return "x" }), "x, <nil>")
	want(t, l, threads.DeferToThreadErr(l, func() error { return errTest }), "{}, test error")
	want(t, l, threads.DeferToThread1(reactor.Reactor(struct{ reactor.Reactor }{l}), func() int { return 1 }),
		"0, cannot run in a thread: the reactor has none")
	if !l.Idle() {
		t.Error("something is left")
	}
}

// A function that is still at work when the reactor stops does not keep anybody
// waiting, and what it returns then is dropped.
func TestStopWhileAtWork(t *testing.T) {
	l := reactor.New()
	finish, finished := make(chan bool), make(chan bool)
	d := threads.DeferToThread0(l, func() { <-finish; defer close(finished) })
	never := threads.Receive[int](l, nil)
	l.Stop()
	if err := l.Run(); err != nil {
		t.Error(err)
	}
	want(t, l, d, "{}, the reactor has stopped")
	want(t, l, never, "0, the reactor has stopped")
	close(finish)
	<-finished
	want(t, l, threads.DeferToThread0(l, func() { t.Error("called") }), "{}, the reactor has stopped")
	want(t, l, threads.Receive[int](l, nil), "0, the reactor has stopped")
}

// Two functions that need each other both get a thread.
func TestUnbounded(t *testing.T) {
	l := reactor.New()
	c := make(chan int)
	var all []*deferred.Deferred[int]
	for i := 0; i < 100; i++ {
		all = append(all, threads.Receive(l, c))
	}
	for i := 0; i < 100; i++ {
		want(t, l, threads.Send(l, c, 7), "{}, <nil>")
	}
	for _, d := range all {
		want(t, l, d, "7, <nil>")
	}
}

func TestReceiveAndSend(t *testing.T) {
	l := reactor.New()
	c := make(chan error, 1)
	if d := threads.Send[error](l, c, errTest); !d.Fired() {
		t.Error("there is room, but Send waits")
	}
	blocked := threads.Send(l, c, nil)
	if blocked.Fired() {
		t.Error("there is no room, but Send has sent")
	}
	if d := threads.Receive(l, c); !d.Fired() {
		t.Error("Receive waits for what is there")
	} else {
		want(t, l, d, "test error, <nil>")
	}
	want(t, l, blocked, "{}, <nil>")
	want(t, l, threads.ReceiveOK(l, c), "{<nil> true}, <nil>")
	late := threads.ReceiveOK(l, c)
	receive := threads.Receive(l, c)
	close(c)
	want(t, l, late, "{<nil> false}, <nil>")
	want(t, l, receive, "<nil>, <nil>")
	want(t, l, threads.ReceiveOK(l, c), "{<nil> false}, <nil>")
	if v := panics(func() { threads.Send[error](l, c, nil) }); fmt.Sprint(v) != "send on closed channel" {
		t.Error(v)
	}
	if threads.Receive[int](l, nil).Fired() || threads.ReceiveOK[int](l, nil).Fired() {
		t.Error("a nil channel is ready")
	}
	if threads.Send[int](l, nil, 1).Fired() {
		t.Error("a nil channel takes values")
	}
}

func panics(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

// Select chooses among the ready cases at random, and each about as often.
func TestSelectFair(t *testing.T) {
	l := reactor.New()
	a, b, c := make(chan int, 1000), make(chan string), make(chan error, 1000)
	close(b)
	for i := 0; i < 1000; i++ {
		a <- i
	}
	var n [3]int
	for i := 0; i < 900; i++ {
		onA, onB := threads.OnReceive(a), threads.OnReceive(b)
		d := threads.Select(l, onA, onB, threads.OnSend[error](c, nil), threads.OnReceive[int](nil))
		i, _, ok := d.Result()
		if !ok {
			t.Fatal("Select waits although cases are ready")
		}
		switch {
		case i == 0 && (onA.Value != n[0] || !onA.OK):
			t.Errorf("received %v, want %d", *onA, n[0])
		case i == 1 && (onB.Value != "" || onB.OK):
			t.Errorf("received %v from a closed channel", *onB)
		}
		n[i]++
	}
	for i, n := range n {
		if n < 200 || n > 400 {
			t.Errorf("case %d was chosen %d times of 900", i, n)
		}
	}
	if len(c) != n[2] {
		t.Errorf("sent %d times, but %d values are there", n[2], len(c))
	}
}

// Select waits where nothing is ready, and takes what comes.
func TestSelectWaits(t *testing.T) {
	l := reactor.New()
	a, b := make(chan error), make(chan int)
	onA := threads.OnReceive(a)
	d := threads.Select(l, onA, threads.OnSend(b, 5))
	if d.Fired() {
		t.Error("nothing is ready")
	}
	go func() { a <- errTest }()
	want(t, l, d, "0, <nil>")
	if onA.Value != errTest || !onA.OK {
		t.Error(*onA)
	}
	onA = threads.OnReceive(a)
	d = threads.Select(l, threads.OnSend(b, 5), onA)
	close(a)
	want(t, l, d, "1, <nil>")
	if onA.Value != nil || onA.OK {
		t.Error(*onA)
	}
	d = threads.Select(l, threads.OnSend(b, 5))
	if v := <-b; v != 5 {
		t.Error(v)
	}
	want(t, l, d, "0, <nil>")
	for _, d := range []*deferred.Deferred[int]{threads.Select(l), threads.Select(l, threads.OnReceive[int](nil))} {
		if d.Fired() {
			t.Error("a Select without a channel has fired")
		}
	}
}

func TestLocks(t *testing.T) {
	l := reactor.New()
	var mu sync.RWMutex
	for i := 0; i < 2; i++ {
		if !threads.RLock(l, &mu).Fired() {
			t.Error("a free lock was not taken in place")
		}
	}
	d := threads.Lock(l, &mu)
	if d.Fired() {
		t.Error("took a lock that is taken")
	}
	mu.RUnlock()
	mu.RUnlock()
	want(t, l, d, "{}, <nil>")
	d = threads.RLock(l, &mu)
	if d.Fired() {
		t.Error("took a lock that is taken")
	}
	mu.Unlock()
	want(t, l, d, "{}, <nil>")
	mu.RUnlock()
	if !threads.Lock(l, &mu).Fired() {
		t.Error("a free lock was not taken in place")
	}
	mu.Unlock()

	var w sync.WaitGroup
	w.Add(1)
	d = threads.Wait(l, &w)
	w.Done()
	want(t, l, d, "{}, <nil>")

	var plain sync.Mutex
	cond := sync.NewCond(&plain)
	plain.Lock()
	d = threads.Wait(l, cond)
	go func() {
		plain.Lock() // once Wait has let go
		defer plain.Unlock()
		cond.Signal()
	}()
	want(t, l, d, "{}, <nil>")
	plain.Unlock()
}

func TestBlockingCallFromThread(t *testing.T) {
	l := reactor.New()
	go func() { _ = l.Run() }()
	call := func(f func() *deferred.Deferred[int]) (int, error) { return threads.BlockingCallFromThread(l, f) }
	if v, err := call(func() *deferred.Deferred[int] {
		if _, err := call(nil); err != threads.ErrOnReactor {
			t.Errorf("on the reactor: %v", err)
		}
		return deferred.Map(reactor.Sleep(l, 1), func(void) int { return 4 })
	}); v != 4 || err != nil {
		t.Error(v, err)
	}
	if v := panics(func() { _, _ = call(func() *deferred.Deferred[int] { panic("boom") }) }); v != "boom" {
		t.Error(v)
	}
	if v := panics(func() {
		_, _ = call(func() *deferred.Deferred[int] {
			return deferred.Map(reactor.Sleep(l, 1), func(void) int { panic("later") })
		})
	}); v != "later" {
		t.Error(v)
	}
	waiting := make(chan bool)
	go func() {
		<-waiting
		l.Stop()
	}()
	if _, err := call(func() *deferred.Deferred[int] { close(waiting); return deferred.New[int]() }); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
	if _, err := call(nil); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
}

// A pool never has more goroutines than its bound, does everything in order,
// and survives what its functions do. Conformance 41.
func TestPool(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(2)
	var now, most atomic.Int32
	var all []*deferred.Deferred[int]
	for i := 0; i < 100; i++ {
		i := i
		all = append(all, threads.DeferToPool(l, p, func() (int, error) {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer now.Add(-1)
			switch time.Sleep(100 * time.Microsecond); i % 10 {
			case 1:
				runtime.Goexit()
			case 2:
				panic(i)
			}
			return i, nil
		}))
	}
	if p.Queued() < 50 {
		t.Errorf("only %d are queued", p.Queued())
	}
	for i, d := range all {
		switch i % 10 {
		case 1:
			want(t, l, d, "exited")
		case 2:
			want(t, l, d, fmt.Sprint("panic ", i))
		default:
			want(t, l, d, fmt.Sprint(i, ", <nil>"))
		}
	}
	if most.Load() != 2 {
		t.Errorf("%d at a time", most.Load())
	}
	last := threads.DeferToPool(l, p, func() (int, error) { return 1, nil })
	p.Close()
	want(t, l, last, "1, <nil>")
	want(t, l, threads.DeferToPool(l, p, func() (int, error) { return 1, nil }), "0, cannot run in the pool: it has been closed")
}

// A pool is the threads of a loop if it is told so. Work that needs other work
// gets a goroutine while there are any.
func TestPoolOfLoop(t *testing.T) {
	l := reactor.New()
	l.SetThreads(threads.NewPool(2))
	for i := 0; i < 1000; i++ {
		c := make(chan int)
		a := threads.Receive(l, c)
		b := threads.Send(l, c, 1)
		want(t, l, a, "1, <nil>")
		want(t, l, b, "{}, <nil>")
	}
}

func ExampleDeferToThread() {
	loop := reactor.New()
	answer := threads.DeferToThread(loop, func() (int, error) {
		time.Sleep(time.Millisecond) // anything that blocks
		return 42, nil
	})
	deferred.Map(answer, func(v int) int {
		fmt.Println("on the reactor:", v)
		loop.Stop()
		return v
	})
	_ = loop.Run()
	// Output: on the reactor: 42
}

func BenchmarkDeferToThread(b *testing.B) {
	l := reactor.New()
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		d := threads.DeferToThread0(l, func() {})
		l.RunUntil(d.Fired)
	}
}
