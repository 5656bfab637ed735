package deferred

import "errors"

var (
	// ErrQueueOverflow is the error of a Put for which there is no room: see
	// [Queue.TryPut] and [Queue.Limit].
	ErrQueueOverflow = errors.New("cannot put into the queue: it is full")
	// ErrQueueUnderflow is the error of a Get for which there is nothing: see
	// [Queue.TryGet] and [Queue.Limit].
	ErrQueueUnderflow = errors.New("cannot get from the queue: it is empty")
	// ErrQueueClosed is the error of what a queue cannot do any more.
	ErrQueueClosed = errors.New("the queue is closed")
)

// Unbounded is the size of a [Queue] in which Put never waits, and a limit that
// is none.
const Unbounded = -1

// A Queue hands values from producers to consumers, first in first out. Get
// waits as long as it is empty, and Put as long as it is full, so that neither
// side runs away from the other. Both wait in the order in which they came.
//
// It is Twisted's DeferredQueue, in which put does not wait: there it raises
// QueueOverflow, as [Queue.TryPut] does here.
type Queue[T any] struct {
	size               int
	mostPuts, mostGets int
	values             []T // from head on
	head               int
	puts               line[Void, T] // what they bring is not in values
	gets               line[T, Void]
	took               line[Void, T] // Puts whose value was got, and that are still to be told
	drain              drain
	closed             bool
	why                error
}

// NewQueue makes a queue that holds up to size values that nobody has got yet.
// Size 0 hands each value over directly, like a channel without a buffer; see
// also [Unbounded].
func NewQueue[T any](size int) *Queue[T] {
	return &Queue[T]{size: size, mostPuts: Unbounded, mostGets: Unbounded}
}

// Limit bounds how many Puts and Gets may wait: further ones fail with
// [ErrQueueOverflow] or [ErrQueueUnderflow]. Unbounded is no limit, which is
// how a queue starts. It returns the queue. The limit for Gets is the backlog
// of Twisted's DeferredQueue.
func (q *Queue[T]) Limit(puts, gets int) *Queue[T] {
	q.mostPuts, q.mostGets = puts, gets
	return q
}

// Put appends v. Its Deferred fires when v is in the queue or with a consumer,
// at once if there is room. Cancelling it before that takes v back.
func (q *Queue[T]) Put(v T) *Deferred[Void] {
	switch err := q.TryPut(v); {
	case err == nil:
		return Done()
	case err == ErrQueueOverflow && !q.closed && below(q.puts.n, q.mostPuts):
		return q.puts.wait(v)
	default:
		return Fail[Void](err)
	}
}

// TryPut appends v if there is room, and fails with [ErrQueueOverflow]
// otherwise. It is the put of Twisted's DeferredQueue.
func (q *Queue[T]) TryPut(v T) error {
	switch {
	case q.closed:
		return q.why
	case q.puts.n > 0 || !q.room():
		return ErrQueueOverflow
	}
	q.values = append(q.values, v)
	q.drain.run(q)
	return nil
}

// Get takes the first value. Its Deferred fires when there is one, at once if
// there is one now. Cancelling it before that gives up the place in the line,
// and loses no value.
func (q *Queue[T]) Get() *Deferred[T] {
	switch v, err := q.TryGet(); {
	case err == nil:
		return Succeed(v)
	case err == ErrQueueUnderflow && !q.closed && below(q.gets.n, q.mostGets):
		return q.gets.wait(Void{})
	default:
		return Fail[T](err)
	}
}

// TryGet takes the first value if there is one, and fails with
// [ErrQueueUnderflow] otherwise.
func (q *Queue[T]) TryGet() (v T, err error) {
	switch {
	case q.gets.n > 0: // they were first
		return v, ErrQueueUnderflow
	case q.Len() > 0:
		v = q.shift()
		q.drain.run(q)
		return v, nil
	case q.puts.n > 0: // what is put into a queue of size 0
		w := q.puts.pop()
		q.took.link(w)
		q.drain.run(q)
		return w.brought, nil
	case q.closed:
		return v, q.why
	}
	return v, ErrQueueUnderflow
}

// Close ends the queue: Put and TryPut fail from now on, and Get and TryGet
// when nothing is left, with err, or with [ErrQueueClosed] if that is nil. The
// Puts and Gets that wait now are treated alike: a value that waits to be put
// can still be got, and a Get that waits fails.
func (q *Queue[T]) Close(err error) {
	if q.closed {
		return
	}
	if err == nil {
		err = ErrQueueClosed
	}
	q.closed, q.why = true, err
	q.drain.run(q)
}

// room reports whether one more value can be taken in: into the queue, or for
// one of those who wait for a value.
func (q *Queue[T]) room() bool {
	return q.size < 0 || q.Len() < q.size+q.gets.n
}

func below(n, most int) bool { return most < 0 || n < most }

// move does one thing that can be done, and reports whether there was one.
func (q *Queue[T]) move() bool {
	var zero T
	switch {
	case q.took.n > 0:
		q.took.pop().fire(Void{}, nil)
	case q.gets.n > 0 && q.Len() > 0:
		w, v := q.gets.pop(), q.shift()
		w.fire(v, nil)
	case q.puts.n > 0 && q.room():
		w := q.puts.pop()
		q.values = append(q.values, w.brought)
		w.fire(Void{}, nil)
	case q.closed && q.gets.n > 0:
		q.gets.pop().fire(zero, q.why)
	default:
		return false
	}
	return true
}

// shift removes the first value, in constant time on average.
func (q *Queue[T]) shift() T {
	var zero T
	v := q.values[q.head]
	q.values[q.head] = zero
	q.head++
	if q.head == len(q.values) {
		q.values, q.head = q.values[:0], 0
	} else if q.head >= 32 && q.head > len(q.values)/2 {
		n := copy(q.values, q.values[q.head:])
		for i := n; i < len(q.values); i++ {
			q.values[i] = zero
		}
		q.values, q.head = q.values[:n], 0
	}
	return v
}

// Len returns how many values are in the queue.
func (q *Queue[T]) Len() int { return len(q.values) - q.head }

// Puts returns how many Puts wait.
func (q *Queue[T]) Puts() int { return q.puts.n }

// Gets returns how many Gets wait.
func (q *Queue[T]) Gets() int { return q.gets.n }
