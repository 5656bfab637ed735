package reactor_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A house is a host that makes turns when the test does.
type house struct {
	mu     sync.Mutex
	turns  []func()
	closed bool
	holds  []bool // what it was told
	awake  chan bool
}

var errHouseClosed = errors.New("the house is closed")

func (h *house) Enter(turn func()) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return errHouseClosed
	}
	h.turns = append(h.turns, turn)
	if h.awake != nil {
		close(h.awake)
		h.awake = nil
	}
	return nil
}

func (h *house) Hold(on bool) { h.holds = append(h.holds, on) }

// next is the next turn, when somebody asks for it.
func (h *house) next(t *testing.T) (turn func()) {
	t.Helper()
	h.mu.Lock()
	for len(h.turns) == 0 {
		awake := make(chan bool)
		h.awake = awake
		h.mu.Unlock()
		select {
		case <-awake:
		case <-time.After(20 * time.Second):
			t.Fatal("nobody asks for a turn")
		}
		h.mu.Lock()
	}
	turn, h.turns = h.turns[0], h.turns[1:]
	h.mu.Unlock()
	return turn
}

// told is what the host was told since it was asked last.
func (h *house) told() string {
	defer func() { h.holds = nil }()
	return fmt.Sprint(h.holds)
}

// Calls are made in turns, which the host is asked for once each, however many there
// are; what they ask for is for the next one.
func TestGuestTurns(t *testing.T) {
	h := &house{}
	g := reactor.NewGuest(h)
	var got []string
	say := func(s string) func() { return func() { got = append(got, s) } }
	post(t, g, func() {
		say("1")()
		post(t, g, say("3"))
	})
	post(t, g, say("2"))
	if len(h.turns) != 1 || len(got) != 0 {
		t.Error(len(h.turns), got)
	}
	for _, want := range []string{"[1 2]", "[1 2 3]"} {
		if h.next(t)(); fmt.Sprint(got) != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	// At the end of the first turn it is known that there will be another one.
	if told := h.told(); len(h.turns) != 0 || told != "[true false]" {
		t.Error(len(h.turns), told)
	}
}

// The host is told to go on while something is under way, and no longer.
func TestGuestHold(t *testing.T) {
	h := &house{}
	g := reactor.NewGuest(h)
	d := threads.DeferToThread1(g, func() int { return 1 })
	if told := h.told(); told != "[true]" || g.Idle() {
		t.Error(told)
	}
	h.next(t)()
	if v, _, ok := d.Result(); !ok || v != 1 || h.told() != "[false]" || !g.Idle() {
		t.Error(v, ok)
	}
	deferred.Then(reactor.Sleep(g, time.Millisecond), func() *deferred.Deferred[void] {
		return reactor.Sleep(g, time.Hour)
	}).AddTimeout(5*time.Millisecond, g).AddErrback(func(error) (void, error) { return void{}, nil })
	for !g.Idle() {
		h.next(t)()
	}
	if told := h.told(); told != "[true false]" {
		t.Error(told)
	}
	if err := g.CallSoon(func() {}); err != nil || h.told() != "[true]" {
		t.Error(err)
	}
	if h.next(t)(); h.told() != "[false]" {
		t.Error("held for nothing")
	}
}

// A panic is the host's, and the other calls are made all the same.
func TestGuestPanic(t *testing.T) {
	h := &house{}
	g := reactor.NewGuest(h)
	var got []string
	post(t, g, func() { panic("in a post") })
	post(t, g, func() { got = append(got, "post") })
	g.CallLater(0, func() { panic("in a delayed call") })
	g.CallLater(0, func() { got = append(got, "delayed call") })
	var caught []any
	for !g.Idle() {
		turn := h.next(t)
		func() {
			defer func() {
				if v := recover(); v != nil {
					caught = append(caught, v)
				}
			}()
			turn()
		}()
	}
	if fmt.Sprint(got, caught) != "[post delayed call] [in a post in a delayed call]" {
		t.Error(got, caught)
	}
}

// At the end nothing is pending, nothing more is accepted, and the host may go.
func TestGuestClose(t *testing.T) {
	h := &house{}
	g := reactor.NewGuest(h)
	release := make(chan bool)
	job := threads.DeferToThread0(g, func() { <-release })
	sleep := reactor.Sleep(g, time.Hour)
	ran := false
	post(t, g, func() {
		ran = true
		post(t, g, g.Close)
	})
	h.next(t)()
	h.next(t)()
	for _, d := range []*deferred.Deferred[void]{job, sleep, reactor.Sleep(g, 1), threads.DeferToThread0(g, func() {})} {
		if _, err, ok := d.Result(); !ok || err != reactor.ErrReactorStopped {
			t.Error(err, ok)
		}
	}
	g.CallLater(0, func() { t.Error("a call that comes too late") })
	if err := g.CallFromThread(func() {}); err != reactor.ErrReactorStopped || !ran || h.told() != "[true false]" {
		t.Error(err, ran)
	}
	if err := g.RunInThread(func() {}); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
	close(release)
	<-g.Stopped()
	g.Close()
	if len(h.turns) != 0 || len(h.holds) != 0 {
		t.Error("something happens after the end")
	}
}

// A host that refuses refuses calls.
func TestGuestRefused(t *testing.T) {
	h := &house{closed: true}
	g := reactor.NewGuest(h)
	if err := g.CallFromThread(func() {}); err != errHouseClosed {
		t.Error(err)
	}
	if err := g.CallSoon(func() {}); err != errHouseClosed || !g.Idle() || h.told() != "[true false]" {
		t.Error(err)
	}
	g.Close()
	<-g.Stopped()
}

// gate is a host with a way in only while it is held.
type gate struct {
	house
	open bool
}

func (g *gate) Enter(turn func()) error {
	if !g.open {
		return errHouseClosed
	}
	return g.house.Enter(turn)
}

func (g *gate) Hold(on bool) { g.open = on }

// What the reactor's own goroutine asks for opens the way.
func TestGuestGate(t *testing.T) {
	h := &gate{}
	g := reactor.NewGuest(h)
	if err := g.CallFromThread(func() {}); err != errHouseClosed {
		t.Error(err)
	}
	n := 0
	for i := 0; i < 2; i++ {
		if err := g.CallSoon(func() { n++ }); err != nil {
			t.Error(err)
		}
		h.next(t)()
	}
	if n != 2 || h.open {
		t.Error(n)
	}
}

// crowd is a pool that says when it is used.
type crowd struct{ used int }

func (c *crowd) RunInThread(f func()) error {
	c.used++
	go f()
	return nil
}

func TestGuestThreads(t *testing.T) {
	h := &house{}
	g := reactor.NewGuest(h)
	c := &crowd{}
	g.SetThreads(c)
	d := threads.DeferToThread1(g, func() int { return 2 })
	h.next(t)()
	if v, _, _ := d.Result(); v != 2 || c.used != 1 || g.Threads() != reactor.ThreadRunner(c) {
		t.Error(v, c.used)
	}
}

// corridor is a host that a program might have: a queue of functions.
type corridor struct{ queue chan func() }

func (c *corridor) Enter(turn func()) error {
	c.queue <- turn
	return nil
}

func (c *corridor) Hold(bool) {}

// Whoever can be asked to call a function can be a reactor's host.
func ExampleGuest() {
	host := &corridor{make(chan func(), 10)}
	g := reactor.NewGuest(host)
	deferred.Use(reactor.Sleep(g, time.Millisecond), func(deferred.Void) { fmt.Println("awake") })
	for !g.Idle() {
		(<-host.queue)()
	}
	// Output: awake
}
