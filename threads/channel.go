package threads

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Receive is the callback form of <-c. What can be received at once is received
// in place; otherwise a thread waits for it. A nil channel waits for ever, and
// occupies no thread.
func Receive[T any](r reactor.Reactor, c <-chan T) *deferred.Deferred[T] {
	select {
	case v := <-c:
		return deferred.Succeed(v)
	default:
	}
	if c == nil {
		return never[T](r)
	}
	return DeferToThread(r, func() (T, error) { return <-c, nil })
}

// ReceiveOK is the callback form of v, ok := <-c.
func ReceiveOK[T any](r reactor.Reactor, c <-chan T) *deferred.Deferred[deferred.Pair[T, bool]] {
	select {
	case v, ok := <-c:
		return deferred.Succeed2(v, ok)
	default:
	}
	if c == nil {
		return never[deferred.Pair[T, bool]](r)
	}
	return DeferToThread(r, func() (deferred.Pair[T, bool], error) {
		v, ok := <-c
		return deferred.Pack2(v, ok, nil)
	})
}

// Send is the callback form of c <- v. Sending on a closed channel panics: in
// place if it is closed already, otherwise as the outcome of the Deferred.
func Send[T any](r reactor.Reactor, c chan<- T, v T) *deferred.Deferred[deferred.Void] {
	select {
	case c <- v:
		return deferred.Done()
	default:
	}
	if c == nil {
		return never[deferred.Void](r)
	}
	return DeferToThread0(r, func() { c <- v })
}
