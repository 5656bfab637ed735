package trace

import (
	"fmt"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Store is an interface whose callback form is part of it: a call through it
// never needs a thread.
type Store interface {
	// Load returns what is kept under a key.
	//
	//evert:blocking callback=LoadDeferred
	Load(key int) (string, error)

	// LoadDeferred is the callback form of Load.
	LoadDeferred(r reactor.Reactor, key int) *deferred.Deferred[string]
}

// Mem is a Store that knows the keys below its size.
type Mem struct {
	Name string
	Size int
}

var _ Store = (*Mem)(nil)

// Load returns what is kept under a key.
//
//evert:blocking callback=LoadDeferred
func (m *Mem) Load(key int) (string, error) {
	Emit(m.Name, "load", key)
	return m.loaded(key)
}

// LoadDeferred is the callback form of [Mem.Load].
func (m *Mem) LoadDeferred(r reactor.Reactor, key int) *deferred.Deferred[string] {
	Emit(m.Name, "load", key)
	return deferred.AddCallback(Turn(r), func(deferred.Void) (string, error) { return m.loaded(key) })
}

func (m *Mem) loaded(key int) (string, error) {
	Emit(m.Name, "loaded", key)
	if key >= m.Size {
		return "", fmt.Errorf("%s has no %d", m.Name, key)
	}
	return fmt.Sprintf("%s[%d]", m.Name, key), nil
}

// Source is an interface that blocks and whose static type has no callback
// form: a call through it is a hurdle that needs a thread, unless the value at
// run time has one.
type Source interface {
	// Next returns the next number.
	//
	//evert:blocking
	Next() (int, error)
}

// Counter is a Source of numbers up to a limit.
type Counter struct{ N, Limit int }

var _ Source = (*Counter)(nil)

// Next returns the next number.
//
//evert:blocking
func (c *Counter) Next() (int, error) {
	Emit("next", c.N)
	if c.N >= c.Limit {
		return 0, fmt.Errorf("no more than %d", c.Limit)
	}
	c.N++
	return c.N, nil
}

// Slow blocks and has no callback form: callers reach it through a thread. It
// fails for 5 and panics for 6.
//
//evert:blocking
func Slow(n int) (int, error) {
	Emit("slow", n)
	switch n {
	case 5:
		return 0, fmt.Errorf("slow %d: too slow", n)
	case 6:
		panic("slow 6")
	}
	return n * 1000, nil
}
