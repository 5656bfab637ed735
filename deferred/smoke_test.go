package deferred

import (
	"fmt"
	"runtime"
	"testing"
)

func TestSmoke(t *testing.T) {
	d := New[int]()
	n := 0
	r := Loop(func(l *Looping[int]) *Deferred[int] {
		if n == 1000000 {
			return Succeed(n)
		}
		n++
		if n%2 == 0 {
			return l.Again()
		}
		d = New[int]()
		return Chain(d, func(int) *Deferred[int] { return l.Again() })
	})
	for n < 1000000 {
		d.Callback(1)
	}
	v, _, ok := r.Result()
	if v != 1000000 || !ok {
		t.Fatal(v, ok)
	}
	var f func(n int) *Deferred[int]
	p := New[Void]()
	f = func(n int) *Deferred[int] {
		if n == 0 {
			return Then(p, func() *Deferred[int] { return Succeed(0) })
		}
		return Chain(f(n-1), func(v int) *Deferred[int] { return Succeed(v + 1) })
	}
	x := f(1000000)
	p.Callback(Void{})
	if v, _, _ := x.Result(); v != 1000000 {
		t.Fatal(v)
	}
}
func TestGC(t *testing.T) {
	c := make(chan error, 1)
	SetUnhandled(func(e error) { c <- e })
	func() {
		d := New[string]()
		d.Errback(fmt.Errorf("x"))
	}()
	runtime.GC()
	runtime.GC()
	t.Log(<-c)
}
func BenchmarkWait(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		d := New[int]()
		x := Chain(d, func(v int) *Deferred[Void] { return Done() })
		d.Callback(1)
		_ = x
	}
}
func BenchmarkReady(b *testing.B) {
	b.ReportAllocs()
	d := Succeed(1)
	for i := 0; i < b.N; i++ {
		Chain(d, func(v int) *Deferred[Void] { return Done() })
	}
}
