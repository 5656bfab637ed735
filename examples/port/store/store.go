// Package store is a store of files that are uploaded in parts, as clients of such
// services are in programs with callbacks: every call returns at once.
package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/evert-go/evert/reactor"
)

// ErrBusy is what a call may be answered with that will succeed later.
var ErrBusy = errors.New("the store is busy")

// A Store answers each call exactly once, on the loop: later, or in place.
type Store interface {
	// Begin begins an upload.
	//
	//evert:once done
	Begin(name string, done func(id string, err error))
	// Put adds a part, and owns data until it answers.
	//
	//evert:once done
	Put(id string, part int, data []byte, done func(tag string, err error))
	// Complete makes a file of the parts with these tags.
	//
	//evert:once done
	Complete(id string, tags []string, done func(err error))
	// Abort gives up an upload. Until then its parts are kept, and paid for.
	//
	//evert:once done
	Abort(id string, done func(err error))
}

// A Simulated store keeps its files in memory.
type Simulated struct {
	Loop    reactor.Reactor
	Latency time.Duration // 0: calls are answered in place
	// Answer, if it is not nil, is asked for the error of each call, which is the
	// nth of its kind.
	Answer func(call string, n int) error

	Files map[string]string // the complete ones
	Open  map[string][]part // uploads that are neither complete nor aborted

	calls map[string]int
	names map[string]string
}

type part struct{ tag, data string }

// New returns an empty store.
func New(loop reactor.Reactor, latency time.Duration) *Simulated {
	return &Simulated{
		Loop: loop, Latency: latency, Files: map[string]string{}, Open: map[string][]part{},
		calls: map[string]int{}, names: map[string]string{},
	}
}

// reply answers a call: with the error that it is to have, or after it was done.
func (s *Simulated) reply(call string, do func() error, done func(error)) {
	n := s.calls[call]
	s.calls[call]++
	answer := func() {
		var err error
		if s.Answer != nil {
			err = s.Answer(call, n)
		}
		if err == nil {
			err = do()
		}
		done(err)
	}
	if s.Latency == 0 {
		answer()
		return
	}
	s.Loop.CallLater(s.Latency, answer)
}

// Begin is of Store.
func (s *Simulated) Begin(name string, done func(id string, err error)) {
	id := fmt.Sprintf("upload %d", s.calls["begin"]+1)
	s.reply("begin", func() error {
		s.Open[id] = nil
		s.names[id] = name
		return nil
	}, func(err error) { done(id, err) })
}

// Put is of Store. What it keeps is what data is when it answers.
func (s *Simulated) Put(id string, n int, data []byte, done func(tag string, err error)) {
	var tag string
	s.reply("put", func() error {
		if _, ok := s.Open[id]; !ok {
			return fmt.Errorf("%s: no such upload", id)
		}
		tag = fmt.Sprintf("tag %d of %s", n, id)
		s.Open[id] = append(s.Open[id], part{tag, string(data)})
		return nil
	}, func(err error) { done(tag, err) })
}

// Complete is of Store.
func (s *Simulated) Complete(id string, tags []string, done func(err error)) {
	s.reply("complete", func() error {
		var file strings.Builder
		for _, tag := range tags {
			i := slices.IndexFunc(s.Open[id], func(p part) bool { return p.tag == tag })
			if i < 0 {
				return fmt.Errorf("%s: no part %q", id, tag)
			}
			file.WriteString(s.Open[id][i].data)
		}
		s.Files[s.names[id]] = file.String()
		delete(s.Open, id)
		return nil
	}, done)
}

// Abort is of Store.
func (s *Simulated) Abort(id string, done func(err error)) {
	s.reply("abort", func() error {
		delete(s.Open, id)
		return nil
	}, done)
}
