package bench

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/bench/framed"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// The functions in frames style are those of package forms, word for word.
func TestSameSource(t *testing.T) {
	texts := [2]string{}
	for i, name := range []string{"forms", "framed"} {
		text, err := os.ReadFile(name + "/forms.go")
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = strings.TrimPrefix(string(text), "package "+name+"\n")
	}
	if texts[0] != texts[1] {
		t.Error("forms/forms.go and framed/forms.go differ by more than the package clause")
	}
}

// starter starts an operation in frames style.
type starter = func(s *forms.Source, n int, f *frames.Pending[int], w frames.Waiter[int])

// run starts an operation, and runs the loop until it is over.
func run(s *forms.Source, start starter, n int, e *end) {
	e.over = 0
	start(s, n, &e.Pending, e)
	s.Loop.RunUntil(func() bool { return e.over == 1 })
}

// No wait and no call takes an allocation, over or not, with a value or an error.
func TestFramesAllocate(t *testing.T) {
	if framesDebug() {
		t.Skip("a debug build does not use frames again")
	}
	for _, c := range []struct {
		name  string
		start starter
		fails error
	}{
		{"One", framed.StartOne, nil}, {"Three", framed.StartThree, nil}, {"Three, an error", framed.StartThree, errEvent},
		{"Over", framed.StartOver, nil}, {"Late", framed.StartLate, nil}, {"Rare", framed.StartRare, nil},
		{"Turns", framed.StartTurns, nil}, {"Turns, an error", framed.StartTurns, errEvent},
	} {
		s := forms.New(reactor.New())
		s.Err = c.fails
		e := &end{}
		if n := testing.AllocsPerRun(10, func() { run(s, c.start, 1000, e) }); n > 1 { // that of RunUntil
			t.Errorf("%s: %v allocations", c.name, n)
		}
	}
}

// framesDebug reports a debug build, which takes a frame for each call.
func framesDebug() bool {
	s, e := forms.New(reactor.New()), &end{}
	run(s, framed.StartOne, 1, e)
	return testing.AllocsPerRun(10, func() { run(s, framed.StartOne, 1, e) }) > 1
}

// A million waits that are over, or calls that do not wait, need no stack, be it before
// the first suspension or after it; nor do a million that suspend.
func TestFramesStack(t *testing.T) {
	const n = 1_000_000
	for name, start := range map[string]starter{
		"Over": framed.StartOver, "Late": framed.StartLate, "Rare": framed.StartRare, "Turns": framed.StartTurns,
	} {
		grown := make(chan int64)
		go func() {
			s, e := forms.New(reactor.New()), &end{}
			run(s, start, 1, e)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			run(s, start, n, e)
			runtime.ReadMemStats(&after)
			if e.sum != n+1 {
				t.Errorf("%s: the sum is %d", name, e.sum)
			}
			grown <- int64(after.StackInuse) - int64(before.StackInuse)
		}()
		if grown := <-grown; grown >= 64<<10 {
			t.Errorf("%s: the stack grew by %d bytes", name, grown)
		}
	}
}

// An operation that is parked takes a tenth of a goroutine's memory at most, where that
// has the smallest stack that there is.
func TestFramesParked(t *testing.T) {
	const n = 20_000
	bytes := map[string]float64{}
	for _, p := range parkings {
		bytes[p.name] = p.park.bytes(n)
	}
	if !framesDebug() && bytes["frames"] > bytes["goroutine"]/10 {
		t.Errorf("%.0f bytes, a goroutine %.0f", bytes["frames"], bytes["goroutine"])
	}
}
