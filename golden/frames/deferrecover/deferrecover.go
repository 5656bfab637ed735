// Package deferrecover has deferred calls, panics and recover.
package deferrecover

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/evert-go/evert/internal/trace"
)

// Unlock is the plain use of defer: nothing recovers, no result changes.
//
//evert:callback
func Unlock(n int) (string, error) {
	var mu sync.Mutex
	mu.Lock() //evert:allow EV301 it is to be held
	defer mu.Unlock()
	v, err := trace.Fetch(n)
	if err != nil {
		return "", err
	}
	return strconv.Itoa(v), nil
}

// Order runs deferred calls last in, first out, with the arguments that they
// had at the defer statement.
//
//evert:callback
func Order(n int) (string, error) {
	who := "first"
	defer trace.Emit("deferred", who, n)
	who = "second"
	for i := range 3 {
		defer trace.Emit("loop", i)
	}
	if n > 2 {
		defer func() { trace.Emit("branch", who) }()
	}
	v, err := trace.Fetch(n)
	who = "third"
	trace.Emit("body", v)
	return who, err
}

// Recover turns a panic into an error.
//
//evert:callback
func Recover(n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered %v", p)
		}
	}()
	v, err := trace.Boom(n)
	if err != nil {
		return "bad", err
	}
	return strconv.Itoa(v), nil
}

// Early panics before the first wait, or after the last, or not at all.
//
//evert:callback
func Early(n int) (s string, err error) {
	defer func() {
		p := recover()
		trace.Emit("recovered", p)
	}()
	s = "early"
	if n == 1 {
		panic("before")
	}
	v := trace.Get(n)
	s = "late"
	if n == 2 {
		panic("after")
	}
	return strconv.Itoa(v), nil
}

// Unnamed recovers where the results have no names: they are zero.
//
//evert:callback
func Unnamed(n int) (string, error) {
	defer func() { trace.Emit(recover() != nil) }()
	v, err := trace.Boom(n)
	return strconv.Itoa(v), err
}

// Change changes results after the return statement.
//
//evert:callback
func Change(n int) (s string, err error) {
	defer func() {
		s += " changed"
		if err != nil {
			err = fmt.Errorf("changed: %w", err)
		}
	}()
	v, err := trace.Fetch(n)
	if err != nil {
		return "failed", err
	}
	if n == 1 {
		s = "bare"
		return
	}
	return strconv.Itoa(v), nil
}

// Waits has deferred calls that wait, with arguments that wait too.
//
//evert:callback
func Waits(n int) (s string, err error) {
	defer trace.Do(n)
	defer trace.Do(trace.Get(n))
	defer func() {
		v, e := trace.Fetch(n + 1)
		s = fmt.Sprint(s, v)
		err = errors.Join(err, e)
	}()
	v, err := trace.Boom(n)
	return strconv.Itoa(v), err
}

// WaitRecover waits in the deferred call before it recovers, and after.
//
//evert:callback
func WaitRecover(n int) (s string, err error) {
	defer func() {
		trace.Do(n)
		if p := recover(); p != nil {
			s = trace.Text(n)
			err = fmt.Errorf("recovered %v", p)
		}
	}()
	_, err = trace.Boom(n)
	return "whole", err
}

// handle recovers for those who defer it by name.
func handle(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("handled %v", p)
	}
}

type guard struct{ name string }

func (g guard) done(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: %v", g.name, p)
	}
}

// Named defers a function and a method by name. The receiver is copied at the
// defer statement.
//
//evert:callback
func Named(n int) (s string, err error) {
	g := guard{"first"}
	if n%2 == 0 {
		defer g.done(&err)
	} else {
		defer handle(&err)
	}
	g.name = "second"
	v, err := trace.Boom(n)
	return g.name + strconv.Itoa(v), err
}

// Again panics anew while a panic is handled: the new one replaces the old.
//
//evert:callback
func Again(n int) (s string, err error) {
	defer func() {
		p := recover()
		trace.Emit("outer", p)
		err = fmt.Errorf("got %v", p)
	}()
	defer func() {
		if p := recover(); p != nil {
			panic(fmt.Sprint("again: ", p))
		}
	}()
	defer func() {
		if n == 3 {
			panic("replaced")
		}
	}()
	trace.Boom(n)
	return "calm", nil
}

// Deep recovers only where a directly deferred function asks.
//
//evert:callback
func Deep(n int) (s string, err error) {
	defer func() { err = fmt.Errorf("caught %v", recover()) }()
	defer func() {
		func() { trace.Emit("too deep", recover()) }()
	}()
	trace.Boom(n)
	return "deep", nil
}

// Through lets a panic pass, with its value, after the deferred calls.
//
//evert:callback
func Through(n int) (string, error) {
	defer trace.Emit("passing")
	v, err := middle(n)
	return strconv.Itoa(v), err
}

func middle(n int) (int, error) {
	defer trace.Do(n)
	v, err := trace.Boom(n)
	if err != nil {
		return -1, err
	}
	return v + 1, nil
}

// Exit ends the goroutine. The deferred calls run, and recover sees nothing.
//
//evert:callback
func Exit(n int) (string, error) {
	defer trace.Emit("left")
	defer func() { trace.Emit("recovered", recover()) }()
	trace.Do(n)
	if n == 2 {
		runtime.Goexit()
	}
	return trace.Text(n), nil
}

// NilFunc defers a nil function, which panics when it is its turn.
//
//evert:callback
func NilFunc(n int) (s string, err error) {
	defer func() { err, _ = recover().(error) }()
	var f func()
	if n > 1 {
		f = func() { trace.Emit("not nil") }
	}
	defer f()
	trace.Do(n)
	return "body over", nil
}

// Closer has the pattern of files: open, defer close, and join the errors.
//
//evert:callback
func Closer(n int) (s string, err error) {
	if err := trace.Check(n); err != nil {
		return "", err
	}
	defer func() {
		if e := trace.Check(n + 1); err == nil {
			err = e
		}
	}()
	v, err := trace.Fetch(n)
	return strconv.Itoa(v), err
}

// Scoped has a deferred call in a function literal called on the spot: it
// runs when the literal ends.
//
//evert:callback
func Scoped(n int) (string, error) {
	err := func() error {
		defer trace.Emit("inner over")
		return trace.Check(n)
	}()
	trace.Emit("after", err)
	return trace.Text(n), err
}

// Key defers calls with the loop's key as an argument, in a loop that waits.
//
//evert:callback
func Key(n int) (string, error) {
	for i := range n {
		defer trace.Emit("deferred", i)
		trace.Do(i)
	}
	for i := range "ab" {
		if !trace.Pos(i) {
			continue
		}
		defer trace.Emit("at", i)
	}
	return "keys", nil
}

type place struct{ name string }

func (p place) leave(n int) {
	trace.Do(n)
	trace.Emit("leave", p.name)
}

type room struct{ place }

type hall struct{ *place }

// Receivers defers methods that wait and take a copy of their receiver: at the defer
// statement, also through pointers and embedded fields.
//
//evert:callback
func Receivers(n int) (string, error) {
	p := &place{"pointer"}
	defer p.leave(n)
	p.name = "late"
	v := place{"value"}
	defer v.leave(n)
	v.name = "late"
	r := room{place{"room"}}
	defer r.leave(n)
	r.name = "late"
	rp := &room{place{"room pointer"}}
	defer rp.leave(n)
	rp.name = "late"
	h := hall{&place{"hall"}}
	defer h.leave(n)
	h.name = "late"
	return trace.Text(n), nil
}

// Results has named results as operands of deferred calls, which get what they are
// at the defer statement: only the return statement sets them.
//
//evert:callback
func Results(n int) (s string, err error) {
	p := func() (p *place) {
		defer show(p, n)
		return &place{trace.Text(n)}
	}()
	defer trace.Emit("result", s, err)
	defer show(&place{s}, n)
	return p.name + trace.Text(n), nil
}

// show waits.
func show(p *place, n int) {
	trace.Do(n)
	trace.Emit("show", p != nil && p.name != "")
}

// Variadic defers literals with a variadic parameter, and gives it nothing.
//
//evert:callback
func Variadic(n int) (s string, err error) {
	defer func(more ...int) {
		s += fmt.Sprint(len(more), more == nil)
	}()
	defer func(more ...int) {
		s += fmt.Sprint(trace.Get(len(more)), more == nil)
	}()
	return trace.Text(n), nil
}

// Context defers the end of a context, as a value of package context's that never
// changes, and as one of a variable that does.
//
//evert:callback
func Context(n int) (string, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer func() { trace.Emit("over", ctx.Err()) }()
	defer cancel()
	_, stop := context.WithCancel(ctx)
	defer stop()
	if n > 2 {
		stop = func() { trace.Emit("recovered", recover()) }
		defer stop()
		panic(trace.Text(n))
	}
	return fmt.Sprint(ctx.Err(), trace.Text(n)), nil
}

// Branches registers deferred calls on some ways only, before waits and between them.
//
//evert:callback
func Branches(n int) (_ string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("branches: %v", p)
		}
	}()
	if n > 1 {
		defer trace.Emit("more than one", n)
	}
	v, err := trace.Boom(n)
	if err != nil {
		defer trace.Emit("failed", err)
		trace.Do(v)
		return "failed", err
	}
	switch {
	case n == 0:
		defer trace.Emit("none")
	case n == 1:
		inner := strconv.Itoa(v)
		defer func() { trace.Emit("inner", inner) }()
		inner += trace.Text(n)
	default:
		defer trace.Do(v)
	}
	return trace.Text(v), nil
}

// several has results of two types besides the error, and a deferred call that waits.
func several(n int) (a int, _ string, err error) {
	defer trace.Do(n)
	defer func(by int) { a += by }(n)
	a, err = trace.Fetch(n)
	return a, trace.Text(n), err
}

// nothing has no result, and hands on what it waits for.
func nothing(n int) {
	defer func() int { trace.Emit("nothing", n); return n }()
	trace.Do(n)
}

// Shapes calls functions with deferred calls and all kinds of results.
//
//evert:callback
func Shapes(n int) (string, error) {
	a, s, err := several(n)
	nothing(a)
	if err := only(n); err != nil {
		return s, err
	}
	return s + strconv.Itoa(a), err
}

func only(n int) error {
	defer trace.Emit("only", n)
	return trace.Check(n)
}

// Raised waits for a function that panics, with deferred calls on all levels, of which
// one waits, one recovers, and one panics anew.
//
//evert:callback
func Raised(n int) (s string, err error) {
	defer func() {
		s = fmt.Sprint(s, " got ", recover(), " ", err)
	}()
	s, err = raise(n)
	return s + "whole", err
}

func raise(n int) (s string, err error) {
	defer trace.Do(n)
	defer func() {
		if n == 2 {
			panic(fmt.Sprint("again ", recover()))
		}
	}()
	v, err := middle(n)
	s = strconv.Itoa(v)
	return s, err
}

// once waits, and has deferred calls: Turns calls it in a loop.
func once(n int) (v int, err error) {
	defer func() { v *= 2 }()
	if n == 2 {
		defer func() {
			v = len(fmt.Sprint(recover()))
		}()
	}
	return trace.Boom(n)
}

// Turns calls a function with deferred calls in a loop.
//
//evert:callback
func Turns(n int) (s string, err error) {
	sum := 0
	defer func() { s = strconv.Itoa(sum) }()
	for i := range n + 1 {
		v, err := once(i)
		if err != nil {
			continue
		}
		sum += v
	}
	return "replaced", nil
}
