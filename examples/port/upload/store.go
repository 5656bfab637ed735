package upload

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/examples/port/store"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A Store is a store as blocking code sees it. The blocking forms are for other
// goroutines than the reactor's, such as those of tests; the callback forms are the
// store's own calls.
type Store struct {
	Loop  reactor.Reactor
	Store store.Store
}

// Begin begins an upload.
//
//evert:blocking callback=BeginDeferred
func (s Store) Begin(name string) (id string, err error) {
	return threads.BlockingCallFromThread(s.Loop, func() *deferred.Deferred[string] { return s.BeginDeferred(s.Loop, name) })
}

// BeginDeferred is the callback form of Begin.
func (s Store) BeginDeferred(_ reactor.Reactor, name string) *deferred.Deferred[string] {
	d := deferred.New[string]()
	s.Store.Begin(name, d.Fire)
	return d
}

// Put adds a part.
//
//evert:blocking callback=PutDeferred
func (s Store) Put(id string, part int, data []byte) (tag string, err error) {
	return threads.BlockingCallFromThread(s.Loop, func() *deferred.Deferred[string] { return s.PutDeferred(s.Loop, id, part, data) })
}

// PutDeferred is the callback form of Put.
func (s Store) PutDeferred(_ reactor.Reactor, id string, part int, data []byte) *deferred.Deferred[string] {
	d := deferred.New[string]()
	s.Store.Put(id, part, data, d.Fire)
	return d
}

// Complete makes a file of the parts with these tags.
//
//evert:blocking callback=CompleteDeferred
func (s Store) Complete(id string, tags []string) error {
	return blocking(s.Loop, func() *deferred.Deferred[deferred.Void] { return s.CompleteDeferred(s.Loop, id, tags) })
}

// CompleteDeferred is the callback form of Complete.
func (s Store) CompleteDeferred(_ reactor.Reactor, id string, tags []string) *deferred.Deferred[deferred.Void] {
	d := deferred.New[deferred.Void]()
	s.Store.Complete(id, tags, func(err error) { d.Fire(deferred.Void{}, err) })
	return d
}

// Abort gives up an upload.
//
//evert:blocking callback=AbortDeferred
func (s Store) Abort(id string) error {
	return blocking(s.Loop, func() *deferred.Deferred[deferred.Void] { return s.AbortDeferred(s.Loop, id) })
}

// AbortDeferred is the callback form of Abort.
func (s Store) AbortDeferred(_ reactor.Reactor, id string) *deferred.Deferred[deferred.Void] {
	d := deferred.New[deferred.Void]()
	s.Store.Abort(id, func(err error) { d.Fire(deferred.Void{}, err) })
	return d
}

func blocking(r reactor.Reactor, f func() *deferred.Deferred[deferred.Void]) error {
	_, err := threads.BlockingCallFromThread(r, f)
	return err
}
