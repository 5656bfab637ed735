// Where recover works, and run-time errors with their identity.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

type T struct{ n int }

func (t *T) ptr() int { return t.n }
func (t T) val() int  { return t.n }

func id[X any](x X) X { return x }

func try(name string, f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(runtime.Error); ok {
			fmt.Println(name, "runtime:", e.Error())
			return
		}
		fmt.Printf("%s %T %v\n", name, r, r)
	}()
	f()
	fmt.Println(name, "ok")
}

var errX = errors.New("x")

type myErr struct{ code int }

func (e *myErr) Error() string { return fmt.Sprint("myErr ", e.code) }

func rec() any { return recover() }

func handler() {
	if r := recover(); r != nil {
		fmt.Println("handler", id(r))
	}
}

type H struct{ name string }

func (h H) handle()   { fmt.Println(h.name, recover()) }
func (h *H) phandle() { fmt.Println(h.name, recover()) }

func nested() (r int, err error) {
	defer func() {
		// recover in a nested call does not work
		func() {
			fmt.Println("nested", recover())
		}()
		fmt.Println("named nested", rec())
		defer func() {
			fmt.Println("deferred in deferred", recover())
		}()
		fmt.Println("direct", id(recover()))
		id(0)
		fmt.Println("again", recover())
		err = errX
		r = id(r) + 1
	}()
	r = id(10)
	panic(id("boom"))
}

func values() {
	try("methodvalue", func() {
		h := H{"a"}
		f := h.handle
		h.name = "b"
		defer f()
		id(1)
		panic(1)
	})
	try("ptr method", func() {
		h := &H{"a"}
		defer h.phandle()
		h.name = id("b")
		panic(2)
	})
	try("named", func() {
		defer handler()
		id(1)
		panic("named")
	})
	try("iface", func() {
		var x interface{ handle() } = H{"iface"}
		defer x.handle()
		id(1)
		panic("named")
	})
	try("deferrec", func() {
		defer recover()
		id(1)
		panic("defer recover()")
	})
	try("twice", func() {
		f := func() { fmt.Println("f", id(0), recover()) }
		defer f()
		defer f()
		panic("twice")
	})
	try("repanic", func() {
		defer func() {
			r := recover()
			fmt.Println("got", r)
			panic(fmt.Sprint("re", id(r)))
		}()
		panic("first")
	})
	try("replace", func() {
		defer func() {
			fmt.Println("outer", recover())
		}()
		defer func() {
			panic(id("second"))
		}()
		id(0)
		panic("first")
	})
	try("nilpanic", func() {
		id(0)
		panic(nil)
	})
	try("err", func() {
		defer func() {
			r := recover()
			var e *myErr
			fmt.Println(errors.As(r.(error), &e), e.code)
			panic(r)
		}()
		panic(id(&myErr{4}))
	})
	try("afterrecover", func() {
		func() {
			defer func() { id(recover()) }()
			panic(id(1))
		}()
		fmt.Println("continues")
	})
	try("loopdefers", func() {
		for i := range 3 {
			defer func() {
				if r := recover(); r != nil {
					fmt.Println("loop", i, r)
					panic(fmt.Sprint(id(r), i))
				}
			}()
		}
		panic("L")
	})
}

func rt() {
	var m map[string]int
	var p *T
	var e any = "s"
	sl := []int{1}
	zero := id(0)
	try("nilmap", func() { m["a"] = id(1) })
	try("nilptr", func() { fmt.Println(id(p).n) })
	try("nilptrmeth", func() { fmt.Println(id(p).ptr()) })
	try("nilptrval", func() { fmt.Println(id(p).val()) })
	try("nilmval", func() { f := id(p).val; f() })
	try("index", func() { fmt.Println(sl[id(5)]) })
	try("slice", func() { fmt.Println(sl[id(5):]) })
	try("slice3", func() { fmt.Println(sl[id(0):1:id(9)]) })
	try("div", func() { fmt.Println(1 / id(zero)) })
	try("assert", func() { fmt.Println(id(e).(int)) })
	try("assertI", func() { fmt.Println(id(e).(error)) })
	try("nilfunc", func() { var f func(int); f(id(1)) })
	try("nilI", func() { var f error; fmt.Println(id(f).Error()) })
	try("closeclosed", func() { c := make(chan int); close(c); close(id(c)) })
	try("sendclosed", func() { c := make(chan int, 1); close(c); id(c) <- 1 })
	try("closenil", func() { var c chan int; close(id(c)) })
	try("makeneg", func() { n := id(-1); _ = make([]int, n) })
	try("shift", func() { n := id(-1); fmt.Println(1 << n) })
	try("conv", func() { _ = [4]int(id(sl)) })
	try("hash", func() { mm := map[any]int{}; mm[id[any]([]int{1})] = 1 })
	try("cmp", func() { var a, b any = []int{1}, []int{2}; fmt.Println(id(a) == b) })
	try("deferNil", func() {
		var f func()
		defer f()
		fmt.Println("body runs", id(1))
	})
	try("goexit order", func() {
		defer func() { fmt.Println("r", recover()) }()
		x := []func(){func() { id(0) }, nil}
		for _, f := range x {
			f()
		}
	})
}

func goexit() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { fmt.Println("rec in goexit", recover(), id(1)) }()
		func() {
			defer func() {
				defer fmt.Println("in exit")
				runtime.Goexit()
			}()
			panic(id("lost"))
		}()
		fmt.Println("unreachable")
	}()
	<-done
	done = make(chan bool)
	go func() {
		defer close(done)
		f := func() int {
			defer id(1)
			defer fmt.Println("f's")
			runtime.Goexit()
			return id(1)
		}
		fmt.Println(f())
	}()
	<-done
}

func results() (a, b int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("rec: %v a=%d b=%d", r, a, b)
		}
	}()
	defer func() { b = id(b) * 2 }()
	a, b = id(3), id(4)
	if id(a) == 3 {
		return id(5), 6, nil
	}
	return
}
func results2() (a, b int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("rec: %v a=%d b=%d", r, a, b)
		}
	}()
	a = id(1)
	return id(5), []int{1}[id(3)], nil
}
func results3() (x int) {
	defer func(v int) { x += v }(id(x + 1))
	x = 10
	{
		x := id(20)
		_ = x
		return x
	}
}

func main() {
	fmt.Println(nested())
	values()
	rt()
	goexit()
	fmt.Println(results())
	fmt.Println(results2())
	fmt.Println(results3())
	defer fmt.Println("not printed")
	defer func() {
		r := recover()
		fmt.Println("exit", id(r))
		os.Exit(id(7))
	}()
	panic(id(errX))
}
