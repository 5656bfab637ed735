package shim

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// mode says which waits are made to suspend although they are over: "never",
// "always", or "random:SEED" for about half of them. It is set when a program
// is linked:
//
//	go build -ldflags "-X github.com/evert-go/evert/shim.mode=always"
//
// Spaces at its end do not count.
var mode = "never"

// policy is mode, parsed.
type policy struct {
	always, random bool
	state          atomic.Uint64 // of the random numbers
}

var (
	chosen     policy
	chooseOnce sync.Once
)

func choose() { chosen.parse(strings.TrimRight(mode, " ")) }

func (p *policy) parse(mode string) {
	switch {
	case mode == "never" || mode == "":
	case mode == "always":
		p.always = true
	case strings.HasPrefix(mode, "random:"):
		seed, err := strconv.ParseInt(mode[len("random:"):], 10, 64)
		if err != nil {
			panic(fmt.Sprintf("shim: cannot use the mode %q: %v", mode, err))
		}
		p.random = true
		p.state.Store(uint64(seed))
	default:
		panic(fmt.Sprintf("shim: cannot use the mode %q: it is none of never, always and random:SEED", mode))
	}
}

// suspends decides about one wait. The random numbers are those of splitmix64,
// whose state is a counter, so that goroutines can share it.
func (p *policy) suspends() bool {
	if !p.random {
		return p.always
	}
	z := p.state.Add(0x9e3779b97f4a7c15)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return (z^z>>31)>>63 == 1
}

// Wait stands around whatever generated code waits for, in a build that checks
// that it does not matter whether a wait is over when it is reached. It returns
// d, or, if d has fired and mode says so, a Deferred that fires with the same
// outcome in a later turn.
func Wait[T any](r reactor.Reactor, d *deferred.Deferred[T]) *deferred.Deferred[T] {
	chooseOnce.Do(choose)
	if !chosen.always && !chosen.random {
		return d
	}
	out, fired := d.Outcome()
	if !fired || !chosen.suspends() {
		return d
	}
	later := deferred.New[T]()
	if err := r.CallFromThread(func() { later.FireOutcome(out) }); err != nil {
		return d // the reactor has stopped: there is no later turn
	}
	return later
}
