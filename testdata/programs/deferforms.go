// Deferred calls of all forms: what is bound when, and what they may change.
package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
)

func w[T any](v T) T     { return v }
func tr(s string) string { fmt.Println("tr", s); return s }

type R struct {
	n    int
	next *R
}

func (r R) Val(s string)  { fmt.Println("Val", r.n, w(s)) }
func (r *R) Ptr(s string) { fmt.Println("Ptr", r.n, w(s)) }
func (r R) Chain() *R     { fmt.Println("Chain", r.n); return &R{n: r.n + 1} }
func (r *R) Func() func(string) {
	fmt.Println("Func", r.n)
	return func(s string) { fmt.Println("lit", r.n, w(s)) }
}
func mk(n int) func(...any) {
	fmt.Println("mk", n)
	return func(a ...any) { fmt.Println("made", n, w(a)) }
}
func multi() (int, string) { fmt.Println("multi"); return 7, "m" }
func take(a int, b string) { fmt.Println("take", w(a), b) }

type Iface interface{ Val(string) }

func defers() (s string) {
	r := &R{n: 1}
	defer r.Val(tr("a"))
	defer r.Ptr(tr("b"))
	defer r.Chain().Ptr(tr("c"))
	defer r.Chain().Chain().Func()(tr("d"))
	defer mk(w(1))(tr("e"), w(2), r.n)
	defer take(multi())
	var i Iface = *r
	defer i.Val(tr("f"))
	r.n = w(10)
	i = R{n: 99}
	f := r.Val
	g := (*R).Ptr
	r.n = 20
	defer f("g")
	defer g(w(r), "h")
	f = func(string) { fmt.Println("changed") }
	defer func(a ...int) { fmt.Println("va", len(a), a == nil) }()
	defer func(a ...int) { fmt.Println("va", w(len(a)), a == nil) }([]int{}...)
	defer fmt.Println(tr("x"), w(r.n))
	defer print("")
	defer copy([]int{1}, []int{2})
	m := map[string]int{"a": 1}
	defer func() { fmt.Println(len(m)) }()
	defer delete(m, tr("a"))
	c := make(chan int)
	defer close(w(c))
	defer panicky(tr("k"))
	for i := 0; i < 3; i++ {
		defer func(n int) { s += fmt.Sprint(n, w(i)) }(w(i * 10))
	}
	return tr("ret")
}

func panicky(s string) {
	defer func() { fmt.Println("recovered", recover(), w(s)) }()
	panic(s)
}

func nilIface() (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	var i Iface
	defer i.Val(tr("never evaluated?"))
	fmt.Println("unreachable")
	return nil
}
func nilVal() (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	var r *R
	defer r.Val(tr("arg"))
	fmt.Println("unreachable")
	return nil
}
func nilPtrOK() (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	var r *R
	defer r.Ptr(tr("arg"))
	fmt.Println("reachable", w(1))
	return nil
}
func nilFn() (err error) {
	defer func() { fmt.Println("outer"); err = fmt.Errorf("%v", recover()) }()
	var f func(string)
	defer f(tr("arg"))
	fmt.Println("reachable", w(1))
	return nil
}
func nilField() (err error) {
	defer func() { err = fmt.Errorf("%v", recover()) }()
	var r *R
	defer r.next.Ptr(tr("arg"))
	fmt.Println("unreachable", w(1))
	return nil
}

func named() (a int, b string, err error) {
	defer func() {
		a++
		b += "!"
		if err != nil {
			err = fmt.Errorf("wrapped: %w", err)
		}
	}()
	if a, err := w(5), errors.New("inner"); w(a) == 5 && err != nil {
		return a, "b", err
	}
	return
}
func named2() (err error) {
	defer func() { err = errors.Join(err, w(io.EOF)) }()
	for _, err := range []error{nil, io.ErrUnexpectedEOF} {
		if w(err) != nil {
			return err
		}
	}
	return nil
}
func blank() (_ int, _ string, err error) {
	defer func() { w(1) }()
	return w(3), "x", nil
}
func panicInArgs() (s string) {
	defer func() { s = fmt.Sprint("r:", recover()) }()
	defer take(w(1), func() string { panic(w("in args")) }())
	return "no"
}
func deferInLit() {
	func() {
		defer fmt.Println("lit deferred", w(1))
		fmt.Println("lit body", w(2))
	}()
	defer func() {
		defer func() {
			defer fmt.Println("3 deep", w(3))
			fmt.Println("2 deep", recover())
		}()
		panic(w("one deep"))
	}()
	fmt.Println("body", w(1))
}

type locker struct {
	sync.Mutex
	n int
}

func (l *locker) inc() int {
	l.Lock()
	defer l.Unlock()
	l.n += w(1)
	return l.n
}
func (l *locker) bad() (n int, err error) {
	l.Lock()
	defer l.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("bad: %v", r)
		}
	}()
	var m map[int]int
	m[w(1)] = w(2)
	return w(1), nil
}

func stack() {
	defer func() {
		defer func() {
			fmt.Println("r2", recover())
		}()
		defer func() {
			panic(fmt.Sprint("p3 after ", recover()))
		}()
		panic(w("p2"))
	}()
	defer func() { fmt.Println("r1", recover()) }()
	panic(w("p1"))
}

func stack2() {
	defer func() { fmt.Println("last", recover()) }()
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		panic(w("p2"))
	}()
	panic(w("p1"))
}

func recoverReturn() (n int) {
	defer func() {
		recover()
	}()
	n = w(4)
	panic(w("x"))
}
func recoverUnnamed() (int, error) {
	defer func() { recover() }()
	w(1)
	panic("x")
}
func exitInDefer() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("exit deferred 1", w(1))
		defer func() {
			defer fmt.Println("exit recover", recover())
			w(1)
			runtime.Goexit()
		}()
		defer fmt.Println("exit deferred 2", w(1))
		runtime.Goexit()
	}()
	wg.Wait()
}
func loopDefer() (out []string) {
	for i := range 3 {
		func() {
			defer func(j int) {
				if r := recover(); r != nil {
					out = append(out, fmt.Sprint(r, j, i))
				}
			}(w(i * 2))
			if w(i) == 1 {
				panic(fmt.Sprint("p", i))
			}
			out = append(out, fmt.Sprint("ok", i))
		}()
	}
	return
}

type closer struct{ name string }

func (c *closer) Close() error { fmt.Println("close", w(c.name)); return errors.New("close " + c.name) }

func useClosers() (err error) {
	var cs []io.Closer
	defer func() {
		for _, c := range cs {
			if cerr := c.Close(); cerr != nil && err == nil {
				err = cerr
			}
		}
	}()
	for _, n := range strings.Fields("a b c") {
		c := &closer{w(n)}
		cs = append(cs, c)
		defer c.Close()
		if n == "c" {
			return w(err)
		}
	}
	return nil
}
func condDefer(b bool) (s string) {
	if w(b) {
		defer func() { s += "d" }()
	} else {
		defer func() { s += w("e") }()
	}
	switch {
	case w(b):
		defer func() { s += "f" }()
	}
	return "x"
}

func main() {
	fmt.Println(defers())
	fmt.Println(nilIface())
	fmt.Println(nilVal())
	fmt.Println(nilPtrOK())
	fmt.Println(nilFn())
	fmt.Println(nilField())
	fmt.Println(named())
	fmt.Println(named2())
	fmt.Println(blank())
	fmt.Println(panicInArgs())
	deferInLit()
	l := &locker{}
	fmt.Println(l.inc(), l.inc())
	fmt.Println(l.bad())
	fmt.Println(l.inc())
	stack()
	stack2()
	fmt.Println(recoverReturn())
	fmt.Println(recoverUnnamed())
	exitInDefer()
	fmt.Println(loopDefer())
	fmt.Println(useClosers())
	fmt.Println(condDefer(true), condDefer(false))
}
