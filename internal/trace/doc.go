// Package trace is what the packages under testdata/run wait for, and what
// notes down what they did.
//
// The rule that Evert must hold is that the callback form of a function does
// what the blocking form does: the same results, and the same effects in the
// same order. To test that, both forms are run and compared. So the package
// has three parts:
//
//   - a recorder: [Emit] notes an effect, [Blocking] and [Callback] run one
//     form of a case and return its [Outcome] together with the effects;
//   - leaves: small functions such as [Fetch] that stand for calls that wait.
//     Each is marked as blocking and has a callback form written by hand. A
//     leaf emits when it starts and again when it is over, so that a wait that
//     is started but not waited for shows in the trace;
//   - [Turns], a reactor of virtual time that decides for each wait of a leaf
//     whether it is already over when the leaf returns ([Now]), is over in a
//     later turn ([Later]), or one or the other by a seeded coin ([Random]).
//
// The recorder is one for the whole process. Cases are run one after the
// other and never in parallel; the lock is there because a blocking form that
// is run in a thread emits from that thread.
package trace
