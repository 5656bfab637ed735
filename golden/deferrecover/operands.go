package deferrecover

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

type tally struct {
	n    int
	list [2]int
}

// bump does not wait, and changes what others read.
func (t *tally) bump(by int) int {
	t.n += by
	t.list[0] += by
	return trace.Side(t.n)
}

func (t *tally) self() *tally { return t }

// Waits is a method of the value, which is copied where it is called or deferred.
func (t tally) waits(a, b int) { trace.Emit("tally", t.n, a, b, trace.Get(a)) }

type outer struct{ *tally }

// tells does not wait.
func (t tally) tells(a, b int) { trace.Emit("tells", t.n, a, b) }

type waiter interface {
	//evert:blocking
	waits(a, b int)
}

type teller interface{ tells(a, b int) }

// report waits.
func report(v any, a, b int) { trace.Emit("report", v, a, b, trace.Get(a)) }

// tell does not.
func tell(v any, a, b int) { trace.Emit("tell", v, a, b) }

// Operands evaluates operands of deferred calls: what is read comes after the calls.
//
//evert:callback
func Operands(n int) (string, error) {
	t := &tally{n: n}
	defer report("read", t.n, t.bump(1))
	defer report(t.bump(1), t.list[0], t.bump(1))
	defer tell("read", t.n, t.bump(1))
	defer report(t.n, t.bump(1), t.n)
	defer tell(t.list, t.bump(1), t.n)
	trace.Do(t.n)
	return fmt.Sprint(t.n), nil
}

// CopiedReceivers copies receivers of deferred calls after the calls of their arguments.
//
//evert:callback
func CopiedReceivers(n int) (string, error) {
	t := &tally{n: n}
	o := outer{t}
	defer t.waits(t.n, t.bump(1))
	defer t.self().waits(t.n, t.bump(1))
	defer o.waits(t.n, t.bump(1))
	defer o.self().waits(trace.Get(t.n), t.bump(1))
	t = &tally{n: n + 10}
	o.tally = t
	defer o.waits(trace.Get(1), 2)
	trace.Do(t.bump(1))
	return fmt.Sprint(t.n), nil
}

// copied defers a method of a value of which it has a pointer that never changes.
func copied(t *tally, n int) {
	defer t.waits(t.bump(n), 1)
	trace.Do(t.bump(1))
}

// CopiedParameter copies what a parameter points to.
//
//evert:callback
func CopiedParameter(n int) (string, error) {
	t := &tally{n: n}
	copied(t, n)
	return fmt.Sprint(t.n), nil
}

// LiteralArguments evaluates those of a deferred literal.
//
//evert:callback
func LiteralArguments(n int) (string, error) {
	t := &tally{n: n}
	defer func(a, b int) { trace.Emit("plain", a, b) }(t.n, t.bump(1))
	defer func(a, b int) { trace.Emit("waits", a, b, trace.Get(a)) }(t.n, t.bump(1))
	trace.Do(t.bump(1))
	return fmt.Sprint(t.n), nil
}

// NilOperand panics where the operands are evaluated, after the calls in them.
//
//evert:callback
func NilOperand(n int) (v string, err error) {
	defer func() {
		v = fmt.Sprint(recover())
	}()
	var p *tally
	if n > 0 {
		p = &tally{n: n}
	}
	defer report(p.n, 1, trace.Side(n))
	trace.Do(n)
	return "not reached with 0", nil
}

// NilReceiver panics at the defer statement, after the calls in its operands.
//
//evert:callback
func NilReceiver(n int) (v string, err error) {
	defer func() {
		v = fmt.Sprint(recover())
	}()
	var w waiter
	if n > 0 {
		w = tally{n: n}
	}
	defer w.waits(n, trace.Side(n))
	defer trace.Emit("registered")
	trace.Do(n)
	return "not reached with 0", nil
}

// NilTeller does so with a method that does not wait.
//
//evert:callback
func NilTeller(n int) (v string, err error) {
	defer func() {
		v = fmt.Sprint(recover())
	}()
	var w teller
	if n > 0 {
		w = tally{n: n}
	}
	defer w.tells(n, trace.Side(n))
	defer trace.Emit("registered")
	trace.Do(n)
	return "not reached with 0", nil
}
