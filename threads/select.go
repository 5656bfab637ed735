package threads

import (
	"reflect"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Case is one case of a [Select].
type Case interface {
	selectCase() reflect.SelectCase
	took(v reflect.Value, ok bool)
}

// OnReceive is the case v, ok := <-c. What was received is in the Receiving
// once the case is chosen.
func OnReceive[T any](c <-chan T) *Receiving[T] { return &Receiving[T]{c: c} }

// A Receiving is the case of a [Select] that receives, and what it received.
type Receiving[T any] struct {
	Value T
	OK    bool
	c     <-chan T
}

func (c *Receiving[T]) selectCase() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c.c)}
}

func (c *Receiving[T]) took(v reflect.Value, ok bool) {
	// Not v.Interface().(T): that fails for a nil value of an interface type.
	reflect.ValueOf(&c.Value).Elem().Set(v)
	c.OK = ok
}

// OnSend is the case c <- v.
func OnSend[T any](c chan<- T, v T) Case { return &sending[T]{c, v} }

type sending[T any] struct {
	c chan<- T
	v T
}

func (c *sending[T]) selectCase() reflect.SelectCase {
	return reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(c.c), Send: reflect.ValueOf(&c.v).Elem()}
}

func (c *sending[T]) took(reflect.Value, bool) {}

// choice is what reflect.Select returns.
type choice struct {
	index int
	v     reflect.Value
	ok    bool
}

// Select is the callback form of a select statement without a default case. It
// returns a Deferred of the index of the case that was chosen, by the rules of
// the statement: at random among those that are ready. If one is ready that is
// done in place; otherwise a thread waits. A nil channel is never ready, and
// without any other case Select waits for ever, and occupies no thread.
func Select(r reactor.Reactor, cases ...Case) *deferred.Deferred[int] {
	selects := make([]reflect.SelectCase, len(cases), len(cases)+1)
	possible := false
	for i, c := range cases {
		selects[i] = c.selectCase()
		possible = possible || !selects[i].Chan.IsNil()
	}
	if !possible {
		return never[int](r)
	}
	i, v, ok := reflect.Select(append(selects, reflect.SelectCase{Dir: reflect.SelectDefault}))
	if i < len(cases) {
		return deferred.Succeed(chosen(cases, choice{i, v, ok}))
	}
	wait := DeferToThread1(r, func() choice {
		i, v, ok := reflect.Select(selects)
		return choice{i, v, ok}
	})
	return deferred.Map(wait, func(c choice) int { return chosen(cases, c) })
}

func chosen(cases []Case, c choice) int {
	cases[c.index].took(c.v, c.ok)
	return c.index
}
