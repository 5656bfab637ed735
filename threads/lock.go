package threads

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Lock is the callback form of l.Lock(). A lock that is free is taken in place;
// otherwise a thread waits for it.
func Lock(r reactor.Reactor, l interface {
	Lock()
	TryLock() bool
}) *deferred.Deferred[deferred.Void] {
	if l.TryLock() {
		return deferred.Done()
	}
	return DeferToThread0(r, l.Lock)
}

// RLock is the callback form of l.RLock().
func RLock(r reactor.Reactor, l interface {
	RLock()
	TryRLock() bool
}) *deferred.Deferred[deferred.Void] {
	if l.TryRLock() {
		return deferred.Done()
	}
	return DeferToThread0(r, l.RLock)
}

// Wait is the callback form of w.Wait(), for a sync.WaitGroup, a sync.Cond and
// the like. Since nobody can see whether it would wait it always takes a
// thread.
func Wait(r reactor.Reactor, w interface{ Wait() }) *deferred.Deferred[deferred.Void] {
	return DeferToThread0(r, w.Wait)
}
