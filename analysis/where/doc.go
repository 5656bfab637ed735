// Package where knows which code runs on the reactor.
//
// # What it says
//
// Each function and each literal of a package is a [Body] with a [Context]: it
// runs on the reactor, in a thread, or nothing is known of it. A body's context is
// that of its own statements; literals in it have their own.
//
//	r.CallLater(time.Second, func() {       // on the reactor: a callback of CallLater
//		threads.DeferToThread(r, func() (int, error) {  // in a thread
//			return fetch()
//		})
//		each(func() { ... })            // on the reactor, if each calls it in place
//		go func() { ... }()             // in a thread
//	})
//
// # Where it comes from
//
// Nothing is guessed from what a function looks like. It is on the reactor:
//
//   - what a directive marks: functions marked nonblocking, literals given to a
//     parameter, a field or a func type that is marked so, and hand-written
//     callback forms, those that a directive names and counterparts;
//   - what is given to a function-typed parameter of the runtime's packages
//     deferred, reactor and threads, but for those that run in threads, or to js.FuncOf;
//   - what is given to a function that hands it on to one of these, which other
//     packages learn from a fact, [Roles].
//
// A literal inherits the context of the body around it only if it is called there:
// on the spot, by a defer statement, through a local variable, or by a function
// that calls its parameter in place. A go statement's literal is in a thread of its
// own if it is started on the reactor.
//
// Named functions and methods that are given away have no context for that: the
// same function may be called elsewhere. What they may do is checked where they
// are given away ([Map.Sinks]).
//
// # How it works
//
// One walk over the package collects flows: places where the value of an
// expression goes to a parameter, is called, or is stored (flow.go). Contexts then
// spread along them until nothing changes (solve.go); they only ever grow, from
// nothing to thread to reactor.
package where
