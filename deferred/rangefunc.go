package deferred

import (
	"iter"
	"runtime"
)

// How a turn of a loop over a function ends. Numbers above Break stand for jumps
// and returns that leave the loop; the code after the loop tells them apart.
const (
	Continue = 0 // the next turn
	Break    = 1 // leave the loop; also how it ends when the function does
)

// RangeFunc0 is [RangeFunc2] for functions that yield no values.
func RangeFunc0(seq func(yield func() bool), turn func() *Deferred[int]) *Deferred[int] {
	return rangeOver(func(yield func(Void, Void) bool) {
		seq(func() bool { return yield(Void{}, Void{}) })
	}, func(Void, Void) *Deferred[int] { return turn() })
}

// RangeFunc1 is [RangeFunc2] for functions that yield one value.
func RangeFunc1[V any](seq func(yield func(V) bool), turn func(V) *Deferred[int]) *Deferred[int] {
	return rangeOver(func(yield func(V, Void) bool) {
		seq(func(v V) bool { return yield(v, Void{}) })
	}, func(v V, _ Void) *Deferred[int] { return turn(v) })
}

// RangeFunc2 runs a loop over a function whose body may wait.
//
//	for k, v := range seq {       return deferred.Chain(deferred.RangeFunc2(seq, func(k K, v V) *deferred.Deferred[int] {
//		if wait(k) {                  return deferred.Chain(waitDeferred(r, k), func(ok bool) *deferred.Deferred[int] {
//			break                         if ok {
//		}                                     return deferred.Succeed(deferred.Break)
//		use(v)                            }
//	}                                     use(v)
//	                                      return deferred.Succeed(deferred.Continue)
//	                                  })
//	                              }), func(exit int) ...
//
// The function runs as a coroutine, so it stands still while the body waits. A turn
// that ends with Continue makes yield return true, any other end makes it return
// false; a panic in the body is raised in yield, where the function's deferred calls
// see it (https://go.dev/ref/spec#For_range).
func RangeFunc2[K, V any](seq func(yield func(K, V) bool), turn func(K, V) *Deferred[int]) *Deferred[int] {
	return rangeOver(seq, turn)
}

func rangeOver[K, V any](seq func(yield func(K, V) bool), turn func(K, V) *Deferred[int]) *Deferred[int] {
	it := &iterating[K, V]{}
	it.next, it.stop = iter.Pull2(func(yield func(K, V) bool) {
		seq(func(k K, v V) bool {
			if it.over {
				it.raised = true
				panic(errIteratorGoesOn)
			}
			more := yield(k, v)
			if it.exits {
				it.over = true
				runtime.Goexit()
			}
			if p := it.thrown; p != nil {
				it.thrown = nil
				it.over, it.raised = true, true
				panic(p.Value)
			}
			it.over = !more
			return more
		})
	})
	return Loop(func(loop *Looping[int]) *Deferred[int] {
		k, v, ok := it.next()
		if !ok {
			it.ended()
			return Succeed(Break)
		}
		return ChainBoth(it.turn(turn, k, v), func(exit int, err error) *Deferred[int] {
			if err == nil && exit == Continue {
				return loop.Again()
			}
			it.stop()
			it.ended()
			return Return(exit, err)
		})
	})
}

// iterating is a loop over a function.
type iterating[K, V any] struct {
	next   func() (K, V, bool)
	stop   func()
	thrown *PanicError // to be raised in the function
	exits  bool        // runtime.Goexit is to be called in the function
	over   bool        // the body has ended the loop
	raised bool        // yield has panicked
}

// ended is called when the function has returned: a panic that yield raised must
// not have got lost in it.
func (it *iterating[K, V]) ended() {
	if it.raised {
		panic(errIteratorRecovered)
	}
}

// rangeError is a run-time error of the kind that a range loop raises.
type rangeError string

func (e rangeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError makes it a runtime.Error.
func (rangeError) RuntimeError() {}

const (
	errIteratorGoesOn    = rangeError("range function continued iteration after function for loop body returned false")
	errIteratorRecovered = rangeError("range function recovered a loop body panic and did not resume panicking")
)

// turn runs the body once; its panic goes through the function.
func (it *iterating[K, V]) turn(turn func(K, V) *Deferred[int], k K, v V) *Deferred[int] {
	return WithDefers(func(scope *Scope) *Deferred[int] {
		scope.DeferRecover(func(p *Panicking) {
			switch {
			case p.Panic() != nil:
				it.thrown = p.Panic()
			case p.exited:
				it.exits = true
			default:
				return
			}
			it.next() // raises it again, unless the function recovers
			it.ended()
		})
		return turn(k, v)
	})
}
