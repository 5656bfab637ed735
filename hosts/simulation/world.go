package simulation

import (
	"errors"
	"fmt"
	"io"
	"math/rand"
	"strconv"
	"time"

	"github.com/evert-go/evert/deferred"
	host "github.com/evert-go/evert/hosts/proxywasm"
	"github.com/evert-go/evert/reactor"
)

//go:generate go run github.com/evert-go/evert/cmd/evert -threads=off
//go:generate go run github.com/evert-go/evert/cmd/evert explain -threads=off -svg -o graph.svg ./...
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg -threads=off ./...

// A World is a simulated gateway: clients, a plugin's handlers, and the services that these
// call. It is the reactor of all its streams.
type World struct {
	*reactor.Clock
	// Latency is how long a call, or its answer, is on its way at most.
	Latency time.Duration
	// Lost is how many of 1000 calls are not answered.
	Lost int
	// Spread is within what time clients arrive.
	Spread time.Duration

	random   *rand.Rand
	services map[string]Service
	calls    int
	clients  int
	waiting  int
	broken   error
}

// A Service answers calls, each at one instant.
type Service func(path string) (status int, body string)

// New makes the world that a seed stands for.
func New(seed int64) *World {
	return &World{
		Clock:   reactor.NewSimulation(time.Unix(0, 0), seed),
		Latency: 10 * time.Millisecond, Spread: 100 * time.Millisecond,
		random: rand.New(rand.NewSource(seed)), services: make(map[string]Service),
	}
}

// Serve adds a service, under the name of its cluster.
func (w *World) Serve(cluster string, s Service) { w.services[cluster] = s }

// within is a random time up to most, in whole milliseconds.
func (w *World) within(most time.Duration) time.Duration {
	return time.Duration(w.random.Int63n(int64(most/time.Millisecond)+1)) * time.Millisecond
}

// HTTPCall implements host.Caller: it is how handlers reach the services.
func (w *World) HTTPCall(cluster string, headers [][2]string, _ []byte, _ [][2]string, timeout time.Duration) *deferred.Deferred[*host.Reply] {
	w.calls++
	c := call{w: w, number: w.calls, service: w.services[cluster], timeout: timeout}
	for _, h := range headers {
		if h[0] == ":path" {
			c.path = h[1]
		}
	}
	w.Note("call %d: %s%s", c.number, cluster, c.path)
	if c.service == nil {
		return deferred.Fail[*host.Reply](fmt.Errorf("there is no cluster %s", cluster))
	}
	c.there, c.back, c.lost = w.within(w.Latency), w.within(w.Latency), w.random.Intn(1000) < w.Lost
	return c.SendDeferred(w)
}

// A call is on its way.
type call struct {
	w           *World
	number      int
	path        string
	service     Service
	there, back time.Duration
	lost        bool
	timeout     time.Duration
}

// Send brings a call to its service and the answer back.
//
//evert:callback
func (c *call) Send() (*host.Reply, error) {
	time.Sleep(c.there)
	status, body := c.service(c.path)
	if c.lost {
		time.Sleep(c.timeout - c.there)
		c.w.Note("call %d is not answered", c.number)
		return nil, host.ErrNoReply
	}
	time.Sleep(c.back)
	c.w.Note("call %d: status %d %s", c.number, status, body)
	return &host.Reply{Status: status, Headers: [][2]string{{":status", strconv.Itoa(status)}}, Body: []byte(body)}, nil
}

// Arrive has a client come, some time within Spread, with a request that handle decides
// about. When it is decided each of done is told.
func (w *World) Arrive(name string, handle func() *deferred.Deferred[*host.Response], done ...func(*host.Response, error)) {
	w.clients++
	number := w.clients
	w.waiting++
	w.CallLater(w.within(w.Spread), func() {
		w.Note("client %d: %s asks", number, name)
		decided := false
		deferred.Call(handle).Observe(func(o deferred.Outcome[*host.Response]) {
			if decided {
				w.Break("client %d is answered twice", number)
			}
			decided = true
			w.waiting--
			w.Note("client %d: %s %s", number, name, verdict(o))
			for _, f := range done {
				f(o.Value, o.Err)
			}
		})
	})
}

func verdict(o deferred.Outcome[*host.Response]) string {
	switch {
	case o.Panic != nil:
		return fmt.Sprint("panics: ", o.Panic.Value)
	case o.Err != nil:
		return "fails: " + o.Err.Error()
	case o.Value != nil:
		return "gets status " + strconv.Itoa(o.Value.Status)
	}
	return "passes"
}

// Break says that what must not happen has happened. What was first counts.
func (w *World) Break(format string, args ...any) {
	if w.broken == nil {
		w.broken = fmt.Errorf(format, args...)
		w.Note("wrong: %v", w.broken)
	}
}

// ErrWaiting is the error of a world that ends while clients wait.
var ErrWaiting = errors.New("clients wait for ever")

// Run lets time pass, and returns what has gone wrong.
func (w *World) Run(d time.Duration) error {
	w.Advance(d)
	if w.waiting > 0 {
		w.Break("%d: %w", w.waiting, ErrWaiting)
	}
	w.Close()
	return w.broken
}

// Search runs worlds, from seed 0 on, until one goes wrong. It returns that one's seed, and
// what was wrong; nil if none of n did.
func Search(n int64, run func(w *World) error) (seed int64, err error) {
	for seed = range n {
		if err := run(New(seed)); err != nil {
			return seed, err
		}
	}
	return n, nil
}

// Trace runs one world and writes down what happens in it.
func Trace(out io.Writer, seed int64, run func(w *World) error) error {
	w := New(seed)
	recording := w.Record(out)
	err := run(w)
	if recording.Err() != nil {
		return recording.Err()
	}
	return err
}
