package shim

import (
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func TestSmoke(t *testing.T) {
	v := Value(func(r reactor.Reactor) *deferred.Deferred[int] {
		return deferred.Then(reactor.Sleep(r, time.Millisecond), func() *deferred.Deferred[int] {
			return deferred.Map(threads.DeferToThread1(r, func() int { return 4 }), func(i int) int {
				return i + Value(func(r reactor.Reactor) *deferred.Deferred[int] {
					c := make(chan int)
					go func() { c <- 3 }()
					return threads.Receive(r, c)
				})
			})
		})
	})
	if v != 7 {
		t.Fatal(v)
	}
}
func TestNilPanic(t *testing.T) {
	defer func() {
		t.Log(recover())
	}()
	Run(func(r reactor.Reactor) *deferred.Deferred[deferred.Void] {
		return deferred.Map(reactor.Sleep(r, 1), func(deferred.Void) deferred.Void {
			panic("boom")
		})
	})
}
func BenchmarkAwaitReady(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		Value(func(r reactor.Reactor) *deferred.Deferred[int] { return deferred.Succeed(1) })
	}
}
func BenchmarkAwaitThread(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		Value(func(r reactor.Reactor) *deferred.Deferred[int] {
			return threads.DeferToThread1(r, func() int { return 4 })
		})
	}
}
