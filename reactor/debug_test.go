//go:build evertdebug

package reactor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Deferred that is waited for on the loop belongs to it: a thread that fires it is
// told so.
func TestDebugFireFromThread(t *testing.T) {
	loop := reactor.New()
	told := make(chan any)
	err := loop.CallFromThread(func() {
		d := deferred.New[int]()
		d.Observe(func(deferred.Outcome[int]) { t.Error("fired") })
		go func() {
			defer loop.Stop()
			defer func() { told <- recover() }()
			d.Callback(1)
		}()
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if v := fmt.Sprint(<-told); !strings.Contains(v, "belongs to the loop on goroutine") {
			t.Error(v)
		}
		close(told)
	}()
	if err := loop.Run(); err != nil {
		t.Fatal(err)
	}
	<-told
}
