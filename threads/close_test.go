//go:build !race

package threads_test

import (
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A channel that is closed while somebody waits to send panics at the sender's.
// The race detector counts that as a race, which it is, also in plain Go.
func TestCloseWhileSending(t *testing.T) {
	l := reactor.New()
	c := make(chan int)
	d := threads.Send(l, c, 1)
	time.Sleep(time.Millisecond)
	close(c)
	want(t, l, d, "panic send on closed channel")

	c = make(chan int)
	chosen := threads.Select(l, threads.OnSend(c, 5), threads.OnSend[int](nil, 1))
	time.Sleep(time.Millisecond)
	close(c)
	want(t, l, chosen, "panic send on closed channel")
}
