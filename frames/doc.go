// Package frames is what code in frames style waits with: callback form without a
// Deferred, a closure or an allocation for a wait.
//
// # The scheme
//
// A function that may wait returns what it returns, and a [Pending]:
//
//	func total(n int) (int, error)
//	func totalFast(r reactor.Reactor, n int) (int, error, *frames.Pending[int])
//
// A nil Pending says that it has finished, in place, and its results are there. That
// is the fast body: the user's code as it stands, with its variables in registers.
// Only when something that it calls is not over, it takes a frame, which holds the
// variables that are needed later, and leaves. The frame waits, under a type that says
// where the function goes on:
//
//	type totalFrame struct {                // one for all waits of the function
//		frames.Frame[totalFrame, int]   // first: what its caller waits for
//		n, i, sum int
//	}
//
//	type totalAfterFetch totalFrame         // one for each wait
//
//	func (f *totalAfterFetch) Resume(v int, err error) {
//		if err != nil {
//			f.Fail(err)
//			return
//		}
//		f.sum += v
//		...
//		f.Return(f.sum)
//	}
//
// So a wait costs two stores of a pointer, and an end is a call of the caller's
// Resume, with the results in registers. Frames come from a [Pool], and go back to it
// before whoever waits goes on.
//
// # The rules that make this sound
//
//   - Finishing is the last thing that a function does. What calls [Frame.Return] touches
//     neither the frame nor anything that it held, afterwards.
//   - A frame is only recycled when it has finished, and nothing of the user's can
//     reach it: variables that closures or pointers keep are not in frames, which only
//     point to them. A frame that has crashed is left to the garbage collector.
//   - A Pending has one waiter, and is over once. It is never stored by users: a
//     [deferred.Deferred] stands at every edge ([Defer], [Await]).
//
// # Stack
//
// Ends nest: the end of a call resumes its caller, whose end resumes the next. So do
// waits of resumed code that are over at once ([Then]). After some hundred levels the
// next one is put off until the stack has unwound, in the same turn.
//
// # Panics
//
// Code that panics before its first wait panics in place. Later, there is one recover
// where the code was entered, and the frame that was running is known: its caller, and
// theirs, are told in turn ([Waiter].Crash).
//
// # Deferred calls
//
// As long as nothing waits they are Go's own. The frame that a function takes when it
// has to wait takes them over, and runs them when its code has finished, panicked, or
// called runtime.Goexit ([Defers]).
//
// # Debug builds
//
// With the tag evertdebug frames are not used again, but poisoned: what touches one
// that is over panics, and says so.
package frames
