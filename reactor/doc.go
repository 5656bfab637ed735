// Package reactor has the event loop that code in callback form runs on: what
// such code asks of a loop, a loop in plain Go, and one with virtual time.
//
// # The interface
//
// [Reactor] has three methods, so that nearly every event loop can be one: a
// game's logic loop, an epoll loop, a JavaScript runtime's, a gateway plugin's.
// Code in callback form is given its reactor as a parameter. There is no global
// one. What only some loops can do is told by further interfaces that a reactor
// may implement: [ThreadRunner], [Tracker], [Stopping], [Confined].
//
// # The loop
//
// A [Loop] sleeps until a call is handed over by CallFromThread, or a delayed
// call is due. A turn makes the calls that were handed over before it began,
// then those that were due before it began, each in order. What they ask for is
// for the next turn, so neither kind can keep the other from its turn.
//
// After Stop, what was accepted is still done; then everything that is still
// under way, sleeps and threads, fails with [ErrReactorStopped]. Nothing is
// forgotten silently, and nobody waits for ever.
//
// # The clock
//
// A [Clock] is a reactor whose time passes only in [Clock.Advance]. It has the
// same turns. [NewSimulation] makes one that shuffles, by a seed, what has no
// order in Go.
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
// A [LoopingCall] is the callback form of a loop around a time.Ticker. A
// [Cooperator] divides long work into steps, and leaves room between them for
// everything else.
package reactor
