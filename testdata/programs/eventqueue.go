// A discrete event simulation of a shop.
package main

import (
	"container/heap"
	"fmt"
	"math/rand"
)

type event struct {
	at  int
	seq int
	do  func(*sim) error
}

type events []*event

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return before(e[i], e[j]) }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(*event)) }
func (e *events) Pop() (x any) {
	last := len(*e) - 1
	x = (*e)[last]
	*e = (*e)[:last]
	return
}

func before(a, b *event) bool { return a.at < b.at || a.at == b.at && a.seq < b.seq }

type sim struct {
	now, seq int
	queue    events
	rng      *rand.Rand
	line     []int
	busy     map[string]int
	served   int
	waited   int
	log      []string
}

func (s *sim) after(d int, f func(*sim) error) *event {
	s.seq++
	e := &event{s.now + d, s.seq, f}
	heap.Push(&s.queue, e)
	return e
}

func (s *sim) run(until int) error {
	for s.queue.Len() > 0 {
		e := heap.Pop(&s.queue).(*event)
		if e.at > until {
			return nil
		}
		s.now = e.at
		if err := e.do(s); err != nil {
			return fmt.Errorf("at %d: %w", s.now, err)
		}
	}
	return nil
}

func (s *sim) note(format string, args ...any) {
	s.log = append(s.log, fmt.Sprintf("%3d ", s.now)+fmt.Sprintf(format, args...))
}

func arrive(n, left int) func(*sim) error {
	return func(s *sim) error {
		s.line = append(s.line, s.now)
		s.note("customer %d, %d in line", n, len(s.line))
		if left > 0 {
			s.after(1+s.rng.Intn(4), arrive(n+1, left-1))
		}
		return s.serve()
	}
}

func (s *sim) free() (string, bool) {
	for _, name := range []string{"ann", "bob"} {
		if _, ok := s.busy[name]; !ok {
			return name, true
		}
	}
	return "", false
}

func (s *sim) serve() error {
	for len(s.line) > 0 {
		clerk, ok := s.free()
		if !ok {
			return nil
		}
		since := s.line[0]
		s.line = s.line[1:]
		s.waited += s.now - since
		s.busy[clerk] = s.now
		s.after(2+s.rng.Intn(5), func(s *sim) error {
			defer delete(s.busy, clerk)
			s.served++
			s.note("%s done, served %d", clerk, s.served)
			if s.served == 12 {
				return fmt.Errorf("shop closed by %s", clerk)
			}
			s.after(0, func(s *sim) error { return s.serve() })
			return nil
		})
	}
	return nil
}

func main() {
	for seed := range int64(3) {
		s := &sim{rng: rand.New(rand.NewSource(seed + 1)), busy: map[string]int{}}
		s.after(0, arrive(1, 8+int(seed)*4))
		err := s.run(1000)
		fmt.Println(seed, s.now, s.served, s.waited, len(s.log), err)
		for _, l := range s.log[len(s.log)-3:] {
			fmt.Println(l)
		}
	}
}
