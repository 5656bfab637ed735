package reactor_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// An account is planted with a lost update: a deposit reads the balance, waits, and
// writes what it has read plus the amount.
type account struct {
	c       *reactor.Clock
	balance int
}

func (a *account) deposit(who string, amount int, after time.Duration) *deferred.Deferred[void] {
	return deferred.Then(reactor.Sleep(a.c, after), func() *deferred.Deferred[void] {
		read := a.balance
		a.c.Note("%s reads %d", who, read)
		wrote := deferred.New[void]()
		_ = a.c.CallFromThread(func() {
			a.balance = read + amount
			a.c.Note("%s writes %d", who, a.balance)
			wrote.Callback(void{})
		})
		return wrote
	})
}

// simulate makes two deposits, one in the middle of the other if the seed says so,
// and returns the balance and the trace.
func simulate(seed int64) (balance int, trace string) {
	c := reactor.NewSimulation(time.Unix(0, 0), seed)
	var b strings.Builder
	c.Record(&b)
	a := &account{c: c}
	a.deposit("ann", 10, time.Second)
	// Bob's deposit begins in the turn in which ann's is written: before it, or after.
	deferred.Map(reactor.Sleep(c, time.Second), func(v void) void {
		_ = c.CallFromThread(func() { a.deposit("bob", 20, 0) })
		return v
	})
	c.Advance(time.Minute)
	return a.balance, b.String()
}

// losing tries seeds until one loses an update.
func losing() (seed int64, trace string) {
	for seed = 0; ; seed++ {
		if balance, trace := simulate(seed); balance != 30 {
			return seed, trace
		}
	}
}

// Trying seeds finds the lost update, most seeds do not have it or all do, and the
// seed replays it.
func TestSimulationFindsLostUpdate(t *testing.T) {
	seed, trace := losing()
	if seed > 50 {
		t.Errorf("found by seed %d only", seed)
	}
	for i := 0; i < 10; i++ {
		if balance, again := simulate(seed); balance == 30 || again != trace {
			t.Fatalf("the replay of seed %d:\n%s", seed, again)
		}
	}
	kept := 0
	for s := int64(0); s < 100; s++ {
		if balance, _ := simulate(s); balance == 30 {
			kept++
		}
	}
	if kept == 0 || kept == 100 {
		t.Errorf("%d of 100 seeds keep the update", kept)
	}
}

// simulation is a crowd of calls, each of which asks for others.
func simulation(seed int64) string {
	c := reactor.NewSimulation(time.Unix(0, 0), seed)
	var b strings.Builder
	r := c.Record(&b)
	for i := 0; i < 10; i++ {
		i := i
		_ = c.CallFromThread(func() {
			c.Note("start %d", i)
			for k := 0; k < 3; k++ {
				c.CallLater(time.Duration(i%3)*time.Millisecond, func() { _ = c.CallSoon(func() { c.Note("%d\n%d", i, k) }) })
			}
			reactor.Sleep(c, time.Duration(i%2)*time.Second).Cancel()
		})
	}
	c.Advance(time.Second)
	if r.Err() != nil {
		panic(r.Err())
	}
	return b.String()
}

// The same seed gives the same trace, byte for byte, however many processors there
// are; another seed gives another one.
func TestSimulationIsDeterministic(t *testing.T) {
	want := simulation(1)
	if n := strings.Count(want, "\n"); n != 10+10+30+30+30 {
		t.Errorf("%d lines:\n%s", n, want)
	}
	for _, procs := range []int{1, 2} {
		func() {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			for i := 0; i < 1000; i++ {
				if got := simulation(1); got != want {
					t.Fatalf("run %d:\n%s", i, got)
				}
			}
		}()
	}
	if simulation(2) == want {
		t.Error("another seed gives the same trace")
	}
}

type failing struct{ left int }

func (w *failing) Write(b []byte) (int, error) {
	if w.left--; w.left < 0 {
		return 0, errTest
	}
	return len(b), nil
}

// A recording ends with the first error of its writer, or when it is told to.
func TestRecordingEnds(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	c.Note("nobody records this")
	w := &failing{left: 2}
	r := c.Record(w)
	for i := 0; i < 5; i++ {
		c.Note("note")
	}
	if !errors.Is(r.Err(), errTest) || w.left != -1 {
		t.Error(r.Err(), w.left)
	}
	c.Record(nil)
	c.Note("nobody records this")
}

// Two deposits to one account, of which one gets lost in some orders. A seed
// that shows it is found by trying, and shows it again.
func ExampleClock_Record() {
	seed, _ := losing()
	balance, trace := simulate(seed)
	fmt.Print(trace)
	fmt.Println("balance:", balance)
	// Output:
	// 1s 1 timer 2
	// 1s 2 timer 1
	// 1s 2 note ann reads 0
	// 1s 3 post 1
	// 1s 3 note bob reads 0
	// 1s 4 post 2
	// 1s 4 note ann writes 10
	// 1s 5 post 3
	// 1s 5 note bob writes 20
	// balance: 20
}

func ExampleClock_Note() {
	clock := reactor.NewClock(time.Unix(0, 0))
	clock.Record(os.Stdout)
	clock.CallLater(1500*time.Millisecond, func() { clock.Note("tea is ready") })
	clock.Advance(time.Minute)
	// Output:
	// 1.5s 1 timer 1
	// 1.5s 1 note tea is ready
}
