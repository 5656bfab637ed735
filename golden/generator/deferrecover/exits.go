package deferrecover

import (
	"fmt"
	"runtime"

	"github.com/evert-go/evert/internal/trace"
)

// turns has a deferred call that waits.
func turns(n int) func(func() bool) {
	return func(yield func() bool) {
		defer trace.Do(12)
		defer func() { trace.Emit("recovered", recover()) }()
		for range n {
			if !yield() {
				trace.Emit("stopped")
				return
			}
		}
	}
}

// ExitInTurn leaves by Goexit from the body of a loop over a function, which waits last.
//
//evert:callback
func ExitInTurn(n int) (string, error) {
	for range turns(n) {
		trace.Do(n)
		if n > 2 {
			runtime.Goexit()
		}
	}
	return fmt.Sprint(n), nil
}

// ExitInLiteral does so in a literal that is called at once.
//
//evert:callback
func ExitInLiteral(n int) (string, error) {
	v := func() (res int) {
		for range turns(n) {
			res += trace.Get(n)
			if n > 2 {
				runtime.Goexit()
			}
		}
		return
	}()
	return fmt.Sprint(n + v), nil
}

// ExitAtOnce leaves before anything has been waited for.
//
//evert:callback
func ExitAtOnce(n int) (string, error) {
	v := func() (res int) {
		for range turns(n) {
			if n > 2 {
				runtime.Goexit()
			}
			res += trace.Get(n)
		}
		return
	}()
	return fmt.Sprint(n + v), nil
}

// ExitAtOnceHere does so without a literal.
//
//evert:callback
func ExitAtOnceHere(n int) (string, error) {
	for range turns(n) {
		if n > 2 {
			runtime.Goexit()
		}
		trace.Do(n)
	}
	return fmt.Sprint(n), nil
}
