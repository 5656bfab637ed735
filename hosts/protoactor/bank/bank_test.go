package bank

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/asynkron/protoactor-go/actor"
	"github.com/asynkron/protoactor-go/scheduler"

	"github.com/evert-go/evert/reactor"
)

// system is an actor system that does not log.
func system(t *testing.T) *actor.ActorSystem {
	s := actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
	t.Cleanup(s.Shutdown)
	return s
}

// open opens an account.
func open(s *actor.ActorSystem, timeout time.Duration, blocks bool) (account *actor.PID) {
	risk := s.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &Risk{Timeout: timeout, Blocks: blocks} }))
	return s.Root.Spawn(actor.PropsFromProducer(func() actor.Actor {
		return &Account{Balance: 2000, Risk: risk, Timeout: timeout, Blocks: blocks}
	}))
}

// ask is a request from outside.
func ask(t *testing.T, s *actor.ActorSystem, pid *actor.PID, message any) any {
	t.Helper()
	v, err := s.Root.RequestFuture(pid, message, 20*time.Second).Result()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A asks B, which asks A: the blocking form waits until it has waited for too long, the
// callback form has its answer at once.
func TestCircle(t *testing.T) {
	const timeout = time.Second
	s := system(t)
	began := time.Now()
	err, _ := ask(t, s, open(s, timeout, true), &Withdraw{100}).(error)
	if took := time.Since(began); !errors.Is(err, actor.ErrTimeout) || took < timeout {
		t.Error("blocking form:", err, took)
	}
	began = time.Now()
	left := ask(t, s, open(s, 20*timeout, false), &Withdraw{100})
	if took := time.Since(began); left != 1900 || took > 10*timeout {
		t.Error("callback form:", left, took)
	}
}

func TestWithdraw(t *testing.T) {
	s := system(t)
	account := open(s, 10*time.Second, false)
	for _, c := range []struct {
		amount int
		want   string
	}{
		{500, "1500"}, {400, "1100"}, {200, "withdraw 200: refused"}, {100, "1000"}, {400, "600"}, {500, "100"},
		{101, "withdraw 101: refused"}, {50, "50"}, {60, "withdraw 60: the balance is too low"},
	} {
		if got := fmt.Sprint(ask(t, s, account, &Withdraw{c.amount})); got != c.want {
			t.Errorf("withdraw %d: %s, want %s", c.amount, got, c.want)
		}
	}
}

// Withdrawals that are under way at the same time are all answered, and each sees what
// the others have left.
func TestMany(t *testing.T) {
	s := system(t)
	account := open(s, 10*time.Second, false)
	var futures []*actor.Future
	for range 100 {
		futures = append(futures, s.Root.RequestFuture(account, &Withdraw{30}, 20*time.Second))
	}
	fine, low := 0, 0
	for _, f := range futures {
		v, err := f.Result()
		if err != nil {
			t.Fatal(err)
		}
		if failure, ok := v.(error); !ok {
			fine++
		} else if errors.Is(failure, ErrBalance) {
			low++
		}
	}
	if fine != 66 || low != 34 {
		t.Error(fine, low)
	}
}

// What is under way when the actor stops fails, and is answered.
func TestStop(t *testing.T) {
	s := system(t)
	mute := s.Root.Spawn(actor.PropsFromFunc(func(actor.Context) {}))
	account := s.Root.Spawn(actor.PropsFromProducer(func() actor.Actor {
		return &Account{Risk: mute, Timeout: -1}
	}))
	f := s.Root.RequestFuture(account, &Withdraw{1}, 20*time.Second)
	ask(t, s, account, &History{}) // so the withdrawal is under way
	s.Root.Stop(account)
	v, err := f.Result()
	if failure, ok := v.(error); !ok || !errors.Is(failure, reactor.ErrReactorStopped) {
		t.Error(v, err)
	}
}

// A panic behind a wait is the actor's: its supervisor restarts it.
func TestPanic(t *testing.T) {
	s := system(t)
	liar := s.Root.Spawn(actor.PropsFromFunc(func(ctx actor.Context) {
		if _, ok := ctx.Message().(*History); ok {
			ctx.Respond("no history")
		}
	}))
	restarted := make(chan bool, 1)
	parent := s.Root.Spawn(actor.PropsFromFunc(func(ctx actor.Context) {
		if c, ok := ctx.Message().(*Check); ok {
			risk := ctx.Spawn(actor.PropsFromProducer(func() actor.Actor { return &Risk{Timeout: 10 * time.Second} },
				actor.WithReceiverMiddleware(func(next actor.ReceiverFunc) actor.ReceiverFunc {
					return func(ctx actor.ReceiverContext, m *actor.MessageEnvelope) {
						if _, ok := m.Message.(*actor.Restarting); ok {
							restarted <- true
						}
						next(ctx, m)
					}
				})))
			ctx.Send(risk, c)
		}
	}))
	scheduler.NewTimerScheduler(s.Root).SendOnce(0, parent, &Check{Account: liar})
	select {
	case <-restarted:
	case <-time.After(20 * time.Second):
		t.Error("nobody restarts it")
	}
}
