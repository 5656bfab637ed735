package deferrecover

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/evert-go/evert/internal/trace"
)

// Kept has variables that func literals keep, and a deferred call reads: they change
// before the waits, between them and after them.
//
//evert:callback
func Kept(n int) (string, error) {
	sum, late := 0, "none"
	add := func(k int) { sum += k }
	defer func() { trace.Emit("sum", sum, late) }()
	add(1)
	if n == 1 {
		panic(fmt.Sprint("first ", sum))
	}
	v := trace.Get(n)
	add(v)
	set := func() { late += strconv.Itoa(sum) }
	defer trace.Emit("second", sum, late)
	if n == 2 {
		panic(fmt.Sprint("second ", sum))
	}
	trace.Do(sum)
	defer set()
	add(10)
	if n == 3 {
		runtime.Goexit()
	}
	return strconv.Itoa(sum), nil
}

// Handled defers a function with the address of a result, which the return statements
// set.
//
//evert:callback
func Handled(n int) (s string, err error) {
	defer handle(&err)
	v, err := trace.Boom(n)
	if err != nil {
		return "bad", err
	}
	if n == 3 {
		panic("between")
	}
	s = trace.Text(v)
	if n == 4 {
		panic("after")
	}
	if n == 5 {
		err = errors.New("set")
		return
	}
	return s + "whole", nil
}

// Failing has results that a func literal sets, the deferred call's own too.
//
//evert:callback
func Failing(n int) (s string, err error) {
	fail := func(e error) {
		err = errors.Join(err, e)
		s += "!"
	}
	defer func() {
		if p := recover(); p != nil {
			func() { fail(fmt.Errorf("recovered %v of %s", p, s)) }()
		}
	}()
	if n == 0 {
		fail(errors.New("at once"))
		return
	}
	v := trace.Get(n)
	fail(errors.New("then"))
	if n == 1 {
		return
	}
	w, e := trace.Boom(v)
	s = strconv.Itoa(w)
	if e != nil {
		fail(e)
		return s, err
	}
	return trace.Text(n), nil
}

// counting returns a func literal that keeps its result: the two part when it returns.
func counting(n int) (get func() int, v int, err error) {
	get = func() int { v++; return v }
	defer func() { v *= 2 }()
	if n == 1 {
		return get, 7, nil
	}
	v, err = trace.Fetch(n)
	if n == 2 {
		return
	}
	v++
	trace.Do(v)
	return get, get() + 10, err
}

// Outlives calls what keeps the result of a call that is over.
//
//evert:callback
func Outlives(n int) (string, error) {
	get, v, err := counting(n)
	if err != nil {
		return fmt.Sprint(get(), v), err
	}
	first := get()
	other, w, err := counting(n + 1)
	return fmt.Sprint(first, get(), v, other(), w), err
}

// Meanwhile has a goroutine that sets a result, which is waited for at the end.
//
//evert:callback
func Meanwhile(n int) (s string, err error) {
	var wg sync.WaitGroup
	wg.Add(1)
	defer func() { s += fmt.Sprint(" and ", err) }()
	defer wg.Wait()
	go func() {
		defer wg.Done()
		if _, e := trace.Fetch(n); e != nil {
			err = e
		}
		s += "done"
	}()
	if n > 3 {
		return
	}
	wg.Wait()
	trace.Do(n)
	return s + trace.Text(n), err
}

// account has a mutex that is locked through it, and methods that take its address.
type account struct {
	sync.Mutex
	n int
}

func (a *account) put(n int) { a.n += n }

func (a *account) flush(n int) {
	trace.Do(n)
	trace.Emit("flush", a.n)
}

// Locals defers methods of local variables, which take their addresses: some wait.
//
//evert:callback
func Locals(n int) (string, error) {
	var a account
	a.Lock() //evert:allow EV301 it is to be held
	defer a.Unlock()
	defer a.flush(n)
	var mu sync.RWMutex
	mu.RLock() //evert:allow EV301 it is to be held
	defer mu.RUnlock()
	b := &a.n
	defer func() { trace.Emit("b", *b, a.n) }()
	a.put(trace.Get(n))
	c := account{n: n}
	p := &c
	defer c.put(trace.Get(n))
	defer p.flush(c.n)
	if n > 2 {
		c.n = 10
	}
	*b += c.n
	v, err := trace.Boom(n)
	a.put(v)
	return fmt.Sprint(v, a.n, p.n), err
}

// Turn keeps variables of a loop's turn, and others, in deferred calls of the loop.
//
//evert:callback
func Turn(n int) (s string, err error) {
	var total account
	for i := range n {
		x := i
		inc := func() { x++ }
		defer func() {
			trace.Emit("turn", i, x, s)
			s += strconv.Itoa(x)
		}()
		v := trace.Get(i)
		var own sync.Mutex
		own.Lock()
		defer own.Unlock()
		inc()
		trace.Do(x)
		defer func() { trace.Emit("total", total.n) }()
		defer total.put(x)
		c := account{n: v}
		defer trace.Emit("at", i, c.n)
		defer c.put(1)
		inc()
		if v > 102 {
			return "left", nil
		}
	}
	return trace.Text(n), nil
}

// Last has its deferred calls after its waits, and a result that is kept before.
//
//evert:callback
func Last(n int) (s string, err error) {
	tell := func() string { s += "."; return s }
	tell()
	v := trace.Get(n)
	trace.Emit(tell())
	trace.Do(v)
	if n == 1 {
		return
	}
	defer func() { s = fmt.Sprint(tell(), recover()) }()
	if n == 2 {
		panic(s)
	}
	return s + "end", nil
}

// Waiting has a deferred call that waits, results that are kept, and a panic.
//
//evert:callback
func Waiting(n int) (s string, err error) {
	note := func(what string) { s += what }
	defer func() {
		p := recover()
		note(fmt.Sprint(p))
		if p != nil {
			err = errors.New(s)
		}
	}()
	defer trace.Do(n)
	defer note("noted ")
	note("first ")
	if n == 2 {
		panic("early ")
	}
	if n < 4 {
		return s + "returned ", nil
	}
	v, err := trace.Boom(n)
	note(strconv.Itoa(v))
	return s, err
}
