package page

import (
	"context"

	"github.com/evert-go/evert/reactor"
)

// A reactor and what is asked of it, for statements.
var (
	r    reactor.Reactor
	ctx  context.Context
	url  string
	urls []string
)
