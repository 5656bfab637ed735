package bench

import "github.com/evert-go/evert/bench/forms"

// The functions of package forms as people write them by hand who want no allocation:
// what a call needs later is in a struct from a pool, with a func value that was made
// once, when the struct was.

// A pooledOne is a call of One, or of innermost, that waits.
type pooledOne struct {
	n    int
	k    func(int, error)
	next func(int, error) // resume
	free *pooledOne
}

var freeOne *pooledOne

func onePooled(s *forms.Source, n int, k func(int, error)) {
	p := freeOne
	if p == nil {
		p = &pooledOne{}
		p.next = p.resume
	} else {
		freeOne = p.free
	}
	p.n, p.k = n, k
	s.EventCallback(p.next)
}

func (p *pooledOne) resume(v int, err error) {
	n, k := p.n, p.k
	p.k, p.free = nil, freeOne
	freeOne = p
	if err != nil {
		k(0, err)
		return
	}
	k(v+n, nil)
}

// A pooledTwo is a call of two that waits.
type pooledTwo struct {
	n    int
	k    func(int, error)
	next func(int, error)
	free *pooledTwo
}

var freeTwo *pooledTwo

func twoPooled(s *forms.Source, n int, k func(int, error)) {
	p := freeTwo
	if p == nil {
		p = &pooledTwo{}
		p.next = p.resume
	} else {
		freeTwo = p.free
	}
	p.n, p.k = n, k
	onePooled(s, n, p.next)
}

func (p *pooledTwo) resume(v int, err error) {
	n, k := p.n, p.k
	p.k, p.free = nil, freeTwo
	freeTwo = p
	if err != nil {
		k(0, err)
		return
	}
	k(v*n, nil)
}

// A pooledThree is a call of Three that waits.
type pooledThree struct {
	n    int
	k    func(int, error)
	next func(int, error)
	free *pooledThree
}

var freeThree *pooledThree

func threePooled(s *forms.Source, n int, k func(int, error)) {
	p := freeThree
	if p == nil {
		p = &pooledThree{}
		p.next = p.resume
	} else {
		freeThree = p.free
	}
	p.n, p.k = n, k
	twoPooled(s, n, p.next)
}

func (p *pooledThree) resume(v int, err error) {
	n, k := p.n, p.k
	p.k, p.free = nil, freeThree
	freeThree = p
	if err != nil {
		k(0, err)
		return
	}
	k(v+n, nil)
}
