package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// steps are all the functions that chain a continuation on a Deferred[int].
// Each continuation adds to the trace what it was called with, and then does
// what end says.
var steps = map[string]func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string]{
	"Chain": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.Chain(d, func(v int) *deferred.Deferred[string] {
			tr.add("%v", v)
			return deferred.Return(end())
		})
	},
	"ChainBoth": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.ChainBoth(d, func(v int, err error) *deferred.Deferred[string] {
			tr.add("%v,%v", v, err)
			return deferred.Return(end())
		})
	},
	"AddCallback": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.AddCallback(d, func(v int) (string, error) {
			tr.add("%v", v)
			return end()
		})
	},
	"AddBoth": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.AddBoth(d, func(v int, err error) (string, error) {
			tr.add("%v,%v", v, err)
			return end()
		})
	},
	"Map": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.Map(d, func(v int) string {
			tr.add("%v", v)
			s, _ := end()
			return s
		})
	},
	"Do": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		var s string
		done := deferred.Do(d, func(v int) (err error) {
			tr.add("%v", v)
			s, err = end()
			return err
		})
		return deferred.AddCallback(done, func(void) (string, error) { return s, nil })
	},
	"DoBoth": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		var s string
		done := deferred.DoBoth(d, func(v int, got error) (err error) {
			tr.add("%v,%v", v, got)
			s, err = end()
			return err
		})
		return deferred.AddCallback(done, func(void) (string, error) { return s, nil })
	},
	"Use": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		var s string
		done := deferred.Use(d, func(v int) {
			tr.add("%v", v)
			s, _ = end()
		})
		return deferred.Map(done, func(void) string { return s })
	},
	"Then": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.Then(dropValue(d), func() *deferred.Deferred[string] {
			tr.add("called")
			return deferred.Return(end())
		})
	},
	"ThenBoth": func(d *deferred.Deferred[int], tr *trace, end func() (string, error)) *deferred.Deferred[string] {
		return deferred.ThenBoth(dropValue(d), func(err error) *deferred.Deferred[string] {
			tr.add("called,%v", err)
			return deferred.Return(end())
		})
	},
}

func dropValue(d *deferred.Deferred[int]) *deferred.Deferred[void] {
	return deferred.AddBoth(d, func(_ int, err error) (void, error) { return void{}, err })
}

// What each step's continuation sees of each outcome, and what it passes on,
// is the same whether the Deferred has fired or not.
func TestSteps(t *testing.T) {
	both := map[string]bool{"ChainBoth": true, "AddBoth": true, "DoBoth": true, "ThenBoth": true}
	void := map[string]bool{"Then": true, "ThenBoth": true}
	boom := &deferred.PanicError{Value: "boom"}
	outcomes := []struct {
		o    deferred.Outcome[int]
		seen map[bool]string // by whether the step asks for errors
		then map[bool]string
	}{
		{deferred.Outcome[int]{Value: 5}, map[bool]string{false: "5", true: "5,<nil>"}, map[bool]string{false: "end, <nil>", true: "end, <nil>"}},
		{deferred.Outcome[int]{Value: 5, Err: errTest}, map[bool]string{false: "", true: "5,test error"}, map[bool]string{false: ", test error", true: "end, <nil>"}},
		{deferred.Outcome[int]{Panic: boom}, map[bool]string{}, map[bool]string{false: "panic boom", true: "panic boom"}},
		{deferred.Outcome[int]{Exited: true}, map[bool]string{}, map[bool]string{false: "exited", true: "exited"}},
	}
	for name, step := range steps {
		for _, c := range outcomes {
			for _, early := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%v/%v", name, c.o, early), func(t *testing.T) {
					var tr trace
					d := deferred.New[int]()
					if early {
						d.FireOutcome(c.o)
					}
					got := step(d, &tr, func() (string, error) { return "end", nil })
					if !early {
						want(t, got, "pending")
						d.FireOutcome(c.o)
					}
					want(t, got, c.then[both[name]])
					seen := c.seen[both[name]]
					if void[name] && seen != "" {
						seen = "called" + seen[1:]
					}
					if tr.String() != seen {
						t.Errorf("the continuation saw %q, want %q", tr.String(), seen)
					}
				})
			}
		}
	}
}

// How a continuation ends that was called from a fire is the outcome of its
// Deferred, and does not disturb who fired.
func TestStepsEnd(t *testing.T) {
	for name, step := range steps {
		d := deferred.New[int]()
		got := step(d, &trace{}, func() (string, error) { panic("boom") })
		d.Callback(1)
		want(t, got, "panic boom")
		o, _ := got.Outcome()
		if o.Panic == nil || len(o.Panic.Stack) == 0 {
			t.Errorf("%s: a panic without a stack", name)
		}

		d = deferred.New[int]()
		got = step(d, &trace{}, func() (string, error) { return "s", errTest })
		d.Callback(1)
		switch name {
		case "Map", "Use":
			want(t, got, "s, <nil>")
		case "Do", "DoBoth":
			want(t, got, ", test error")
		default:
			want(t, got, "s, test error")
		}

		d = deferred.New[int]()
		got = step(d, &trace{}, func() (string, error) { runtime.Goexit(); return "", nil })
		if !exits(func() { d.Callback(1) }) {
			t.Errorf("%s: Goexit did not end the goroutine", name)
		}
		want(t, got, "exited")
	}
}

// A continuation that runs in place is a plain call: a panic goes up the stack.
func TestPanicInPlace(t *testing.T) {
	for name, step := range steps {
		v := panics(func() {
			step(deferred.Succeed(1), &trace{}, func() (string, error) { panic("boom") })
		})
		if v != "boom" {
			t.Errorf("%s: %v", name, v)
		}
	}
}

func TestAddErrback(t *testing.T) {
	handle := func(err error) (int, error) { return 7, fmt.Errorf("handled %w", err) }
	for _, early := range []bool{true, false} {
		for _, c := range []struct {
			o    deferred.Outcome[int]
			want string
		}{
			{deferred.Outcome[int]{Value: 5}, "5, <nil>"},
			{deferred.Outcome[int]{Value: 5, Err: errTest}, "7, handled test error"},
			{deferred.Outcome[int]{Panic: &deferred.PanicError{Value: 1}}, "panic 1"},
			{deferred.Outcome[int]{Exited: true}, "exited"},
		} {
			d := deferred.New[int]()
			if early {
				d.FireOutcome(c.o)
			}
			got := d.AddErrback(handle)
			if !early {
				d.FireOutcome(c.o)
			}
			want(t, got, c.want)
		}
	}
}

// A panic or Goexit in one continuation does not keep the others from running.
func TestOthersRun(t *testing.T) {
	d := deferred.New[int]()
	var tr trace
	deferred.Map(d, func(int) int { panic(1) }).Observe(func(deferred.Outcome[int]) {})
	deferred.Map(deferred.Map(d, func(int) int { runtime.Goexit(); return 1 }), func(int) int { return 0 })
	deferred.Map(d, func(int) int { runtime.Goexit(); return 1 })
	deferred.Map(d, func(v int) int { tr.add("ran %d", v); return v })
	last := deferred.Map(d, func(int) int { panic(2) })
	if !exits(func() { d.Callback(3) }) {
		t.Error("Goexit did not end the goroutine")
	}
	if tr.String() != "ran 3" {
		t.Errorf("%q", tr.String())
	}
	want(t, last, "panic 2")
}

// What follows from one waiter happens before the next one.
func TestDepthFirst(t *testing.T) {
	var tr trace
	say := func(d *deferred.Deferred[int], word string) *deferred.Deferred[int] {
		return deferred.Map(d, func(v int) int { tr.add("%s", word); return v })
	}
	d := deferred.New[int]()
	a := say(d, "a")
	say(d, "b")
	a1 := say(a, "a1")
	say(a, "a2")
	say(a1, "a11")
	d.Callback(0)
	if tr.String() != "a a1 a11 a2 b" {
		t.Error(tr.String())
	}
}

func TestZeroDeferred(t *testing.T) {
	var d deferred.Deferred[string]
	got := deferred.Map(&d, func(s string) int { return len(s) })
	d.Callback("four")
	want(t, got, "4, <nil>")
	if !d.Fired() {
		t.Error("fired, but does not know")
	}
}

func TestConstructors(t *testing.T) {
	want(t, deferred.Succeed(1), "1, <nil>")
	want(t, deferred.Fail[int](errTest), "0, test error")
	want(t, deferred.Return(1, errTest), "1, test error")
	want(t, deferred.Done(), "{}, <nil>")
	want(t, deferred.Finish(nil), "{}, <nil>")
	want(t, deferred.Finish(errTest), "{}, test error")
	want(t, deferred.Panicked[int](&deferred.PanicError{Value: 1}), "panic 1")
	want(t, deferred.Exited[int](), "exited")
	if v, err, ok := deferred.Return(1, errTest).Result(); v != 1 || err != errTest || !ok {
		t.Error(v, err, ok)
	}
	if _, err, ok := deferred.Exited[int]().Result(); err != deferred.ErrGoexit || !ok {
		t.Error(err, ok)
	}
	var p *deferred.PanicError
	if _, err, _ := deferred.Panicked[int](&deferred.PanicError{Value: errTest}).Result(); !errors.As(err, &p) || !errors.Is(err, errTest) {
		t.Error(err)
	}
	if _, _, ok := deferred.New[int]().Result(); ok {
		t.Error("a pending Deferred has a result")
	}
}

func TestObserve(t *testing.T) {
	var got []deferred.Outcome[int]
	note := func(o deferred.Outcome[int]) { got = append(got, o) }
	deferred.Return(1, errTest).Observe(note)
	d := deferred.New[int]()
	d.Observe(note)
	d.Callback(2)
	if len(got) != 2 || got[0] != (deferred.Outcome[int]{Value: 1, Err: errTest}) || got[1] != (deferred.Outcome[int]{Value: 2}) {
		t.Error(got)
	}
}

func TestCapture(t *testing.T) {
	capture := func(f func() (int, error)) (out deferred.Outcome[int], n int) {
		done := make(chan bool)
		go func() {
			defer close(done)
			deferred.Capture(f, func(o deferred.Outcome[int]) { out = o; n++ })
		}()
		<-done
		return out, n
	}
	if o, n := capture(func() (int, error) { return 1, errTest }); o != (deferred.Outcome[int]{Value: 1, Err: errTest}) || n != 1 {
		t.Error(o, n)
	}
	if o, n := capture(func() (int, error) { runtime.Goexit(); return 1, nil }); o != (deferred.Outcome[int]{Exited: true}) || n != 1 {
		t.Error(o, n)
	}
	o, n := capture(func() (int, error) { panic(errTest) })
	if n != 1 || o.Panic == nil || o.Panic.Value != errTest || len(o.Panic.Stack) == 0 {
		t.Error(o, n)
	}
	if v := panics(func() { _, _ = o.Get() }); v != errTest {
		t.Errorf("Get panics with %v", v)
	}
	if !exits(func() { _, _ = deferred.Outcome[int]{Exited: true}.Get() }) {
		t.Error("Get does not exit")
	}
}
