package needless

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func only(r reactor.Reactor, c *cache) *deferred.Deferred[deferred.Void] {
	return threads.DeferToThreadErr(r, c.check) // want `EV305: needless`
}
