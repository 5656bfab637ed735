package dropped

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

func returned(r reactor.Reactor, again bool) *deferred.Deferred[deferred.Void] {
	if again {
		saveDeferred(r) // want `EV302: the Deferred of saveDeferred is dropped`
		return deferred.Done()
	}
	// It is saved.
	_ = saveDeferred(r) // want `EV302: the Deferred of saveDeferred is dropped`
	// This stays.
	return deferred.Done() // and this
}

func logged(r reactor.Reactor, list []string) *deferred.Deferred[deferred.Void] {
	for _, url := range list {
		fetchDeferred(r, url) // want `EV302: the Deferred of fetchDeferred is dropped`
	}
	deferred.Map(fetchDeferred(r, "u"), func(s string) deferred.Pair[string, int] { // want `EV302: no step`
		return deferred.MakePair(s, len(s))
	})
	return deferred.Done()
}
