package shim_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/shim"
)

func ExampleErr() {
	save := func() error {
		return shim.Err(func(r reactor.Reactor) *deferred.Deferred[deferred.Void] {
			return deferred.Do(reactor.Sleep(r, time.Millisecond), func(deferred.Void) error { return errors.New("the disk is full") })
		})
	}
	fmt.Println(save())
	// Output:
	// the disk is full
}

func ExampleValue() {
	count := func() int {
		return shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] {
			return deferred.Map(reactor.Sleep(r, time.Millisecond), func(deferred.Void) int { return 3 })
		})
	}
	fmt.Println(count())
	// Output:
	// 3
}

// A panic comes out as it would of the blocking form.
func ExampleRun() {
	defer func() { fmt.Println("recovered:", recover()) }()
	shim.Run(func(r reactor.Reactor) *deferred.Deferred[deferred.Void] {
		return deferred.Use(reactor.Sleep(r, time.Millisecond), func(deferred.Void) { panic("broken") })
	})
	// Output:
	// recovered: broken
}

// Unless the program was linked to do otherwise, a wait that is over is over.
func ExampleWait() {
	fmt.Println(shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] {
		return deferred.Map(shim.Wait(r, deferred.Succeed(1)), func(v int) int { return v + 1 })
	}))
	// Output:
	// 2
}
