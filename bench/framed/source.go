// Package framed has the functions of package forms, word for word, in frames style.
package framed

import (
	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/frames"
)

//go:generate go run ../../cmd/evert -style=frames

// A Source is what the functions wait for.
type Source = forms.Source

// What follows calls the functions as others in frames style do: w, which is f under the
// type of the wait, gets the results, at once or later.

// StartOne calls One.
func StartOne(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := oneFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartThree calls Three.
func StartThree(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := threeFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartParked calls Parked.
func StartParked(s *Source, a, b int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := parkedFast(s.Loop, s, a, b)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartOver calls Over.
func StartOver(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := overFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartLate calls Late.
func StartLate(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := lateFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartRare calls Rare.
func StartRare(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := rareFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}

// StartTurns calls Turns.
func StartTurns(s *Source, n int, f *frames.Pending[int], w frames.Waiter[int]) {
	v, err, p := turnsFast(s.Loop, s, n)
	if p == nil {
		w.Resume(v, err)
		return
	}
	frames.Park(f, p, w)
}
