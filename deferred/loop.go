package deferred

// A Looping is a loop whose body may wait. [Loop] makes it and hands it to the
// body.
type Looping[T any] struct {
	mark Deferred[T] // what Again returns
	body func(*Looping[T]) *Deferred[T]
}

// Loop calls body until it returns something other than loop.Again(), and
// returns that. The body may wait: then what its last continuation returns
// counts, whenever that is.
//
//	for i < n {                        return deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
//		v, err := fetch(i)                 if !(i < n) {
//		if err != nil {                        return deferred.Succeed(sum)
//			return 0, err                  }
//		}                                  return deferred.Chain(fetchDeferred(r, i), func(v int) *deferred.Deferred[int] {
//		sum += v                               sum += v
//		i++                                    i++
//	}                                          return loop.Again()
//	return sum, nil                        })
//	                                   })
//
// A turn keeps nothing: as long as the waits are over when they are reached
// the turns are those of a plain for loop, and a turn that waited is forgotten
// when the next one begins.
func Loop[T any](body func(loop *Looping[T]) *Deferred[T]) *Deferred[T] {
	l := &Looping[T]{body: body}
	l.mark.state, l.mark.waiter = again, l
	return l.turns()
}

// Again is what the body of the loop, or a continuation in it, or the body of
// an inner loop returns to go on with the next turn of this loop. It must be
// returned at once, as a tail call would be: nothing can be chained on it. It
// allocates nothing.
func (l *Looping[T]) Again() *Deferred[T] { return &l.mark }

// turns runs the loop until a turn waits, ends the loop, or goes on with an
// outer one. A turn that waits stands for the whole loop: when its last
// continuation returns Again, settle runs the next turns, and who waits for
// the loop goes on waiting for the same Deferred.
func (l *Looping[T]) turns() *Deferred[T] {
	for {
		if d := l.body(l); d != &l.mark {
			return d
		}
	}
}

// run and fail make a Looping a step only so that its mark can point to it.
func (l *Looping[T]) run() *core             { panic("deferred: a loop is not a continuation") }
func (l *Looping[T]) fail(kind, error) *core { panic("deferred: a loop is not a continuation") }
