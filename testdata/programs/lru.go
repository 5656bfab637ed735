// An LRU cache with a loader that can fail.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type entry[K comparable, V any] struct {
	key        K
	value      V
	prev, next *entry[K, V]
}

type LRU[K comparable, V any] struct {
	size       int
	items      map[K]*entry[K, V]
	head, tail *entry[K, V]
	load       func(K) (V, error)
	onEvict    func(K, V)
	hits, miss int
}

func New[K comparable, V any](size int, load func(K) (V, error)) *LRU[K, V] {
	return &LRU[K, V]{size: size, items: make(map[K]*entry[K, V]), load: load}
}

func (c *LRU[K, V]) unlink(e *entry[K, V]) {
	if e.prev != nil {
		e.prev.next = e.next
	} else {
		c.head = e.next
	}
	if e.next != nil {
		e.next.prev = e.prev
	} else {
		c.tail = e.prev
	}
	e.prev, e.next = nil, nil
}

func (c *LRU[K, V]) front(e *entry[K, V]) {
	e.next = c.head
	if c.head != nil {
		c.head.prev = e
	}
	c.head = e
	if c.tail == nil {
		c.tail = e
	}
}

func (c *LRU[K, V]) Get(k K) (V, error) {
	if e, ok := c.items[k]; ok {
		c.hits++
		c.unlink(e)
		c.front(e)
		return e.value, nil
	}
	c.miss++
	v, err := c.load(k)
	if err != nil {
		var zero V
		return zero, fmt.Errorf("load %v: %w", k, err)
	}
	if len(c.items) >= c.size {
		c.evict()
	}
	e := &entry[K, V]{key: k, value: v}
	c.items[k] = e
	c.front(e)
	return v, nil
}

func (c *LRU[K, V]) evict() {
	last := c.tail
	c.unlink(last)
	delete(c.items, last.key)
	if c.onEvict != nil {
		c.onEvict(last.key, last.value)
	}
}

func (c *LRU[K, V]) Keys() (keys []K) {
	for e := c.head; e != nil; e = e.next {
		keys = append(keys, e.key)
	}
	return
}

var errEmpty = errors.New("empty key")

func main() {
	c := New(3, func(s string) (int, error) {
		if s == "" {
			return 0, errEmpty
		}
		return len(s), nil
	})
	c.onEvict = func(k string, v int) { fmt.Println("evicted", k, v) }
	for _, k := range strings.Split("a,bb,ccc,a,dddd,,bb,a,eeeee", ",") {
		v, err := c.Get(k)
		switch {
		case errors.Is(err, errEmpty):
			fmt.Println("error:", err)
		default:
			fmt.Println(k, v, c.Keys())
		}
	}
	fmt.Println(c.hits, c.miss)
	sq := New(2, func(n int) (string, error) { return fmt.Sprint(n * n), nil })
	for i := range 4 {
		s, _ := sq.Get(i % 3)
		fmt.Print(s, " ")
	}
	fmt.Println(sq.Keys())
}
