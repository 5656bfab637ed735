// Package deferred has the [Deferred], the outcome of something that may not be
// over yet, and the ways to go on from it. Code in callback form, as Evert
// generates it, is made of these; they read as well in code written by hand.
// The package starts no goroutine of its own but those of coroutines, which never
// run at the same time as another, does no I/O and takes no lock: a Deferred
// belongs to one reactor, and is used on that reactor's goroutine only.
//
// For people who come from elsewhere there are tables of what corresponds to what, in
// docs/from-twisted.md, docs/from-promises.md and docs/from-goroutines.md.
//
// # From blocking form to callback form
//
// A function in callback form returns a Deferred in place of its results. A
// call that may wait splits the function: what comes after it becomes a
// continuation, a closure nested where the code stood.
//
//	func f(n int) (string, error) {     func fDeferred(r reactor.Reactor, n int) *deferred.Deferred[string] {
//		v, err := fetch(n)                  return deferred.AddCallback(fetchDeferred(r, n), func(v int) (string, error) {
//		if err != nil {                         return fmt.Sprint(v), nil
//			return "", err                  })
//		}                               }
//		return fmt.Sprint(v), nil
//	}
//
// Which function to chain with depends on two things. Does the continuation
// want the error, or is it passed on? And is it the last one, which returns
// results, or does it wait again, and returns a Deferred?
//
//	                           returns results      returns a Deferred
//	error is passed on         AddCallback, Map     Chain, Then
//	error is looked at         AddBoth              ChainBoth, ThenBoth
//
// Where the function's only result is an error, [Do] and [DoBoth] take the place
// of AddCallback and AddBoth, and where it has none, [Use] that of Map.
// Then and ThenBoth are for functions without results, whose Deferreds are of
// type [Void]. Several results are a [Pair] or another tuple, which Unpack
// takes apart. A [Loop] is a loop with a wait in it, [WithDefers] a function
// with deferred calls; [RangeMap] and [RangeFunc2] walk over a map and a function
// while the body waits.
//
// Three more are for code written by hand: [Deferred.AddErrback], for a step that is only
// called with an error, [AddCallbacks], for two functions of which one is called, and
// [Deferred.Observe], for the end of a chain, which is told of any outcome.
//
//	v, err := fetch(n)                      fetchDeferred(r, n).AddErrback(func(err error) (int, error) {
//	if errors.Is(err, errAbsent) {              if errors.Is(err, errAbsent) {
//		v, err = 0, nil                             return 0, nil
//	}                                           }
//	                                            return 0, err
//	                                        })
//
//	v, err := fetch(n)                      deferred.AddCallbacks(fetchDeferred(r, n), show, complain)
//	if err != nil {
//		return complain(err)                // not AddCallback and then AddErrback:
//	}                                       // complain does not get an error of show
//	return show(v)
//
// # Making a Deferred
//
// Whoever starts what will end later makes a Deferred with [New], hands it out, and fires
// it, once, on the reactor's goroutine. A canceller says how to stop.
//
//	host.Get(url, func(text string, err error) {    func getDeferred(url string) *deferred.Deferred[string] {
//		...                                             var request host.Request
//	})                                                  d := deferred.New(func(*deferred.Deferred[string]) { request.Stop() })
//	                                                    request = host.Get(url, d.Fire)
//	                                                    return d
//	                                                }
//
// [Succeed], [Fail] and [Return] are for what is over already. To fire a Deferred a second
// time is a panic with an [*AlreadyFiredError].
//
// # Outcomes
//
// A Deferred fires once, with one of three kinds of outcome:
//
//   - A value and an error. Both are kept: a reader's n, io.EOF arrives whole.
//   - A panic, with its original value and stack. It passes all continuations,
//     also those that ask for errors, as it would pass the code that they stand
//     for; deferred calls run, and may recover it. Where the outcome leaves the
//     world of Deferreds it is a [*PanicError], or raised again with the
//     original value.
//   - runtime.Goexit, which likewise passes everything but deferred calls.
//
// # In place, or later
//
// If a Deferred has fired when a continuation is chained on it, the
// continuation runs at once, as a plain call, and what it returns is returned.
// Nothing is allocated, recorded or recovered. So a panic there goes up the
// stack, to the nearest [WithDefers], or to whoever fires the Deferred in whose
// continuation all this happens, or to the caller of the whole.
//
// Otherwise one object is made, which holds the continuation and is the Deferred
// of what it will return. When the awaited Deferred fires, the continuation
// runs, and if it panics or calls runtime.Goexit that becomes the outcome of
// its Deferred. In the case of Goexit the goroutine goes on unwinding; before
// that, everybody who waits has learned of it.
//
// A continuation that is added to a Deferred whose continuations are just being
// run goes to the end, and does not run before the running one has returned.
//
// # Cancelling
//
// [Deferred.Cancel] says that nobody wants the outcome any more. It goes to the innermost
// Deferred that is being waited for, whose canceller is called. That fires with what the
// canceller says, or with [ErrCancelled], and the failure comes up through all steps: each
// may look at it, deferred calls run and may wait.
//
//	ctx, cancel := context.WithCancel(ctx)      page := pageDeferred(r, url)
//	go func() { show(page(ctx, url)) }()        deferred.Use(page, show)
//	...                                         ...
//	cancel()                                    page.Cancel()
//
// All that waits for the innermost Deferred is told, not only d; [Share] parts them.
// [WithContext] cancels at the end of a context, [Deferred.AddTimeout] after a while.
//
// # Pausing
//
// [Deferred.Pause] keeps what waits for a Deferred waiting, also once it has fired, until
// [Deferred.Unpause] has been called as often. What the Deferred waits for itself goes on.
//
//	d.Pause()
//	d.Callback(1)   // it has fired, and runs nothing
//	d.Unpause()     // now it does
//
// # Why the stack stays flat, and memory too
//
// Firing is a loop, not a recursion. It runs a continuation, which resolves
// another Deferred, whose continuations are next. A chain of a million links
// completes on a flat stack.
//
// A continuation may return a Deferred that is pending. Then that one is merged
// into the Deferred that was promised for the continuation's result: its
// waiters move there, and who fires it fires that. Nothing is linked behind
// anything, so a function whose continuation returns a call of the function
// itself can go on for ever in constant memory.
//
// A loop needs both. loop.Again() is a mark that only travels in tail position,
// through merged Deferreds to the place where a continuation's result is
// looked at. What is found there is not an outcome but an order: to run the
// next turns, whose result is for the same Deferred. As long as waits are over
// when they are reached the turns are those of a for loop.
//
// # Generators
//
// [Generate] leaves a function whole and runs it as a coroutine, which stands still
// at a wait that is not over: what Twisted calls inlineCallbacks.
//
//	func f(n int) (string, error) {     func fDeferred(r reactor.Reactor, n int) *deferred.Deferred[string] {
//		v, err := fetch(n)                  return deferred.Generate(func(g *deferred.Generator) (string, error) {
//		if err != nil {                         v, err := fetchDeferred(r, n).Await(g)
//			return "", err                      if err != nil {
//		}                                           return "", err
//		return fmt.Sprint(v), nil               }
//	}                                           return fmt.Sprint(v), nil
//	                                        })
//	                                    }
//
// How to await follows from the results of the blocking function:
//
//	results        the body is run by    a wait for such a function
//	(T, error)     Generate              v, err := d.Await(g)
//	T              GenerateValue         v := d.AwaitValue(g)
//	error          GenerateErr           err := d.AwaitErr(g)
//	none           GenerateDone          d.AwaitDone(g)
//	(A, B, error)  Generate2             a, b, err := deferred.Await2(d, g)
//	(A, B)         GenerateValue2        a, b := d.AwaitValue(g).Unpack()
//
// Whether a function is a chain of continuations or a generator cannot be told from
// its Deferred. Control flow, deferred calls, recover and named results are Go's own.
// Two things differ from chains. A panic or runtime.Goexit in the body is an outcome
// of the Deferred also before the first wait: it does not end the caller, which runs
// on another goroutine. And a wait that may not fail, but does, ends the body as
// runtime.Goexit would: deferred calls run, and the Deferred fails with the error.
//
// A coroutine has a goroutine for as long as it has not ended. It costs about half a
// microsecond to make, and three kilobytes to keep, ten times what a chain does: a
// recursion a million deep takes three gigabytes. A wait that is over costs next to
// nothing, and a million of them take no stack and no memory.
//
// The coroutine belongs to its Deferred. If that is cancelled, what the body waits for
// is, as in Twisted: the body goes on with an error, as a rule [ErrCancelled], and its
// deferred calls run. When a reactor stops, what waits for it fails, and so generators
// end in the same way. But if what a body waits for is dropped, neither fired nor
// cancelled, the body stands still for ever, as a goroutine does that blocks for ever:
// its deferred calls do not run, and its stack is not freed. So cancel what you no
// longer want.
//
// A goroutine that is locked to its thread (runtime.LockOSThread) can run coroutines
// too, but the one that resumes a coroutine must be locked as the one was that made it,
// and the body must not change that across a wait.
//
// # Several Deferreds
//
// What Twisted has for many Deferreds at a time is here by the same names, with
// types, and so that it always completes, runs on a flat stack, and cancels what
// is not wanted any more:
//
//	all values, or the first failure     GatherResults, Gather2, Gather3
//	what became of each                  List
//	the first value                      Race
//	some at a time                       Parallel
//	work that nothing outlives           Group, WithGroup
//	one outcome for many readers         Share
//	one after the other, or a few        Lock, Semaphore, RunWith
//	from producers to consumers          Queue
//	not for ever                         AddTimeout, WithContext
//	whatever a call does                 MaybeDeferred, Call
//
// Calling callback forms starts them; these wait for what has been started:
//
//	var g errgroup.Group                              both := deferred.GatherResults(
//	var a, b int                                          fetchDeferred(r, 1),
//	g.Go(func() (err error) {                             fetchDeferred(r, 2),
//		a, err = fetch(1)                             )
//		return err                                    return deferred.Map(both, func(v []int) int { return v[0] + v[1] })
//	})
//	g.Go(func() (err error) {
//		b, err = fetch(2)
//		return err
//	})
//	err := g.Wait()
//	return a + b, err
//
// Cancelling what one of these returns cancels what it waits for, and it fires
// when that is over. Failures that come too late to be anybody's outcome are
// dropped if they are errors, and reported if they are panics. A canceller that
// panics does not keep the others from being called; its panic is reported.
//
// # Failures that nobody handles
//
// A Deferred that failed or panicked without anybody waiting for it, or asking
// for its outcome later, is reported when it is collected: [SetUnhandled] says to
// whom, as an [*Unhandled]. That goes for those that are fired. What has failed from the
// beginning, made by Fail, Return or a continuation that ran in place, is reported in a
// debug build only: dropping it is dropping an error that a call has returned.
// [ErrCancelled] is never reported: somebody wanted that.
//
//	var before func(error)
//	before = deferred.SetUnhandled(func(err error) {
//		failures.Add(1)
//		before(err)   // logs it
//	})
//
// # Trails
//
// A stack trace says little about a failure that comes up through continuations: at its
// bottom is the reactor. So a failure carries the waits that it has passed, the innermost
// first, at no cost as long as nothing fails. [Deferred.Trail] returns them, and a report
// of a failure that nobody handled ends with them:
//
//	nobody handled an error: connection refused
//		at example.com/shop.price (/src/shop/price.go:17)
//		at example.com/shop.(*Cart).Total (/src/shop/cart.go:42)
//
// Functions and lines are those of the blocking source: generated files say by [Sites]
// where their continuations come from. A trail begins anew where an error is returned
// that is another one, in the sense of errors.Is.
//
// # A debug build
//
// With the build tag evertdebug, mistakes are found that otherwise show up later, or not
// at all: see [Debug].
//
//	go test -tags evertdebug ./...
//
// A Deferred that is used on another goroutine than its reactor's panics, and says where
// it was used first. A second fire says where the first one was, and a failure that
// nobody handled where its Deferred was made. With [SuspendAll] no wait is over when it is
// reached, which shows code that counts on one, such as a variable that a continuation
// sets and that is read beside it:
//
//	deferred.SuspendAll(r.CallFromThread)
//	n := 0
//	deferred.Use(deferred.Succeed(1), func(v int) { n = v })
//	use(n)   // 0 now
package deferred
