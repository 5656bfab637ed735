package deferred

import "fmt"

// A Semaphore is held by a limited number at a time; the others wait, and get
// it in the order in which they came. It is Twisted's DeferredSemaphore. Make
// one with [NewSemaphore].
//
//	slots := deferred.NewSemaphore(4)
//	...
//	deferred.RunWith(slots, func() *deferred.Deferred[Page] { return fetchDeferred(r, url) })
type Semaphore struct {
	limit, taken int
	line         line[Void, Void]
	drain        drain
}

// NewSemaphore makes a semaphore that limit can hold at a time. It panics if
// that is not at least one.
func NewSemaphore(limit int) *Semaphore {
	if limit < 1 {
		panic(fmt.Sprintf("cannot make a semaphore that %d can hold", limit))
	}
	return &Semaphore{limit: limit}
}

// Acquire returns a Deferred that fires when the caller holds the semaphore, at
// once if there is room. Cancelling it before it fires gives up the place in
// the line; afterwards it changes nothing.
func (s *Semaphore) Acquire() *Deferred[Void] {
	if s.TryAcquire() {
		return Done()
	}
	return s.line.wait(Void{})
}

// TryAcquire acquires the semaphore if that takes no waiting, and reports
// whether it did.
func (s *Semaphore) TryAcquire() bool {
	if s.taken == s.limit || s.line.n > 0 {
		return false
	}
	s.taken++
	return true
}

// Release makes room for the next in the line, which goes on before Release
// returns, unless that was called, directly or not, by one who has just got
// the room of another: then it goes on after that one. It panics with
// [ErrNotAcquired] if nobody holds the semaphore.
func (s *Semaphore) Release() {
	if s.taken == 0 {
		panic(ErrNotAcquired)
	}
	s.taken--
	if s.line.n > 0 {
		s.drain.run(s)
	}
}

func (s *Semaphore) move() bool {
	if s.taken == s.limit || s.line.n == 0 {
		return false
	}
	w := s.line.pop()
	s.taken++
	w.fire(Void{}, nil)
	return true
}

// Limit returns how many can hold the semaphore.
func (s *Semaphore) Limit() int { return s.limit }

// Free returns how many more can hold it now.
func (s *Semaphore) Free() int { return s.limit - s.taken }

// Waiting returns how many wait for it.
func (s *Semaphore) Waiting() int { return s.line.n }
