package main

import (
	"errors"
	"fmt"
	"syscall/js"
	"time"

	jshost "github.com/evert-go/evert/hosts/js"
)

// A Shop answers with what is in a cart, and with prices.
type Shop struct {
	URL   string
	Tries int           // how often a busy shop is asked
	Delay time.Duration // before the second try; it doubles with every further one
}

var errGone = errors.New("not found")

// Total adds up the prices of what is in a cart, in cents. What is not sold any more
// costs nothing.
//
//evert:callback
func (s *Shop) Total(cart string) (cents int, err error) {
	items, err := s.get("/cart/" + cart)
	if err != nil {
		return 0, fmt.Errorf("cart %s: %w", cart, err)
	}
	for i := range items.Length() {
		name := items.Index(i).Get("name").String()
		price, err := s.get("/price/" + name)
		if errors.Is(err, errGone) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("price of %s: %w", name, err)
		}
		cents += items.Index(i).Get("count").Int() * price.Int()
	}
	return cents, nil
}

// get asks for a JSON text. If the shop is busy it asks again after a while.
//
//evert:callback
func (s *Shop) get(path string) (js.Value, error) {
	delay := s.Delay
	for try := 1; ; try++ {
		answer, err := jshost.Fetch(s.URL+path, nil)
		if err != nil {
			return js.Undefined(), err
		}
		switch {
		case answer.Status == 200:
			return answer.JSON()
		case answer.Status == 404:
			return js.Undefined(), errGone
		case answer.Status != 503 || try == s.Tries:
			return js.Undefined(), fmt.Errorf("status %d", answer.Status)
		}
		time.Sleep(delay)
		delay *= 2
	}
}
