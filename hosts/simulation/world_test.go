package simulation_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	host "github.com/evert-go/evert/hosts/proxywasm"
	"github.com/evert-go/evert/hosts/simulation"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func ask(w *simulation.World, cluster string) *deferred.Deferred[*host.Reply] {
	return host.HTTPCallDeferred(w, cluster, [][2]string{{":path", "/x"}}, nil, nil, time.Second)
}

// A call takes time, at most twice the latency, and brings what the service says.
func TestCall(t *testing.T) {
	w := simulation.New(1)
	w.Serve("echo", func(path string) (int, string) { return 201, path })
	d := ask(w, "echo")
	if d.Fired() {
		t.Error("it takes no time")
	}
	w.Advance(2 * w.Latency)
	if reply, err, _ := d.Result(); err != nil || reply.Status != 201 || string(reply.Body) != "/x" {
		t.Errorf("%+v, %v", reply, err)
	}
	if _, err, _ := ask(w, "other").Result(); err == nil {
		t.Error("there is another cluster")
	}
}

// A call that gets lost fails when its time is over, and not before.
func TestLost(t *testing.T) {
	w := simulation.New(1)
	w.Lost = 1000
	w.Serve("echo", func(path string) (int, string) { return 201, path })
	d := ask(w, "echo")
	if w.Advance(time.Second - 1); d.Fired() {
		t.Error("it fails too early")
	}
	w.Advance(1)
	if _, err, _ := d.Result(); !errors.Is(err, host.ErrNoReply) {
		t.Error(err)
	}
}

// A handler that forgets a client, and one that needs a thread, go wrong.
func TestWrong(t *testing.T) {
	_, err := simulation.Search(1, func(w *simulation.World) error {
		w.Arrive("ann", func() *deferred.Deferred[*host.Response] { return deferred.New[*host.Response]() })
		return w.Run(time.Hour)
	})
	if !errors.Is(err, simulation.ErrWaiting) {
		t.Error(err)
	}
	var trace strings.Builder
	err = simulation.Trace(&trace, 1, func(w *simulation.World) error {
		w.Arrive("ann", func() *deferred.Deferred[*host.Response] {
			return threads.DeferToThread(w, func() (*host.Response, error) { return nil, os.Remove(t.TempDir()) })
		})
		return w.Run(time.Hour)
	})
	if err != nil || !strings.Contains(trace.String(), reactor.ErrNoThreads.Error()) {
		t.Errorf("%v\n%s", err, &trace)
	}
}

// The first thing that goes wrong counts.
func TestBreak(t *testing.T) {
	seed, err := simulation.Search(9, func(w *simulation.World) error {
		w.Break("first")
		w.Break("second")
		return w.Run(0)
	})
	if seed != 0 || err == nil || err.Error() != "first" {
		t.Error(seed, err)
	}
}
