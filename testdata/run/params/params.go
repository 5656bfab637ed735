// Package params hands func literals that wait to functions whose callback forms take
// callback forms.
package params

import (
	"errors"
	"fmt"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/internal/trace"
	"github.com/evert-go/evert/reactor"
)

// each calls f for every number below n, as long as it returns no error.
//
//evert:blocking callback=eachDeferred
func each(n int, f func(int) error) error {
	for i := range n {
		if err := f(i); err != nil {
			return err
		}
	}
	return nil
}

func eachDeferred(_ reactor.Reactor, n int, f func(int) *deferred.Deferred[deferred.Void]) *deferred.Deferred[deferred.Void] {
	i := -1
	return deferred.Loop(func(loop *deferred.Looping[deferred.Void]) *deferred.Deferred[deferred.Void] {
		if i++; i >= n {
			return deferred.Done()
		}
		return deferred.Then(f(i), loop.Again)
	})
}

type list []int

// fold hands its function a reactor.
//
//evert:blocking callback=foldDeferred
func (l list) fold(start int, f func(sum, v int) int) int {
	for _, v := range l {
		start = f(start, v)
	}
	return start
}

func (l list) foldDeferred(r reactor.Reactor, start int, f func(r reactor.Reactor, sum, v int) *deferred.Deferred[int]) *deferred.Deferred[int] {
	i := -1
	return deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
		if i++; i >= len(l) {
			return deferred.Succeed(start)
		}
		return deferred.Chain(f(r, start, l[i]), func(v int) *deferred.Deferred[int] {
			start = v
			return loop.Again()
		})
	})
}

// Each has a literal that waits and passes an error on, and shares a variable.
//
//evert:callback
func Each(n int) (string, error) {
	sum := 0
	err := each(n, func(i int) error {
		v, err := trace.Fetch(i)
		if err != nil {
			return fmt.Errorf("each: %w", err)
		}
		sum += v
		return nil
	})
	return fmt.Sprint(sum), err
}

// Fold has literals that are handed a reactor, one of which does not wait.
//
//evert:callback
func Fold(n int) (string, error) {
	sum := list{1, 2, n}.fold(0, func(sum, v int) int {
		if v == 2 {
			return sum
		}
		return sum + trace.Get(v)
	})
	product := list{sum, n}.fold(1, func(a, b int) int { return a * b })
	last := list{n}.fold(0, func(_, _ int) int { return trace.Get(n) })
	return fmt.Sprint(sum, product, last), nil
}

// Nested hands literals to each inside of each other, and calls a local closure there.
//
//evert:callback
func Nested(n int) (string, error) {
	var got []int
	add := func(v int) error {
		got = append(got, trace.Get(v))
		if len(got) > 5 {
			return errors.New("enough")
		}
		return nil
	}
	err := each(2, func(i int) error {
		defer trace.Emit("left", i)
		return each(n, func(j int) error { return add(i + j) })
	})
	return fmt.Sprint(got), err
}
