// Package once has functions that complete something, with the real runtime; what
// is found on which paths is tested where paths are followed.
package once

import (
	"errors"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

var waiting []func(int)

//evert:once answer unless err
func ask(answer func(int)) (err error) {
	if len(waiting) == 100 {
		return errors.New("too many")
	}
	waiting = append(waiting, answer)
	return nil
}

func dropped() *deferred.Deferred[int] {
	d := deferred.New[int]()
	ask(d.Callback) // want `EV306: d is not fired if ask fails: its error is dropped`
	return d
}

func handled() *deferred.Deferred[int] {
	d := deferred.New[int]()
	if err := ask(d.Callback); err != nil {
		d.Errback(err)
	}
	return d
}

func allowed() *deferred.Deferred[int] {
	d := deferred.New[int]()
	ask(d.Callback) //evert:allow EV306 there are never that many
	return d
}

func needless() *deferred.Deferred[int] {
	d := deferred.New[int]()
	/* want `EV204: //evert:allow EV306 allows nothing` */ //evert:allow EV306 for nothing
	if err := ask(d.Callback); err != nil {
		d.Errback(err)
	}
	return d
}

func posted(r reactor.Reactor, ready bool) *deferred.Deferred[int] {
	d := deferred.New[int]()
	_ = r.CallFromThread(func() {
		if !ready {
			return // want `EV306: d is not fired on a path that ends here`
		}
		d.Callback(1)
	})
	return d
}

/* want `EV203: //evert:pauses: nothing is known to resume the reqest` */ //evert:pauses reqest
func misspelled()                                                         {}
