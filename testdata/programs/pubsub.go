// A broker with topics, buffered subscribers and unsubscription.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

type message struct {
	topic, body string
}

type subscriber struct {
	name string
	ch   chan message
	quit chan struct{}
	once sync.Once
}

func (s *subscriber) close() { s.once.Do(func() { close(s.quit) }) }

type broker struct {
	mu     sync.RWMutex
	subs   map[string][]*subscriber
	closed bool
	wg     sync.WaitGroup
}

var errClosed = errors.New("broker closed")

func (b *broker) subscribe(topic, name string, f func(message) error) (cancel func(), err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, fmt.Errorf("subscribe %s: %w", name, errClosed)
	}
	s := &subscriber{name: name, ch: make(chan message), quit: make(chan struct{})}
	b.subs[topic] = append(b.subs[topic], s)
	b.wg.Add(1)
	go func() {
		defer b.wg.Done()
		for {
			select {
			case m := <-s.ch:
				if err := f(m); err != nil {
					s.close()
					return
				}
			case <-s.quit:
				return
			}
		}
	}()
	return s.close, nil
}

func (b *broker) match(topic string) (out []*subscriber) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for pattern, subs := range b.subs {
		if prefix, ok := strings.CutSuffix(pattern, "*"); pattern == topic || ok && strings.HasPrefix(topic, prefix) {
			out = append(out, subs...)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return
}

func (b *broker) publish(topic, body string) (n int) {
	for _, s := range b.match(topic) {
		select {
		case s.ch <- message{topic, body}:
			n++
		case <-s.quit:
		}
	}
	return n
}

func (b *broker) close() {
	b.mu.Lock()
	b.closed = true
	for _, subs := range b.subs {
		for _, s := range subs {
			s.close()
		}
	}
	b.mu.Unlock()
	b.wg.Wait()
}

func main() {
	b := &broker{subs: map[string][]*subscriber{}}
	var mu sync.Mutex
	got := map[string][]string{}
	record := func(name string, limit int) func(message) error {
		return func(m message) error {
			mu.Lock()
			defer mu.Unlock()
			got[name] = append(got[name], m.topic+"="+m.body)
			if len(got[name]) == limit {
				return errors.New("enough")
			}
			return nil
		}
	}
	cancel, err := b.subscribe("a.x", "one", record("one", 0))
	fmt.Println(err)
	for _, s := range []struct {
		topic, name string
		limit       int
	}{{"a.*", "two", 2}, {"*", "three", 0}} {
		if _, err := b.subscribe(s.topic, s.name, record(s.name, s.limit)); err != nil {
			panic(err)
		}
	}
	fmt.Println(b.publish("a.x", "1"), b.publish("b", "2"))
	cancel()
	cancel()
	n := b.publish("a.x", "3") + b.publish("a.y", "4")
	fmt.Println(n)
	b.close()
	_, err = b.subscribe("z", "late", nil)
	fmt.Println(err, errors.Is(err, errClosed), b.publish("a.x", "5"))
	for _, name := range []string{"one", "two", "three"} {
		fmt.Println(name, got[name])
	}
}
