package actorhost

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/asynkron/protoactor-go/actor"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

type void = deferred.Void

// handler is an actor whose messages are functions.
type handler struct {
	Mailbox
	inside bool // in Receive or in a turn: two at a time would be a race
}

func (h *handler) Receive(ctx actor.Context) {
	h.Mailbox.Receive(ctx)
	if f, ok := ctx.Message().(func(h *handler, ctx actor.Context)); ok {
		f(h, ctx)
	}
}

func system(t *testing.T) (*actor.ActorSystem, *actor.PID) {
	s := actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
	t.Cleanup(s.Shutdown)
	return s, s.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &handler{} }))
}

// request has f handled, and returns the answer.
func request(t *testing.T, s *actor.ActorSystem, pid *actor.PID, f func(h *handler, ctx actor.Context)) any {
	t.Helper()
	v, err := s.Root.RequestFuture(pid, f, 20*time.Second).Result()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// processes is how many actors and futures there are.
func processes(s *actor.ActorSystem) (n int) {
	for _, m := range s.ProcessRegistry.LocalPIDs.LocalPIDs {
		n += m.Count()
	}
	return n
}

// Whatever a handler waits for, it goes on in its actor, with its message, and leaves no
// future behind.
func TestWaits(t *testing.T) {
	s, pid := system(t)
	mute := s.Root.Spawn(actor.PropsFromFunc(func(actor.Context) {}))
	echo := s.Root.Spawn(actor.PropsFromFunc(func(ctx actor.Context) {
		if ctx.Sender() != nil {
			ctx.Respond(ctx.Message())
		}
	}))
	before := processes(s)
	for name, c := range map[string]struct {
		start func(l *Loop, ctx actor.Context) *deferred.Deferred[any]
		want  string
	}{
		"sleep": {func(l *Loop, _ actor.Context) *deferred.Deferred[any] {
			return deferred.Map(reactor.Sleep(l, time.Millisecond), func(void) any { return "slept" })
		}, "slept"},
		"thread": {func(l *Loop, _ actor.Context) *deferred.Deferred[any] {
			return threads.DeferToThread1(l, func() any { return "threaded" }) //evert:allow EV305 the thread is what is tested
		}, "threaded"},
		"request": {func(l *Loop, ctx actor.Context) *deferred.Deferred[any] {
			return ResultDeferred(l, ctx.RequestFuture(echo, "echo", time.Minute))
		}, "echo"},
		"timeout": {func(l *Loop, ctx actor.Context) *deferred.Deferred[any] {
			return ResultDeferred(l, ctx.RequestFuture(mute, "?", time.Millisecond))
		}, "future: timeout"},
		"cancelled": {func(l *Loop, ctx actor.Context) *deferred.Deferred[any] {
			return ResultDeferred(l, ctx.RequestFuture(mute, "?", 100*time.Millisecond)).AddTimeout(time.Millisecond, l)
		}, "timed out after 1ms"},
		"nothing": {func(*Loop, actor.Context) *deferred.Deferred[any] { return deferred.Succeed[any]("now") }, "now"},
	} {
		got := request(t, s, pid, func(h *handler, ctx actor.Context) {
			l := h.Loop(ctx)
			sender := ctx.Sender()
			Reply(l, deferred.Map(c.start(l, ctx), func(v any) any {
				if h.inside {
					t.Error("two at a time")
				}
				if ctx.Sender() != sender {
					t.Errorf("%s: another message's sender", name)
				}
				return v
			}))
		})
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	for end := time.Now().Add(20 * time.Second); processes(s) != before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d processes, %d before", processes(s), before)
		}
	}
}

// Handlers whose waits overlap see only their own messages, and never run at once.
func TestOverlap(t *testing.T) {
	s, pid := system(t)
	var futures []*actor.Future
	for i := range 200 {
		f := func(h *handler, ctx actor.Context) {
			l := h.Loop(ctx)
			Reply(l, deferred.Map(reactor.Sleep(l, time.Duration(i%7)*time.Millisecond), func(void) int {
				if h.inside {
					t.Error("two at a time")
				}
				h.inside = true
				time.Sleep(10 * time.Microsecond) //evert:allow EV102 so that somebody else could come in
				h.inside = false
				return i
			}))
		}
		futures = append(futures, s.Root.RequestFuture(pid, f, 20*time.Second))
	}
	for i, f := range futures {
		if v, err := f.Result(); v != i || err != nil {
			t.Errorf("%d: %v, %v", i, v, err)
		}
	}
}

// On a reactor that is no actor's a future is waited for in a thread.
func TestElsewhere(t *testing.T) {
	s, pid := system(t)
	loop := reactor.New()
	var got []any
	stop := func(deferred.Outcome[void]) { loop.Stop() }
	err := loop.CallFromThread(func() {
		answered := s.Root.RequestFuture(pid, func(_ *handler, ctx actor.Context) { ctx.Respond(1) }, time.Minute)
		ResultDeferred(loop, answered).Observe(func(o deferred.Outcome[any]) {
			got = append(got, o.Value, o.Err)
			WaitDeferred(loop, answered).Observe(stop)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := loop.Run(); err != nil || fmt.Sprint(got) != "[1 <nil>]" {
		t.Error(err, got)
	}
}

// A thread that comes back to an actor that has stopped is no harm, and its handler was
// told.
func TestStopped(t *testing.T) {
	s, pid := system(t)
	release, told := make(chan bool), make(chan error, 1)
	s.Root.Send(pid, func(h *handler, ctx actor.Context) {
		l := h.Loop(ctx)
		threads.DeferToThread0(l, func() { <-release }).Observe(func(o deferred.Outcome[void]) { told <- o.Err }) //evert:allow EV103 there is room for it
	})
	if err := s.Root.PoisonFuture(pid).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := <-told; !errors.Is(err, reactor.ErrReactorStopped) {
		t.Error(err)
	}
	close(release)
}
