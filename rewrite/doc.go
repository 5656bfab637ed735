/*
Package rewrite turns blocking Go functions into callback form.

# The idea

A function that waits cannot return its results: it returns a Deferred, which fires
with them, and what comes after a wait moves into a func literal, the continuation,
which runs when the wait is over:

	func Wrap(n int) (string, error) {          func WrapDeferred(r reactor.Reactor, n int) D[string] {
		v, err := Fetch(n)                          return Chain(FetchDeferred(r, n), func(v int) D[string] {
		if err != nil {                                 return AddBoth(FetchDeferred(r, v+1), func(w int, err error) (string, error) {
			return "", err                                  if err != nil {
		}                                                       return "", fmt.Errorf("second: %w", err)
		w, err := Fetch(v + 1)                              }
		if err != nil {                                     return fmt.Sprint(v, w), nil
			return "", fmt.Errorf("second: %w", err)    })
		}                                           })
		return fmt.Sprint(v, w), nil            }
	}

(In this text D[T] is *deferred.Deferred[T], and names of package deferred stand
alone; whole files are in the directory golden of the module.) Four sentences carry
the whole scheme:

  - A continuation is nested where the rest of the code stood, so that scopes, local
    types and shadowing stay what they were.
  - Every path of a split function returns a Deferred of the function's results.
  - Code that is reached from several places is one named closure, a join point; code
    is never copied, so that the output grows linearly with the input.
  - The next turn of a loop is an outcome that only travels in tail position, so that
    a loop is a plain for in the runtime while its waits are over, and no chain grows
    when they are not.

A wait that is already over goes on in place: Chain calls the continuation at once.
The function runs in place up to the first wait that is not, and completes once.

The numbers S1 to S23 are those of the list of what a callback form must preserve,
in the order of that list; each is named where this text explains it, with what
shows it: cases of the golden packages, which run in both forms with all waits over
at once, all later, and mixed at random; whole programs; archives that show what a
stage makes of a source; and tests of the runtime.

Shown by:

  - S1: golden.TestForms, shim.TestWaitAlways, shim.TestWaitRandom
  - S2: golden.TestForms, deferred.TestConformance05SecondFirePanicsAndNamesTheFirst

# The stages

[Generate] decides what is to be done and runs the stages for one function after the
other; generate.go has the list. Each stage is a package below internal; what they share is
package ir.

	stage      postcondition
	plan       every function is wanted, or not, or refused with a reason; every
	           call runs in place or is an operation (ir.Op) that may wait
	order      every operation stands alone, and all around it happens in the
	           order in which the compiler would do it
	steps      no list has many waits in a row
	cps        blocks of code with tails: what comes after a wait is its body
	simplify   every join point is used twice, or cannot be moved; names are final
	frames     in frames style: the parts of the code, and the variables that they share
	emit       Go, with the comments and the formatting of the source
	verify     the result type-checks together with its package

A stage that cannot go on refuses the function. The function then has no callback
form, others reach it through a thread, and so the stages run again, until no function
is refused any more. An error that verify finds is a bug of Evert's: it is reported as
such, and the function it lies in is refused like the others.

Code that does not wait is never rebuilt: it stays the syntax it was, and a table of
holes says which of its expressions an earlier statement has computed already. Both
intermediate forms print themselves (ir.Func.Ordered and ir.Func.Continuation).

# Signatures

The reactor comes first, or second after a leading context.Context; a function that
takes a reactor already keeps its own. Methods keep their receiver, generic functions
their type parameters, variadic ones their dots. A Deferred holds a value and an error
as Go functions return them; several values become a Pair, Triple and so on, which the
continuation unpacks by name:

	a, b, c, d, err := four(n)       return AddBoth(fourDeferred(r, n), func(results Quad[int, string, bool, float64], err error) (string, error) {
	return fmt.Sprint(a, b, c, d), err       a, b, c, d := results.Unpack()
	                                     return fmt.Sprint(a, b, c, d), err
	                                 })

A function without waits gets a form too if its callers shall call one (with -all);
it returns a Deferred that has fired. The form of Name is NameDeferred; a name that is
taken is an error that says by what.

Shown by:

  - S17: golden/methods.Promoted, golden/methods.Values, golden/methods.Expressions, golden/methods.Interface, golden/generics.List, golden/generics.Constraint, golden/locals.Types, programs/methodkinds.go, programs/genericforms.go, programs/methodvalues.go
  - S18: golden/variadic.Any, golden/variadic.Dots, golden/order.Builtins, programs/variadic.go, programs/operandplaces.go

# Errors

An error that is only passed on needs no code: `if err != nil { return zero values,
err }` after a wait is what Chain does by itself. It must be exactly that, with zero
values that are constants, and err must not be looked at again. Any other use of the
error makes it the continuation's second parameter. A value arrives beside its error
in either case. Where every path after a wait finishes the function, the user's
returns stand as they are, in the continuation of an AddCallback, AddBoth or Map.

Shown by:

  - S15: golden/errs.PassOn, golden/errs.Wrap, golden/errs.Both, golden/errs.Inverted, internal/order/testdata/s15_errors.txtar, internal/cps/testdata/s15_errors.txtar

# Evaluation order

When one operand of an expression is a call, gc evaluates calls, receives, type
assertions, slice expressions and short-circuit operators in source order, and reads
everything else after them. So what stands to the left of a wait and belongs to the
first kind gets a temporary, and the rest stays where it is, in the last continuation:

	fmt.Sprint(Side(1), Get(n), Side(2), n)       side := Side(1)
	                                              return AddCallback(GetDeferred(r, n), func(get int) (string, error) {
	                                                  return fmt.Sprint(side, get, Side(2), n), nil
	                                              })

Operands that nothing can change while the function waits need no temporary. What
becomes an interface value, the key of a map, or an entry of a map literal may get one
although it is no call: gc copies it in its place if the runtime needs its address and
it has none, so that p.n == 1 in use(p.n == 1, Get(n)) is computed before the wait, and
p.n in use(p.n, Get(n)) is read after it (order: boxed.go).

Assignments keep their two phases since the statement itself stays, with holes; the
results of a wait go to variables directly, to other operands by temporaries. Structs
and arrays are copied where the source copies them.

Shown by:

  - S3: golden/order.Arguments, golden/order.Late, golden/order.Panics, internal/order/testdata/s03_order.txtar, programs/lateoperands.go, programs/boxedoperands.go, programs/changedoperands.go, programs/operandplaces.go
  - S5: golden/order.Phases, golden/results.Swap, golden/results.Spread, internal/order/testdata/s05_assign.txtar, golden/ranges.AssignTurn, programs/assignforms.go
  - S6: golden/locals.Copies, golden/ranges.Array, golden/methods.Values, programs/copies.go, programs/changedoperands.go, programs/methodkinds.go

# Conditions

`L && R` with a wait in R becomes an if around the wait, and a variable that holds the
result; `if L && R { A }` without an else becomes two nested ifs, without a variable:

	if n > 0 && Pos(n) {       rest := func() D[int] { return Succeed(n) }
		A                      if n > 0 {
	}                              return Chain(PosDeferred(r, n), func(isPos bool) D[int] {
	return n, nil                      if isPos {
	                                       A
	                                   }
	                                   return rest()
	                               })
	                           }
	                           return rest()

Shown by:

  - S4: golden/shortcircuit.Condition, golden/shortcircuit.Guard, golden/shortcircuit.Loop, golden/branch.Condition, internal/order/testdata/s04_shortcircuit.txtar, internal/cps/testdata/s04_shortcircuit.txtar, programs/assignforms.go, programs/shortcircuit.go

# Branches, switches, selects

A branch that waits ends by going to the join point; one that does not falls out of
its statement, as it always did:

	total := n                         total := n
	if n > 2 {                         rest := func() D[string] { B }
		v, err := Fetch(n)             if n > 2 {
		A                                  return ChainBoth(FetchDeferred(r, n), func(v int, err error) D[string] {
	} else if n == 2 {                         A
		return "two", nil                      return rest()
	}                                      })
	B                                  } else if n == 2 {
	                                       return Succeed("two")
	                                   }
	                                   return rest()

A switch of which only bodies wait stays a switch. One whose cases wait becomes a chain
of tests, in the order of the source, that finds the number of the case, and a switch
over that number. A body that a fallthrough enters from a continuation is a join point.
A select without a default waits for the number of its case; its channels and values
are evaluated once, in source order; one with a default never waits and stays.

A goto over a wait goes to a join point if its label comes later, and starts the next
turn of a loop if it came before; labels that reach each other are a loop over the
number of the part that comes next.

Shown by:

  - S7: golden/branch.Join, golden/branch.Nested, golden/switches.Cases, golden/switches.Fall, golden/switches.Types, golden/selects.Receive, golden/selects.Default, golden/labels.Outer, golden/labels.Block, golden/gotos.Retry, golden/gotos.Fail, internal/order/testdata/s07_switch.txtar, internal/order/testdata/s07_gotos.txtar, internal/cps/testdata/s07_branch.txtar, internal/cps/testdata/s07_switch.txtar, internal/cps/testdata/s07_gotos.txtar, golden/switches.FallInit, programs/jumps.go, programs/labels.go, programs/gotos.go

# Steps

Continuations inside each other read well for a few waits. Where a list has more than
twelve, or more than two statements with waits inside, it becomes steps side by side, in
the order in which they run. A variable that several of them know is declared before
them:

	a := Get(n)                        var a int
	if Pos(a) {                        var step2, step3 func() D[string]
		Do(1)                          step1 := func() D[string] {
	}                                      return Chain(GetDeferred(r, n), func(newA int) D[string] {
	A                                          a = newA
	if Pos(n) {                                return Chain(PosDeferred(r, a), func(isPos bool) D[string] {
		Do(2)                                      if isPos {
	}                                                  return Then(DoDeferred(r, 1), step2)
	B                                              }
	...                                            return step2()
	                                           })
	                                       })
	                                   }
	                                   step2 = func() D[string] { A; ... }
	                                   step3 = func() D[string] { B; ... }
	                                   return step1()

So the output is not nested more deeply for more waits, and both its length and the time
to make it grow with the input's.

Shown by:

  - S10: golden.TestMillion, golden/steps.Straight, golden/steps.Branches, golden/steps.Turns, internal/steps/testdata/cuts.txtar, rewrite.TestLong

# Loops

A turn of a loop is a func literal for Loop, which runs turns as long as they ask for
another one. A break goes to what comes after the loop, a continue to the post
statement or the next turn, from any depth:

	for i := 0; i < n; i++ {             i := 0
		v, err := Fetch(i)               return Loop(func(loop *Looping[string]) D[string] {
		if err != nil {                      if i >= n {
			return "", wrap(err)                 return Succeed(strconv.Itoa(sum))
		}                                    }
		sum += v                             return ChainBoth(FetchDeferred(r, i), func(v int, err error) D[string] {
	}                                            if err != nil {
	return strconv.Itoa(sum), nil                    return Return("", wrap(err))
	                                             }
	                                             sum += v
	                                             i++
	                                             return loop.Again()
	                                         })
	                                     })

From go 1.22 on each turn has its own i. Nobody can tell unless a closure or a pointer
keeps it; then, and only then, the turn declares its own copy and hands the value on in
a variable outside (nextI). Before, all turns share it, and whatever binds a loop
variable for later has to copy it: the file's language version decides.

A range evaluates its operand once, and a counter that is hidden where need be makes
the turns: a range over a map uses an iterator that follows Go's rules while the map
changes, one over a channel waits for each value. The body of a range over a function
becomes a function of its own whose result says how the turn ended, as in the
compiler's own rewriting; the ranged function runs as a coroutine, which stands still
while the body waits:

	for v := range count(n) {       Chain(RangeFunc1(count(n), func(v int) D[int] {
		if v == 3 {                     if v == 3 {
			break                           return Succeed(Break)
		}                               }
		got += Get(v)                   return Map(GetDeferred(r, v), func(get int) int {
	}                                       got += get
	                                        return Continue
	                                    })
	                                }), func(_ int) D[string] { what comes after

Shown by:

  - S8: golden/loops.Sum, golden/loops.Keep, golden/loops.Point, golden/loops.Post, golden/loops.Nested, internal/order/testdata/s08_loops.txtar, internal/order/testdata/s08_shared.txtar, internal/cps/testdata/s08_loops.txtar, programs/loopvar121.go, programs/jumps.go, programs/closureloop.go
  - S9: golden/ranges.Slice, golden/ranges.Map, golden/ranges.Runes, golden/ranges.Integer, golden/ranges.Assign, golden/ranges.Function, golden/channels.Range, internal/order/testdata/s09_ranges.txtar, internal/order/testdata/s09_functions.txtar, internal/cps/testdata/s09_functions.txtar, golden/ranges.AssignTurn, golden/ranges.Unread, programs/rangefuncs.go, programs/rangeall.go
  - S10: golden/recursion.Deep, deferred.TestLoopMillionTurns, deferred.TestConformance38AMillionNestedPendingCalls, deferred.TestMillionNestedWaits, deferred.TestConformance17EndlessTailCallsInConstantMemory, shim.TestMillionWaits

# Deferred calls, panics, results

The body of a function with deferred calls runs in a scope, which makes the calls when
the body's Deferred fires, last in, first out, panics included. Receiver, function
value and arguments are bound at the defer statement, unless nothing can change them.
A call that may recover is a real Go defer around the panic, raised again, so that
recover works exactly where Go lets it work; one that waits and recovers asks the scope
for the panic. Results that a deferred call may change are variables, which are read
when the deferred calls are done:

	func f(n int) (s string, err error) {       var s string
		defer handle(&err)                      var err error
		defer Do(n)                             return WithDefersNamed(func(scope *Scope) D[Void] {
		v, err := Fetch(n)                          arg := &err
		return strconv.Itoa(v), err                 scope.DeferRecover(func(p *Panicking) {
	}                                                   defer handle(arg)
	                                                    p.Resume()
	                                                })
	                                                scope.DeferWait(func(_ *Panicking) D[Void] {
	                                                    return DoDeferred(r, n)
	                                                })
	                                                return ChainBoth(FetchDeferred(r, n), func(v int, newErr error) D[Void] {
	                                                    err = newErr
	                                                    s = strconv.Itoa(v)
	                                                    return Done()
	                                                })
	                                            }, func() D[string] { return Return(s, err) })

A panic before the first wait that is not over propagates as a panic, as it does in the
blocking form; one in a continuation that runs later is the third outcome of the
Deferred, beside value and error, and raised again, the same value, by whoever waits
for the outermost one.

Shown by:

  - S11: golden/deferrecover.Order, golden/deferrecover.Waits, golden/deferrecover.NilFunc, golden/deferrecover.Change, internal/order/testdata/s11_defer.txtar, internal/cps/testdata/s11_defer.txtar, deferred.TestDeferredCalls, golden/deferrecover.Variadic, golden/deferrecover.WaitsInOrder, golden/deferrecover.WaitsTurns, golden/deferrecover.WaitsBlock, programs/deferforms.go
  - S12: golden/deferrecover.Recover, golden/deferrecover.Again, golden/deferrecover.Exit, golden/deferrecover.WaitRecover, golden/deferrecover.WaitsRecovering, golden/deferrecover.WaitsPanicking, golden/deferrecover.WaitsExiting, deferred.TestPanicKeepsIdentity, programs/panicreplace.go, programs/goexit.go, programs/recovers.go, programs/nestedpanic.go, programs/rangefuncs.go
  - S13: shim.TestEndings, deferred.TestConformance37UnhandledFailuresAreReported, programs/panicvalue.go, programs/panicchain.go, programs/goroutinepanic.go, programs/deadlock.go
  - S14: golden/results.Named, golden/deferrecover.Named, golden/names.Again, deferred.TestNamedResults, programs/deferresults.go, programs/deferforms.go, programs/takennames.go

# Func literals, go statements, initialisers

A literal gets callback form itself if it waits and all its calls are in reach: it is
called on the spot, deferred, or held in a local variable that is only ever called,
also by itself; or if it is handed to a callback form that takes a callback form, as
EachDeferred may in place of Each(list, func(v T) error). Any other literal keeps its blocking form, and a call that it makes
block goes to a thread as a whole. A go statement keeps its function in blocking form:
the new goroutine may block. So do package-level initialisers.

	var walk func(int) (int, error)                 var walk func(int) D[int]
	walk = func(depth int) (int, error) {           walk = func(depth int) D[int] {
		v, err := Fetch(depth)                          return Chain(FetchDeferred(r, depth), func(v int) D[int] {
		A                                                   return AddBoth(walk(depth-1), func(rest int, err error) (int, error) {
		rest, err := walk(depth - 1)                            return v + rest, err
		return v + rest, err                                })
	}                                                   })
	                                                }

Shown by:

  - S16: golden/closures.Spot, golden/closures.Recursive, golden/closures.Returned, golden/closures.Passed, golden/closures.Shared, golden/boxes.Parameter, golden/boxes.Results, golden/boxes.Meanwhile, golden/boxes.Turns, golden/params.Each, golden/params.Fold, golden/params.Nested, internal/order/testdata/s16_closures.txtar, internal/cps/testdata/s16_closures.txtar, programs/iifs.go, programs/memo.go
  - S19: golden/goroutines.Operands, golden/goroutines.Waits, programs/goroutines.go
  - S20: programs/inits.go

# Generator style

With Options.Style Generator nothing is split. The body stays as it is, and runs as a
coroutine that stands still at a wait which is not over:

	func Wrap(n int) (string, error) {          func WrapDeferred(r reactor.Reactor, n int) D[string] {
		v, err := Fetch(n)                          return Generate(func(g *Generator) (string, error) {
		if err != nil {                                 v, err := FetchDeferred(r, n).Await(g)
			return "", err                              if err != nil {
		}                                                   return "", err
		return fmt.Sprint(v, Get(n)), nil               }
	}                                                   return fmt.Sprint(v, GetDeferred(r, n).AwaitValue(g)), nil
	                                                })
	                                            }

The decisions of plan are the same, and so is all that is done to files. Between them
order.InPlace takes the place of order, cps, simplify and steps. Evaluation order, control
flow, deferred calls, recover and results are Go's own, so there is little to say about
them; what has to be seen to is this:

  - A literal waits in place only if it is certain to run on the coroutine: called on
    the spot, deferred, or held in a local variable that is only ever called, and only
    from such code. That is the rule for converted literals, without what stands in the
    way of a conversion.

  - What another goroutine would read, or what a deferred call would read later, is read
    at the right moment as the argument of a literal around the operation (below).

  - A receiver is bound as the method gets it: a copy, or an address.

  - A select without a default becomes a switch over the case that was chosen, which a
    break leaves just the same; its last case is the default, so that it still ends a
    function. A range over a channel becomes a loop that receives, whose variable is new
    in each turn or shared as the file's language version says.

  - A parameter that a := at the top of the body assigns to is declared anew in the
    literal: there := would declare another one.

  - A function that calls recover itself is no trouble as long as it is called. Where it
    is deferred its own coroutine would find nothing to recover: it is called as it is if
    it does not block, and otherwise the function that defers it is refused.

  - A function whose body only returns what another returns hands on that Deferred. One
    without waits runs its body at once.

Arguments of a literal around the operation:

	v, err := lib.Get(p.id)       v, err := func(id int) D[string] {
	                                  return DeferToThread(r, func() (string, error) { return lib.Get(id) })
	                              }(p.id).Await(g)
	defer Do(n + 1)               defer func(n int) { DoDeferred(r, n).AwaitDone(g) }(n + 1)

The cases of all golden packages are compared in this style too, by TestGeneratorForms;
golden/generator has some of them to read.

# Frames style

With Options.Style Frames a function's code stands twice. The fast body keeps the shape
of the source, with a check after each wait; the frame has what is needed after one,
and each wait is a type over it, whose Resume goes on:

	func Wrap(n int) (string, error) {          func WrapDeferred(r reactor.Reactor, n int) D[string] { return Defer(wrapFast(r, n)) }
		v, err := Fetch(n)
		if err != nil {                         func wrapFast(r reactor.Reactor, n int) (string, error, *Pending[string]) {
			return "", err                          v, err, p := Await(r, FetchDeferred(r, n))
		}                                           if p != nil {
		return fmt.Sprint(v, n), nil                    f := New(wrapFrames, p)
	}                                                   f.n = n
	                                                    return "", nil, Park(&f.Pending, p, (*wrapAfterFetch)(f))
	                                                }
	                                                if err != nil {
	                                                    return "", err, nil
	                                                }
	                                                return fmt.Sprint(v, n), nil, nil
	                                            }

	                                            func (f *wrapAfterFetch) Resume(v int, err error) {
	                                                if err != nil {
	                                                    f.Fail(err)
	                                                    return
	                                                }
	                                                f.Return(fmt.Sprint(v, f.n))
	                                            }

(Here names of package frames stand alone, too.) The fast body is made from the ordered
form, the frame's methods from the continuation form: a join point is a method, and so is
a loop. A wait that is over at once goes on in place, and frames.Then sees to it that this
does not nest for ever. Where parts can follow each other without a wait, they tell a
method run which one is next.
Functions of a package call each other's fast bodies. Lists are not divided into steps,
since nothing is nested. A fast body that somebody has written, FFast beside F with the
type that Evert would give it, is called as well; all else is waited for by its Deferred.

A variable is in the frame if something after a wait may read what it had before (stage
frames: liveness). The other variables of the methods are local. A frame is used again
as soon as its function is over, so nothing of the user's may ever reach it: a variable
that a closure or a pointer keeps stays a variable of its own, to which the frame points.
Func literals that wait, and bodies of ranges over functions, are in callback form as in
chain style; they know no frame. The frame of a generic function is generic, too, and
each instantiation has its pool (frames.PoolOf). Local types and constants that the
methods mention are declared at package level, types under their own names, which are
printed, and so only if no file of the package has that name. Functions with gotos
and the like are in chain style: frames.New and emit.Unfit give the reason.
What another goroutine reads is copied before. An operation that results in no
error may fail all the same, since it was cancelled: that passes all code by.

Deferred calls are Go's own in the fast body, recover included. When it has to wait, it
registers those that it has come to with the frame, and Go's do nothing, since the Pending
that is returned is not nil:

	defer func() { n++ }()                      defer func() {
	                                                if suspended != nil {
	                                                    return
	                                                }
	                                                n++
	                                            }()
	v := Get()                                  v, p := AwaitValue(r, GetDeferred(r))
	                                            if p != nil {
	                                                f := TakeOver(countFrames, p)
	                                                f.n = n
	                                                f.Defer(f.deferredCall)
	                                                Wait(&f.Pending, p, (*countAfterGet)(f))
	                                                return 0, &f.Pending
	                                            }

A deferred call that no wait can follow stays as it is written. The frame's are methods,
and what they mention is in the frame to the end, or a variable that the frame points to.
Func literals that wait, those of a loop, and those with variables of a block that ends
before a wait, are closures, which the frame takes. They run in a scope, as in chain style
(frames.Defers). A deferred call that waits is begun in the fast body as all else is, and
the frame waits for it, with those that have not been run, and with the panic:

	defer func() { Do(n); s += "." }()          deferredCall := func(_ *Panicking) D[Void] {
	                                                return Use(DoDeferred(r, n), func(Void) { s += "." })
	                                            }
	                                            defer func() {
	                                                if suspended == nil {
	                                                    if _, p := AwaitValue(r, deferredCall(nil)); p != nil {
	                                                        f := TakeOver(tellFrames, p)
	                                                        f.s = &s
	                                                        suspended = Hold(&f.Defers, p, recover())
	                                                    }
	                                                }
	                                            }()

One that calls recover has been handed the panic before (frames.RecoveringWait); in a loop
it leaves the list before it runs (golden/deferrecover.WaitsRecovering,
golden/deferrecover.WaitsTurns).

Options.Style is for the functions that do not say theirs: //evert:callback style=frames
is in frames style wherever it stands (golden/styles). Styles meet at Deferreds, and in
frames style at fast bodies of the same package, so nothing else depends on them.

The cases of all golden packages are compared in this style too, by TestFrameForms;
golden/frames has some of them to read.

# Calls without a callback form

A call that blocks and has no form runs in another goroutine (threads.DeferToThread),
with a comment that says why; an interface value is asked at run time whether it has
one. Channel operations, Lock and Wait first try without waiting. The order of the
rules is the one in package plan (golden/hurdles, golden/locks, golden/channels, and
internal/plan/testdata/decide.txtar).

# Source

Comments stay with their code: one before a statement that becomes several stays
before the first of them. The generated file carries the build constraints and the
parts of the file's name that the go command reads; its imports are those that the
code needs, renamed where something hides them. A type that cannot be written where a
continuation stands never is: the value comes through a variable that Zero declares
(ChainInto). The same input gives the same bytes in whatever order packages and files
come, and files that Evert wrote are not read.

Shown by:

  - S21: rewrite.TestFileName, rewrite.TestShim, golden/names.Import, golden/errs.Fallback, golden/names.Length, programs/takennames.go
  - S22: golden/results.Hidden, golden/locals.Unnamed, golden/locals.Anonymous
  - S23: rewrite.TestGolden, rewrite.TestOrder

With Options.Replace callback forms go into the source files themselves, with the doc
comments and in the places of the blocking forms. Whether a blocking form is still
used is found out by leaving all of them out and asking the type checker, about all
packages and their tests: what it misses stays, which may have it miss more, until it
misses nothing. So the packages type-check, and only what is used through package
reflect, or an interface that a value is asked for at run time, goes unseen. How a
program starts (main, init) and files that are generated stay as they are.

# Soundness

The callback form does what the blocking form does: the same results, the same side
effects in the same order. What may differ is the goroutine that runs it, stack traces
and timing. Whatever cannot be preserved is refused. These are the hazards on the way,
and what is done about each:

  - A continuation's parameter shadows. `v, err := wait()` declares err anew where the
    source assigns to it. That is harmless only if no closure, pointer or named result
    knows err and no goto leads back to where the old one is read; else the parameter
    has a name of its own (newErr) and is assigned (order: shadowable).
  - A := after a wait stands in another function than the variables it redeclares.
    Under the same condition it declares new ones; else it becomes = after a var for
    those that are new (ir.Func.Widen).
  - A result variable may be hidden where a return stands. The results are then set by
    a function declared where nothing hides them (emit: resultsHidden).
  - Moving a join point to its only goto may change what a name in it means, or
    declare one twice. It moves only if no name declared on the way occurs in it
    (simplify: clash).
  - A local name may hide a package, a predeclared name or a type that generated code
    needs. Imports are renamed and types get an alias at package level; if there is no
    way the function is refused (emit: Unnameable).
  - Evaluating an operand late is right only for what gc evaluates late, and only
    where the operation starts in place: the operands of a call that another goroutine
    makes are bound before, unless nothing can change them (order: bindForThread).
  - A comparison that is turned round is another one for NaN: only comparisons of
    integers and strings, and == and !=, are (emit: total).
  - A variable may be left unused: one that only a passed-on error used, a label that
    no jump names any more, an import. What is not used is not declared.
  - len and cap of an array are constants unless there is a call in the operand; a
    wait that leaves the operand must not make one of it (order: lenOfArray).
  - The code after a branch that always returns is dead for the language's rules, but
    not for the rules' reading of the output: a function that ends there gets a panic
    that is never reached.

# Refused

A refused function keeps its blocking form, and others reach it through a thread. The
messages begin with the position of what is in the way.

  - functions without a Go body, in files that use cgo, or bound by a compiler
    directive such as go:linkname: there is nothing to split, or a second form would
    not be bound;
  - functions that look at their own call stack or bind their goroutine
    (runtime.Caller, runtime.LockOSThread): they would see another stack;
  - functions that call recover themselves: it works only in the function that is
    deferred, which a Deferred is not (not in generator style);
  - functions that defer such a function, if it blocks;
  - more than eight results: the runtime has no tuple for them;
  - a callback form's name that is taken;
  - a loop variable that a closure or pointer keeps in the for clause itself: each
    turn has its own copy, made between the clause's parts, which no source form of
    the loop can say (not in generator style);
  - results of a wait that a var declaration converts to a type of its own (not in
    generator style);
  - channel operations and ranges over a type parameter without a core type;
  - types, and builtins other than len, that are needed where a local name hides them
    for good;
  - on a host without threads, whatever needs one.

internal/order/testdata/refused.txtar, internal/plan.TestRefuse and
internal/plan.TestNoThreads show them, rewrite.TestClash the names.

# Rejected

Rewriting types.Info along with the syntax: it cannot be kept true for a tree that is
taken apart, and temporaries have no syntax. So the forms in package ir carry types of
their own. Copying code into the branches that reach it: the output grows
exponentially. A state machine for every function: it is faster, but nobody wants to
read or debug it; the forms in package ir leave room for such a back end. Rewriting
recover: a real defer around the panic is what Go itself does.
*/
package rewrite
