package deferred

import "errors"

// ErrNotAcquired is what releasing a [Lock] or a [Semaphore] panics with that
// nobody has acquired.
var ErrNotAcquired = errors.New("cannot release: it has not been acquired")

// A Lock is held by one at a time; the others wait, and get it in the order in
// which they came. It is Twisted's DeferredLock, and not a lock among
// goroutines: like all of this package it belongs to one reactor, and is for
// what takes several turns. The zero Lock is free.
//
//	mu.Lock()                        return deferred.RunWith(&lock, func() *deferred.Deferred[int] {
//	defer mu.Unlock()                    return writeDeferred(r, p)
//	return write(p)                  })
type Lock struct {
	held  bool
	line  line[Void, Void]
	drain drain
}

// Acquire returns a Deferred that fires when the caller has the lock, at once
// if it is free. Whoever has it must release it. Cancelling the Deferred
// before it fires gives up the place in the line; afterwards it changes
// nothing, and the lock is still held.
func (l *Lock) Acquire() *Deferred[Void] {
	if l.TryAcquire() {
		return Done()
	}
	return l.line.wait(Void{})
}

// TryAcquire acquires the lock if that takes no waiting, and reports whether
// it did.
func (l *Lock) TryAcquire() bool {
	if l.held || l.line.n > 0 {
		return false
	}
	l.held = true
	return true
}

// Release hands the lock to the next in the line, which goes on before Release
// returns, unless that was called, directly or not, by one who has just been
// handed the lock: then it goes on after that one. It panics with
// [ErrNotAcquired] if the lock is free.
func (l *Lock) Release() {
	if !l.held {
		panic(ErrNotAcquired)
	}
	l.held = false
	if l.line.n > 0 {
		l.drain.run(l)
	}
}

func (l *Lock) move() bool {
	if l.held || l.line.n == 0 {
		return false
	}
	w := l.line.pop()
	l.held = true
	w.fire(Void{}, nil)
	return true
}

// Held reports whether somebody has the lock.
func (l *Lock) Held() bool { return l.held }

// Waiting returns how many wait for the lock.
func (l *Lock) Waiting() int { return l.line.n }

// A Holdable is what [RunWith] holds: a [Lock] or a [Semaphore].
type Holdable interface {
	Acquire() *Deferred[Void]
	Release()
}

// RunWith acquires h, calls f, and releases h when f's Deferred has fired, with
// whatever outcome, which it returns. A panic of f is an outcome as well.
// Cancelling the result cancels what is being waited for: the place in the
// line, and then f is not called, or f's Deferred. It is the run method of
// Twisted's DeferredLock and DeferredSemaphore.
func RunWith[T any](h Holdable, f func() *Deferred[T]) *Deferred[T] {
	return WithDefers(func(scope *Scope) *Deferred[T] {
		return Then(h.Acquire(), func() *Deferred[T] {
			scope.Defer(h.Release)
			return f()
		})
	})
}
