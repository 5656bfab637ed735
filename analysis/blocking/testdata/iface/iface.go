// Package iface has interfaces with marks.
package iface

type Store interface {
	//evert:blocking callback=GetDeferred
	Get() int // want Get:"^blocks wait; leaf; form GetDeferred$"
	//evert:nonblocking
	Len() int // want Len:"^nonblocking$"
	Put()
	GetDeferred() *Deferred
}

type Deferred struct{}

type Wide interface {
	Store
	More()
}

func get(s Store) { s.Get() } // want get:"^blocks wait: example.com/iface.Store.Get; annotated$"

func wide(w Wide) { w.Get() } // want wide:"^blocks wait: example.com/iface.Store.Get; annotated$"

func put(s Store) { s.Put(); s.Len() }

type holder struct{ Store }

func held(h holder) { h.Get() } // want held:"^blocks wait: example.com/iface.Store.Get; annotated$"

func anonymous(x interface { // want anonymous:"^blocks wait: example.com/iface.\\(interface\\).Do; annotated$"
	//evert:blocking
	Do() // want Do:"^blocks wait; leaf$"
}) {
	x.Do()
}
