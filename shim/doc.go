// Package shim lets blocking code run on its callback form, to check that both
// do the same. It is for builds in which the body of every function that was
// split is replaced by a call of its callback form:
//
//	func Count(ctx context.Context, n int) (int, error) {
//		return shim.Await(func(r reactor.Reactor) *deferred.Deferred[int] {
//			return CountDeferred(ctx, r, n)
//		})
//	}
//
// The tests of the blocking form then test the callback form.
//
// # Await
//
// Each [Await] has a reactor of its own, which runs on the calling goroutine
// until the Deferred has fired. A caller sees no difference: results, panics
// with their values, runtime.Goexit (which t.FailNow calls), and also the
// runtime's report of a deadlock, since a reactor that nothing can wake sleeps
// on a channel and has no goroutine of its own.
//
// # Wait
//
// Where tests have no reason to wait, most waits are over when they are reached,
// and continuations run in place. [Wait] stands around every wait in these
// builds, and makes those suspend, all of them or at random, if the variable
// mode is set at link time. The outcome must not depend on it.
package shim
