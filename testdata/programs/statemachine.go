// A state machine with methods as states, guards, hooks and history.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type state string
type event string

type transition struct {
	to     state
	guard  func(*order) bool
	action func(*order) error
}

type machine map[state]map[event][]transition

type order struct {
	state   state
	items   int
	paid    bool
	history []string
	m       machine
	hooks   map[state]func(from, to state)
}

type badEvent struct {
	state state
	event event
}

func (e badEvent) Error() string { return fmt.Sprintf("no %s in %s", e.event, e.state) }

var errPayment = errors.New("payment refused")

func (m machine) on(from state, e event, t transition) machine {
	if m[from] == nil {
		m[from] = map[event][]transition{}
	}
	m[from][e] = append(m[from][e], t)
	return m
}

func (o *order) fire(e event) (err error) {
	from := o.state
	defer func() {
		result := "ok"
		if r := recover(); r != nil {
			err = fmt.Errorf("action panicked: %v", r)
		}
		if err != nil {
			o.state, result = from, "rolled back"
		}
		o.history = append(o.history, fmt.Sprintf("%s-%s->%s(%s)", from, e, o.state, result))
	}()
	for _, t := range o.m[from][e] {
		if t.guard != nil && !t.guard(o) {
			continue
		}
		o.state = t.to
		if t.action != nil {
			if err := t.action(o); err != nil {
				return fmt.Errorf("%s: %w", e, err)
			}
		}
		if h := o.hooks[t.to]; h != nil {
			h(from, t.to)
		}
		return nil
	}
	return badEvent{from, e}
}

func (o *order) hasItems() bool { return o.items > 0 }
func (o *order) add() error     { o.items++; return nil }
func (o *order) pay(n int) error {
	switch {
	case n < o.items:
		return errPayment
	case n > 100:
		panic("too much money")
	}
	o.paid = true
	return nil
}

func build(payment *int) machine {
	return machine{}.
		on("cart", "add", transition{"cart", nil, (*order).add}).
		on("cart", "checkout", transition{"paying", (*order).hasItems, nil}).
		on("cart", "checkout", transition{"empty", nil, nil}).
		on("paying", "pay", transition{to: "done", action: func(o *order) error { return o.pay(*payment) }}).
		on("empty", "add", transition{"cart", nil, (*order).add})
}

func main() {
	payment := 0
	o := &order{state: "cart", m: build(&payment)}
	o.hooks = map[state]func(from, to state){
		"done": func(from, to state) { fmt.Println("hook:", from, "to", to) },
	}
	for _, step := range strings.Fields("pay checkout checkout add add checkout pay:1 pay:500 pay:2 add") {
		name, arg, ok := strings.Cut(step, ":")
		if ok {
			fmt.Sscan(arg, &payment)
		}
		err := o.fire(event(name))
		var bad badEvent
		fmt.Println(step, o.state, err, errors.As(err, &bad), errors.Is(err, errPayment))
	}
	fmt.Println(strings.Join(o.history, "\n"))
	fmt.Println(o.items, o.paid)
}
