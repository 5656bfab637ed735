package reactor_test

import (
	"fmt"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// game is the loop of a game, which makes calls once in a frame. It was there before,
// and has become a reactor.
type game struct {
	*reactor.Clock // in a real one: its own timers and queue
	frame          int
}

func (g *game) run(frames int) {
	for ; frames > 0; frames-- {
		g.frame++
		g.Advance(time.Second / 50)
	}
}

// Any loop that has three methods is a reactor.
func ExampleReactor() {
	g := &game{Clock: reactor.NewClock(midnight)}
	var r reactor.Reactor = g
	deferred.Use(reactor.Sleep(r, 100*time.Millisecond), func(deferred.Void) { fmt.Println("in frame", g.frame) })
	g.run(50)
	// Output:
	// in frame 5
}

// A reactor that knows a cheaper way for its own goroutine has CallSoon.
func ExampleSoonCaller() {
	var r reactor.Reactor = reactor.NewClock(midnight)
	soon, ok := r.(reactor.SoonCaller)
	fmt.Println(ok)
	_ = soon.CallSoon(func() {})
	// Output:
	// true
}

// inPlace runs at once what is to run in a thread.
type inPlace struct{}

func (inPlace) RunInThread(f func()) error {
	fmt.Println("a thread is needed")
	f()
	return nil
}

// A test has no use for threads, which would finish in any order.
func ExampleThreadRunner() {
	clock := reactor.NewClock(midnight)
	fmt.Println(threads.DeferToThread1(clock, func() int { return 1 }).Result())
	clock.SetThreads(inPlace{})
	d := threads.DeferToThread1(clock, func() int { return 1 })
	clock.Turn()
	fmt.Println(d.Result())
	// Output:
	// 0 cannot run in a thread: the reactor has none true
	// a thread is needed
	// 1 <nil> true
}

// A download is under way on a reactor until it is over, or the reactor is.
type download struct {
	reactor.Operation
	d deferred.Deferred[string]
}

func (l *download) Abandon(err error) { l.d.Errback(err) }

// An Abandoner is told when the reactor stops before the end.
func ExampleAbandoner() {
	clock := reactor.NewClock(midnight)
	load := &download{}
	load.Owner = load
	_ = clock.Begin(&load.Operation)
	clock.Close()
	_, err, _ := load.d.Result()
	fmt.Println(err)
	// Output:
	// the reactor has stopped
}

func ExampleOperation() {
	clock := reactor.NewClock(midnight)
	load := &download{}
	load.Owner = load
	_ = clock.Begin(&load.Operation)
	fmt.Println(load.Under())
	clock.End(&load.Operation)
	fmt.Println(load.Under())
	// Output:
	// true
	// false
}

// Whoever starts something that others will end asks the reactor to keep count.
func ExampleTracker() {
	var r reactor.Reactor = reactor.New()
	load := &download{}
	load.Owner = load
	if tracker, ok := r.(reactor.Tracker); ok {
		fmt.Println(tracker.Begin(&load.Operation))
	}
	loop := r.(*reactor.Loop)
	loop.Close()
	fmt.Println(load.d.Fired(), loop.Begin(&load.Operation))
	// Output:
	// <nil>
	// true the reactor has stopped
}

// A goroutine that works for a reactor ends when that does.
func ExampleStopping() {
	loop := reactor.New()
	go loop.Stop()
	var r reactor.Reactor = loop
	ended := make(chan bool)
	if s, ok := r.(reactor.Stopping); ok {
		go func() {
			<-s.Stopped()
			ended <- true
		}()
	}
	_ = loop.Run()
	fmt.Println(<-ended)
	// Output:
	// true
}

func ExampleConfined() {
	loop := reactor.New()
	var r reactor.Reactor = loop
	confined := r.(reactor.Confined)
	fmt.Println("before:", confined.OnReactor())
	_ = loop.CallSoon(func() {
		fmt.Println("in a call:", confined.OnReactor())
		loop.Stop()
	})
	_ = loop.Run()
	// Output:
	// before: false
	// in a call: true
}

func ExampleKeeper() {
	var r reactor.Reactor = reactor.New()
	if k, ok := r.(reactor.Keeper); ok {
		*k.Kept() = "what a package keeps here"
		fmt.Println(*k.Kept())
	}
	// Output: what a package keeps here
}

// inbox is the mailbox of an actor: whoever has it may put functions there, until it is
// closed.
type inbox struct {
	letters chan func()
	closed  bool
}

func (b *inbox) Enter(turn func()) error {
	if b.closed {
		return reactor.ErrReactorStopped
	}
	b.letters <- turn
	return nil
}

// Hold implements [reactor.Host]. An actor goes on anyway.
func (b *inbox) Hold(bool) {}

// A host is asked for turns, one at a time.
func ExampleHost() {
	var host reactor.Host = &inbox{letters: make(chan func(), 1)}
	g := reactor.NewGuest(host)
	for i := 1; i <= 3; i++ {
		_ = g.CallFromThread(func() { fmt.Println("call", i) })
	}
	turn := <-host.(*inbox).letters
	turn()
	// Output:
	// call 1
	// call 2
	// call 3
}

// The adapter closes the guest when its host comes to its end.
func ExampleNewGuest() {
	host := &inbox{letters: make(chan func(), 1)}
	g := reactor.NewGuest(host)
	lunch := reactor.Sleep(g, time.Hour)
	host.closed = true
	g.Close()
	_, err, _ := lunch.Result()
	fmt.Println(err)
	fmt.Println(g.CallFromThread(func() {}))
	// Output:
	// the reactor has stopped
	// the reactor has stopped
}
