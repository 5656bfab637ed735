// Package methods has methods that wait, by value and by pointer, promoted,
// as values and as expressions, and through interfaces.
package methods

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// A counter counts what it has waited for.
type counter struct {
	name  string
	count int
}

// add has a pointer receiver: the count is kept.
func (c *counter) add(n int) int {
	c.count += trace.Get(n)
	return c.count
}

// plus has a value receiver: it changes a copy.
func (c counter) plus(n int) counter {
	c.count += trace.Get(n)
	c.name += "+"
	return c
}

// Receivers calls both kinds.
//
//evert:callback
func Receivers(n int) (string, error) {
	c := counter{name: "c"}
	c.add(n)
	d := c.plus(n).plus(n + 1)
	p := &d
	p.plus(1)
	p.add(1)
	return fmt.Sprint(c, d), nil
}

// A box has the methods of a counter by embedding a pointer.
type box struct {
	*counter
	label string
}

// A crate has them at one more remove.
type crate struct{ box }

// Promoted calls methods of embedded fields.
//
//evert:callback
func Promoted(n int) (string, error) {
	b := crate{box{&counter{name: "b"}, "box"}}
	b.add(n)
	c := b.plus(n)
	return fmt.Sprint(b.count, c, b.label), nil
}

// Values has method values: the receiver is bound when the value is made.
//
//evert:callback
func Values(n int) (string, error) {
	c := counter{name: "v", count: n}
	plus, add := c.plus, c.add
	c.count = 1000
	d := plus(1)
	v := add(2)
	return fmt.Sprint(c, d, v), nil
}

// Expressions has methods as functions of their receiver.
//
//evert:callback
func Expressions(n int) (string, error) {
	c := counter{name: "e"}
	v := (*counter).add(&c, n)
	d := counter.plus(c, v)
	return fmt.Sprint(c, d), nil
}

// Nil calls a method of a nil pointer: the panic comes when the method looks
// at it, after its wait.
//
//evert:callback
func Nil(n int) (s string, err error) {
	defer func() { s = fmt.Sprint(recover()) }()
	var c *counter
	if n > 2 {
		c = new(counter)
	}
	return strconv.Itoa(c.add(n)), nil
}

// Interface calls through an interface whose callback form is part of it.
//
//evert:callback
func Interface(n int) (string, error) {
	var s trace.Store = &trace.Mem{Name: "mem", Size: 3}
	a, err := s.Load(n)
	if err != nil {
		return "", fmt.Errorf("load: %w", err)
	}
	b, err := s.Load(n + 1)
	return a + b, err
}

// chained returns its receiver, so that calls can follow one another.
func (c *counter) chained(n int) *counter {
	c.count += trace.Get(n)
	return c
}

// Chained is a chain of calls, each of which waits.
//
//evert:callback
func Chained(n int) (string, error) {
	c := (&counter{name: "chain"}).chained(n).chained(n + 1).chained(trace.Side(n))
	return fmt.Sprint(*c), nil
}

// A table holds functions in a field and in a map.
type table struct {
	hook func(int) int
	ops  map[string]func(int) int
}

// Fields calls functions that are held in fields and in maps.
//
//evert:callback
func Fields(n int) (string, error) {
	t := table{
		hook: func(k int) int { return k * 2 },
		ops:  map[string]func(int) int{"inc": func(k int) int { return k + 1 }},
	}
	v := t.hook(trace.Get(n))
	w := t.ops["inc"](trace.Get(v))
	return fmt.Sprint(v, w), nil
}

// words is a named slice with a method that changes it.
type words []string

func (w *words) push(n int) { *w = append(*w, trace.Text(n)) }

// Slice calls a pointer method of an addressable slice, array element and field.
//
//evert:callback
func Slice(n int) (string, error) {
	var w words
	w.push(n)
	pair := [2]words{}
	pair[n%2].push(n)
	held := struct{ in words }{}
	held.in.push(n + 1)
	return fmt.Sprint(w, pair, held), nil
}
