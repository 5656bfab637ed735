// Package once finds what is not completed exactly once: rule EV306.
//
// # What it follows
//
// A completion is something that a function has to complete: a callback that a
// directive says it calls, a Deferred that it has made, functions of which it has
// to call one, a request that it has paused. On each path through the function
// a tally is kept of what has become of each completion: nothing, completed once,
// or given away to something that is not followed. At each way out the tally has
// to be right; and nothing may be completed that is.
//
// A function that is given to a call with a once directive takes the duty over:
// its own paths are followed like those of the function around it. Where the call
// may fail to start there is a path on which it has, with the result that says so,
// and nobody has taken anything over. That is how dropped errors are found.
//
// # No noise
//
// Only what is certain is reported. So a path remembers what it has learned of
// variables and conditions, and does not take branches that contradict it; calls
// of functions of the package are followed where they matter; what escapes, to a
// field, a channel, or a function of which nothing is known, is taken to be
// completed. A path is doubtful, and silent, from where it depends on a state that
// is not followed: a counter in a field, an atomic, a timer that was stopped. A
// function with goto or too many paths is left out as a whole.
//
// # Where duties come from
//
// From directives, never from what a signature looks like: once, pauses and
// resumes, in the package, in the packages that it imports, and in packs, which
// describe packages that cannot be edited. Deferreds from deferred.New need no
// directive. Facts carry what directives say to other packages, and what functions
// may resume.
//
// # How it works
//
// Functions and what they may resume are found first (scope.go), with the
// variables that can be followed and the states that cannot (assign.go). Each
// function with a duty (roots.go, expected.go) is walked, as a set of states at each statement
// (walk.go, assignstmt.go, control.go); expressions, conditions and calls split
// states (expr.go, branch.go with atoms.go, call.go with results.go). What completes
// and escapes is in complete.go, what is handed on to functions that run later in
// summary.go, and what is right at a way out in judge.go.
package once
