// Package blocking finds out which functions block, and why.
//
// # What it says
//
// A [Fact] is what is known of a function: whether it may wait, of which class,
// through which chain of calls, what its author marked it with, its callback
// form, and which of its parameters it calls in place. [Infer] computes the facts
// of a loaded program; [Analyzer] is the same engine as a go/analysis pass, which
// works package by package and hands the facts on. Consumers ask about functions
// ([Program.Func]), literals ([Program.Lit]) and calls ([Program.Call]).
//
// # Where blocking comes from
//
//   - Directives: functions, interface methods, func types, fields and parameters
//     that are marked blocking.
//   - The standard library's table, which also has the interfaces that wait by
//     contract.
//   - The language: channel operations, ranges over channels, and selects without
//     a default.
//   - Counterparts: what has a callback form in a pack waits, or else nobody would
//     have written that.
//
// # How it spreads
//
// From callees to callers, along calls that are resolved statically: functions,
// methods of concrete types, literals called on the spot, deferred or through
// local variables, functions passed to a parameter that the callee calls in place,
// and what a function returns if that is called on the spot or ranged over. A go
// statement does not wait. Interface methods and func values without a mark spread
// nothing: they are unknown, which is not the same as blocking, and what a
// signature looks like decides nothing.
//
// Readers and writers are judged where they are given away: io.Copy blocks if one
// of its arguments does, by the type it has at the call, or had when it was
// assigned to a variable that is assigned once.
//
// Locks and consoles are different. A lock is reported where it is taken and does
// not spread, since most locks are held for nanoseconds. A write to the console
// is not taken for blocking at all.
//
// # Annotated functions
//
// Callers are rewritten only for the sake of functions that somebody marked, so
// that Fact.Annotated follows the marks alone: it spreads as blocking does, but
// not through functions marked thread or nonblocking, and neither the table nor a
// counterpart starts it.
//
// # How it works
//
// A package is scanned once into nodes, one for each function and literal, with
// the places where it may wait, its sites (scan.go). Each call of a site is
// resolved to targets: nodes of the same package, or facts (resolve.go, value.go,
// judge.go). Two searches over these follow: which parameters are called
// (params.go), and which nodes block (solve.go). The second goes breadth first,
// so that the chains are shortest and do not depend on the order of anything.
package blocking
