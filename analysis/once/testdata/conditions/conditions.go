// Package conditions has functions whose conditions hang together, so that they call
// their callbacks once although one could write down paths that do not.
package conditions

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

var errX = errors.New("x")

func f() (int, error) { return 0, nil }

//evert:once done
func waits(c chan int, tick chan int, done func(int)) {
	for {
		select {
		case r := <-c:
			done(r)
			return
		case <-tick:
			continue
		}
	}
}

//evert:once done
func flagForDefer(done func(error)) {
	ok := false
	defer func() {
		if !ok {
			done(errX)
		}
	}()
	if _, err := f(); err != nil {
		return
	}
	ok = true
	done(nil)
}

//evert:once done
func textAsFlag(done func(string)) {
	msg := ""
	if _, err := f(); err != nil {
		msg = "bad"
		done(msg)
	}
	if msg == "" {
		done("ok")
	}
}

//evert:once done
func errorOrNot(done func(error)) {
	_, err := f()
	if err == nil {
		done(nil)
	}
	if err != nil {
		done(err)
	}
}

//evert:once done
func lookedUp(m map[string]int, done func(int)) {
	v, ok := m["a"]
	if ok {
		done(v)
	}
	if !ok {
		done(0)
	}
}

//evert:once done
func errorsIs(done func(error)) {
	_, err := f()
	if err != nil && !errors.Is(err, io.EOF) {
		done(err)
		return
	}
	if errors.Is(err, io.EOF) {
		done(nil)
		return
	}
	done(nil)
}

//evert:once done
func condInVariable(r *http.Request, done func()) {
	isGet := r.Method == "GET"
	if isGet {
		done()
	}
	if r.Method != "GET" {
		done()
	}
}

//evert:once done
func errorInVariable(done func(error)) {
	_, err := f()
	bad := err != nil
	if bad {
		done(err)
	}
	if err == nil {
		done(nil)
	}
}

//evert:once done
func eitherOrNeither(a, b bool, done func()) {
	if a || b {
		done()
	}
	if !a && !b {
		done()
	}
}

//evert:once done
func wrapped(done func()) {
	done = wrap(done)
	done()
}

func wrap(f func()) func() { return func() { f() } }

//evert:once done
func onceFunc(done func()) {
	fire := sync.OnceFunc(done)
	defer fire()
	fire()
}

//evert:once done
func afterFunc(ctx context.Context, done func(error)) {
	stop := context.AfterFunc(ctx, func() { done(ctx.Err()) })
	if stop() {
		done(nil)
	}
}

//evert:once done
func listOfOne(done func()) {
	var fns []func()
	fns = append(fns, func() { done() })
	for _, f := range fns {
		f()
	}
}

//evert:once done
func retried(done func(error)) {
	var err error
	for i := 0; i < 3; i++ {
		_, err = f()
		if err == nil {
			break
		}
		time.Sleep(time.Second)
	}
	if err != nil {
		done(err)
		return
	}
	done(nil)
}

//evert:once done
func timedOut(done func(error)) {
	result := make(chan error, 1)
	go func() { _, err := f(); result <- err }()
	select {
	case err := <-result:
		done(err)
	case <-time.After(time.Second):
		done(errX)
	}
}

//evert:once done
func errorOfSwitch(n int, done func(error)) {
	var err error
	switch n {
	case 0:
		err = errX
	case 1:
		_, err = f()
	default:
		done(nil)
		return
	}
	done(err)
}

//evert:once done
func foundInLoop(list []int, done func(int)) {
	best, found := 0, false
	for _, n := range list {
		if n > best {
			best, found = n, true
		}
	}
	if found {
		done(best)
	} else {
		done(-1)
	}
}

type T struct {
	mu    sync.Mutex
	state int
	cb    func()
	next  *T
}

//evert:once done
func (t *T) locked(done func()) {
	t.mu.Lock()
	if t.state == 2 {
		t.mu.Unlock()
		done()
		return
	}
	t.cb = done
	t.mu.Unlock()
}

//evert:once done
func (t *T) stateOfField(done func()) {
	switch t.state {
	case 0:
		t.state = 1
		done()
	default:
		t.state = 0
	}
	if t.state == 0 {
		done()
	}
}

//evert:once done
func linkedList(t *T, done func(*T)) {
	for p := t; p != nil; p = p.next {
		if p.state == 1 {
			done(p)
			return
		}
	}
	done(nil)
}

//evert:once done
func resultOfLocal(done func(int)) {
	send := func(n int) bool {
		if n < 0 {
			return false
		}
		done(n)
		return true
	}
	n, _ := f()
	if !send(n) {
		done(0)
	}
}

//evert:once done
func resultOfLiteral(done func(error)) {
	err := func() error {
		_, err := f()
		return err
	}()
	if err != nil {
		done(err)
		return
	}
	done(nil)
}

//evert:once ok or fail
func aliasOfOne(ok func(int), fail func(error)) {
	handle := ok
	n, err := f()
	if err != nil {
		fail(err)
		return
	}
	handle(n)
}

//evert:once done
func asserted(x any, done func(string)) {
	s, isString := x.(string)
	if !isString {
		done("")
	}
	if isString {
		done(s)
	}
}

//evert:once done
func less(a, b int, done func()) {
	less := a < b
	if less {
		done()
	}
	if a >= b {
		done()
	}
}

//evert:once done
func errorsAs(err error, done func()) {
	var e *http.MaxBytesError
	if errors.As(err, &e) {
		done()
	}
	if e == nil {
		done()
	}
}

//evert:once done
func deferredError(done func(error)) {
	err := failing()
	defer func() {
		if err != nil {
			done(err)
		}
	}()
	if err != nil {
		return
	}
	done(nil)
}

func failing() error { return nil }

//evert:once done
func namedError(done func(error)) (err error) {
	defer func() { done(err) }()
	if _, err = f(); err != nil {
		return err
	}
	return nil
}

//evert:once done
func oneOfTwo(n int, done func()) {
	handled := n == 1 || n == 2
	if handled {
		done()
	}
	if n != 1 && n != 2 {
		done()
	}
}

//evert:once done
func sameSwitch(n int, done func()) {
	switch n {
	case 1, 2:
		done()
	}
	switch n {
	case 1, 2:
	default:
		done()
	}
}

//evert:once done
func trichotomy(n int, done func()) {
	if n < 0 {
		done()
	} else if n == 0 {
		done()
	}
	if n > 0 {
		done()
	}
}
