// Package service is a service that has jobs done, for tests: on loopback, and quick.
package service

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// A service knows how often each job is to be looked at before it is done: as often as the
// number behind the slash in its name says. "bad" jobs fail.
type service struct {
	mu   sync.Mutex
	jobs map[string]*job
}

type job struct {
	name string
	left int
}

// Start starts a service, and returns its address. It ends with the test.
func Start(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &service{jobs: map[string]*job{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return l.Addr().String()
}

func (s *service) serve(c net.Conn) {
	defer c.Close()
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return
	}
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	fmt.Fprintln(c, s.answer(verb, rest))
}

func (s *service) answer(verb, rest string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if verb == "submit" {
		j := &job{name: rest}
		if _, times, ok := strings.Cut(rest, "/"); ok {
			fmt.Sscan(times, &j.left)
		}
		id := fmt.Sprint("job", len(s.jobs))
		s.jobs[id] = j
		return id
	}
	j := s.jobs[rest]
	switch {
	case j == nil:
		return "error no job " + rest
	case verb == "result":
		return "result of " + j.name
	case j.left > 0:
		j.left--
		return "busy"
	case strings.HasPrefix(j.name, "bad"):
		return "failed"
	}
	return "done"
}
