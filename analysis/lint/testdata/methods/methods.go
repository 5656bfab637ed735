// Package methods implements interfaces.
package methods

import (
	"net/http"
	"os"
	"sync"

	"example.com/lib"
)

type store interface {
	//evert:nonblocking
	peek(key string) string
	//evert:blocking
	load(key string) string
}

type remote struct{}

func (remote) peek(key string) string { // want `EV202: methods.remote.peek blocks \(net: net/http.Get\), but methods.store.peek, which it implements, is marked //evert:nonblocking`
	http.Get(key)
	return ""
}

func (remote) load(key string) string { return key }

type marked struct{}

//evert:blocking
func (*marked) peek(key string) string { return key } // want `EV202: \(\*methods.marked\).peek is marked //evert:blocking, but methods.store.peek`

func (*marked) load(key string) string { return key }

type slow struct{ remote }

//evert:thread
func (*slow) peek(key string) string { return key } // want `EV202: \(\*methods.slow\).peek is marked //evert:thread`

type allowed struct{ remote }

func (allowed) peek(key string) string { return read(key) } //evert:allow EV202 only for tests

func read(key string) string {
	b, _ := os.ReadFile(key)
	return string(b)
}

// Locks and quick calls are all right, and so is what does not block.
type quick struct {
	mu sync.Mutex
}

func (q *quick) peek(key string) string {
	q.mu.Lock()
	defer q.mu.Unlock()
	os.Stat(key)
	return key
}

func (q *quick) load(key string) string { return read(key) }

// It says itself that it does not block; what does is reported in it.
type promising struct{}

//evert:nonblocking
func (promising) peek(key string) string { return read(key) } // want `EV101: call to read`

//evert:nonblocking
func (promising) load(key string) string { return "" }

// No store: it has no load.
type other struct{}

func (other) peek(key string) string { return read(key) }

// Interfaces of other packages count where values are put into them.
type (
	assigned struct{}
	passed   struct{}
	returned struct{}
	element  struct{}
	field    struct{}
	unused   struct{}
)

func (assigned) Take(n int)  { lib.Nap() } // want `EV202: methods.assigned.Take blocks \(sleep: example.com/lib.Nap < time.Sleep\), but lib.Sink.Take, which it implements`
func (*passed) Take(n int)   { lib.Nap() } // want `EV202: \(\*methods.passed\).Take blocks`
func (returned) Take(n int)  { lib.Nap() } // want `EV202: methods.returned.Take blocks`
func (*element) Take(n int)  { lib.Nap() } // want `EV202: \(\*methods.element\).Take blocks`
func (*field) Take(n int)    { lib.Nap() } // want `EV202: \(\*methods.field\).Take blocks`
func (unused) Take(n int)    { lib.Nap() }
func (*generic[T]) Take(int) { lib.Nap() } // want `EV202: \(\*methods.generic\).Take blocks`

type generic[T any] struct{}

type holder struct{ sink lib.Sink }

func use(c chan lib.Sink) (lib.Sink, error) {
	var s lib.Sink = assigned{}
	lib.Feed(&passed{})
	_ = []lib.Sink{&element{}}
	_ = holder{sink: &field{}}
	c <- &generic[int]{}
	_, _ = s, any(unused{})
	return returned{}, nil
}
