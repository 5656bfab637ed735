// Package reactor has the event loop that code in callback form runs on: what
// such code asks of a loop, a loop in plain Go, and one with virtual time.
//
//	func main() {
//		loop := reactor.New()
//		pageDeferred(loop, url).Observe(func(o deferred.Outcome[Page]) {
//			show(o.Value, o.Err)
//			loop.Stop()
//		})
//		loop.Run()
//	}
//
// # The interface
//
// [Reactor] has three methods, so that nearly every event loop can be one: a
// game's logic loop, an epoll loop, a JavaScript runtime's, a gateway plugin's.
// Code in callback form is given its reactor as a parameter. There is no global
// one. What only some loops can do is told by further interfaces that a reactor
// may implement:
//
//	SoonCaller      hands over calls more cheaply on its own goroutine
//	ThreadRunner    runs what blocks elsewhere; without it, nothing that needs a thread works
//	Tracker         knows what is under way, and ends it when it stops
//	Stopping        lets other goroutines know that it has stopped
//	Confined        knows its own goroutine
//
// A delayed call that can be put off is a [Resetter]. All of these are in [Loop] and
// [Clock], which can be parts of a loop of one's own, except that a clock, which has no
// goroutine, is not Confined.
//
// # Somebody else's loop
//
// Most loops, a user interface's, a JavaScript engine's, an actor's mailbox, have one way
// in: a function that has another one called on the loop's goroutine. A [Guest] is a
// reactor on such a loop, and brings the rest with it: the queue, timers in the right
// order, threads, an end. Its [Host] is two methods.
//
//	type host struct{ w *Window }
//
//	func (h host) Enter(turn func()) error { h.w.Invoke(turn); return nil }
//	func (h host) Hold(bool)               {} // the window stays open anyway
//
//	r := reactor.NewGuest(host{window})
//
// # The loop
//
// A [Loop] sleeps until a call is handed over by CallFromThread, or a delayed
// call is due. A turn makes the calls that were handed over before it began,
// then those that were due before it began, each in order. What they ask for is
// for the next turn, so neither kind can keep the other from its turn.
//
// The panic of a continuation that has waited is an outcome, see package deferred. A call
// that was handed over, or is due, has nobody to tell of a panic: it comes out of Run.
//
// # Shutdown
//
// After Stop, what was accepted is still done; then everything that is still
// under way, sleeps and threads, fails with [ErrReactorStopped]. Nothing is
// forgotten silently, and nobody waits for ever. Hooks are called on the way:
//
//	BeforeShutdown    everything works as ever, and the loop waits for the hook's Deferred
//	DuringShutdown    no more calls are accepted, those that were have been made
//	AfterShutdown     all is over
//
// So a program that has to flush what it holds says:
//
//	loop.BeforeShutdown(flushDeferred)
//	loop.SetShutdownLimit(10 * time.Second)
//	loop.StopOnSignal()
//	loop.Run()
//
// # Calls that take too long
//
// A call that blocks, or computes for long, stops everything else on the loop. A
// [Watchdog] finds it while it is at work, and tells where:
//
//	loop.Watch(reactor.Watchdog{Limit: 50 * time.Millisecond})
//
//	a call holds the loop for 63ms
//	goroutine 1 [running]:
//	...
//
// In a debug build, one with the tag evertdebug, every loop is watched, with a limit of 25
// milliseconds. [Loop.Stats] has figures for a monitoring page: turns, calls, how many
// wait, and after [Loop.Measure] how long turns take.
//
//	expvar.Publish("loop", expvar.Func(func() any { return loop.Stats() }))
//
// # The clock
//
// A [Clock] is a reactor whose time passes only in [Clock.Advance]. It has the
// same turns. A test of an hour takes no time, and is the same each time:
//
//	clock := reactor.NewClock(time.Unix(0, 0))
//	page := pageDeferred(clock, url).AddTimeout(time.Hour, clock)
//	clock.Advance(time.Hour)
//	_, err, _ := page.Result()   // timed out after 1h0m0s
//
// Nothing runs in a thread on a clock, unless SetThreads says what runs it.
//
// # Simulations
//
// [NewSimulation] makes a clock that shuffles, by a seed, what has no order in Go. To
// try many seeds finds what goes wrong in some orders only, and the seed that shows it
// shows it again. [Clock.Record] writes down what was done, [Clock.Note] what it meant, so
// that two runs can be compared line by line:
//
//	for seed := int64(0); seed < 1000; seed++ {
//		var trace strings.Builder
//		clock := reactor.NewSimulation(begin, seed)
//		clock.Record(&trace)
//		transfer(clock)
//		clock.Advance(time.Hour)
//		if balance != 0 {
//			t.Fatalf("seed %d:\n%s", seed, trace.String())
//		}
//	}
//
// # Waiting for time
//
// [Sleep] and [After] are the callback forms of time.Sleep and <-time.After:
//
//	time.Sleep(d)            return deferred.Then(reactor.Sleep(r, d), func() *deferred.Deferred[deferred.Void] {
//	fmt.Println("awake")         fmt.Println("awake")
//	                             return deferred.Done()
//	                         })
//
// # Again and again
//
// A [LoopingCall] is the callback form of a loop around a time.Ticker. It keeps to the
// grid, waits for the Deferred that a call returns, and skips what it has missed.
//
//	ticker := time.NewTicker(time.Minute)    poll := reactor.NewLoopingCall(r, func() *deferred.Deferred[deferred.Void] {
//	defer ticker.Stop()                          return pollDeferred(r)
//	for range ticker.C {                     })
//		if err := poll(); err != nil {       return poll.StartLater(time.Minute)
//			return err
//		}
//	}
//
// # Long work
//
// What computes for long goes to a thread (package threads), or, if it uses what belongs to
// the reactor, is divided into steps. A [Cooperator] makes as many as fit into ten
// milliseconds in a turn, of one task after the other, and leaves room between for
// everything else. A step that has to wait returns what it waits for.
//
//	for _, row := range rows {    i := 0
//		sum += cost(row)          task := reactor.Cooperate(r, func() (more bool, wait *deferred.Deferred[deferred.Void]) {
//	}                                 if i == len(rows) {
//	return sum                            return false, nil
//	                                  }
//	                                  sum += cost(rows[i])
//	                                  i++
//	                                  return true, nil
//	                              })
//	                              return deferred.Map(task.WhenDone(), func(deferred.Void) int { return sum })
package reactor
