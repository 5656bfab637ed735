package trace

import (
	"fmt"
	"strings"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Case is a function in both forms.
type Case struct {
	Name     string
	Blocking func(n int) (string, error)
	Callback func(r reactor.Reactor, n int) *deferred.Deferred[string]
}

// An Outcome is all that a run of a case can be told by: its results, or its
// panic, or that it ended by Goexit, and its effects.
type Outcome struct {
	Value   string
	Err     string // type and text, empty for nil
	Panic   string // type and text of the value, empty for none
	Goexit  bool
	Effects []string
}

func (o Outcome) String() string {
	end := fmt.Sprintf("returned %q, %q", o.Value, o.Err)
	switch {
	case o.Panic != "":
		end = "panicked: " + o.Panic
	case o.Goexit:
		end = "ended by Goexit"
	}
	return "\t" + strings.Join(append(o.Effects, end), "\n\t")
}

// Difference says where another outcome differs, or "".
func (o Outcome) Difference(got Outcome) string {
	for i := range min(len(o.Effects), len(got.Effects)) {
		if w, g := o.Effects[i], got.Effects[i]; w != g {
			return fmt.Sprintf("effect %d is %q, want %q", i, g, w)
		}
	}
	switch {
	case len(o.Effects) != len(got.Effects):
		return fmt.Sprintf("%d effects, want %d", len(got.Effects), len(o.Effects))
	case o.Goexit != got.Goexit:
		return fmt.Sprintf("ended by Goexit: %v, want %v", got.Goexit, o.Goexit)
	case o.Panic != got.Panic:
		return fmt.Sprintf("panic is %q, want %q", got.Panic, o.Panic)
	case o.Value != got.Value:
		return fmt.Sprintf("value is %q, want %q", got.Value, o.Value)
	case o.Err != got.Err:
		return fmt.Sprintf("error is %q, want %q", got.Err, o.Err)
	}
	return ""
}

// RunBlocking runs the blocking form.
func (c Case) RunBlocking(n int) Outcome {
	reset()
	var o Outcome
	o.observe(func() { o.result(c.Blocking(n)) })
	o.Effects = effects()
	return o
}

// RunCallback runs the callback form on a reactor of its own.
//
// A Goexit ends the goroutine that runs the reactor, as it would end the
// user's. What still has to happen after it, a deferred call that waits, say,
// happens in turns that a next goroutine runs.
func (c Case) RunCallback(n int, mode Mode, seed int64) Outcome {
	reset()
	var o Outcome
	t := NewTurns(mode, seed)
	if mode == Forced {
		deferred.SuspendAll(t.soon)
		defer deferred.SuspendAll(nil)
	}
	var d *deferred.Deferred[string]
	o.observe(func() { d = c.Callback(t, n) })
	for d != nil && !fired(d) {
		o.observe(func() {
			if err := t.run(func() bool { return fired(d) }); err != nil {
				d = nil
				o.Err = describe(err)
			}
		})
	}
	if d != nil && !o.Goexit {
		v, err, _ := d.Result()
		o.result(v, err)
	}
	o.Effects = effects()
	return o
}

func fired(d *deferred.Deferred[string]) bool {
	_, _, ok := d.Result()
	return ok
}

// observe runs f on a goroutine of its own, so that a Goexit ends only that,
// and notes a panic or Goexit.
func (o *Outcome) observe(f func()) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		returned := false
		defer func() {
			if returned {
				return
			}
			if p := recover(); p != nil {
				o.Panic = describe(p)
			} else {
				o.Goexit = true
			}
		}()
		f()
		returned = true
	}()
	<-over
}

// result takes over the result of a form. A panic or a Goexit that arrives as
// an error counts as what it stands for.
func (o *Outcome) result(v string, err error) {
	if p, ok := err.(*deferred.PanicError); ok {
		o.Panic = describe(p.Value)
	} else if err == deferred.ErrGoexit {
		o.Goexit = true
	} else {
		o.Value, o.Err = v, describe(err)
	}
}

// describe tells values apart by type and text. Addresses are never printed.
func describe(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%T: %v", v, v)
}
