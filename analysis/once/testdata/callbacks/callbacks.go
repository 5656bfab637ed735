// Package callbacks has functions that take a callback and say that they call it
// once.
package callbacks

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

var errClosed = errors.New("closed")

// Send starts something, or fails.
//
//evert:once done unless err
func Send(text string, done func(error)) (err error) {
	if text == "" {
		return errClosed
	}
	queue = append(queue, done)
	return nil
}

var queue []func(error)

// post runs f later.
//
//evert:once f
func post(f func()) { posted <- f }

var posted = make(chan func(), 10)

// try starts f if there is room.
//
//evert:once f if ok
func try(f func()) (ok bool) {
	select {
	case posted <- f:
		return true
	default:
		return false
	}
}

// The simplest mistakes.

//evert:once done
func both(n int, done func(int)) {
	if n > 0 {
		done(n)
	} else {
		done(0)
	}
}

//evert:once done
func early(n int, done func(int)) {
	if n == 0 {
		return // want `done is not called on a path that ends here`
	}
	done(n)
}

//evert:once done
func end(n int, done func(int)) {
	if n > 0 {
		done(n)
	}
} // want `done is not called on a path that ends here`

//evert:once done
func again(n int, done func(int)) {
	if n == 0 {
		done(0)
	}
	done(n) // want `done is called a second time on this path`
}

//evert:once done
func never(done func()) {} // want `done is not called on a path that ends here`

// Conditions that hang together.

//evert:once done
func sameCondition(n int, done func()) {
	if n > 3 {
		done()
	}
	if n <= 3 {
		done()
	}
}

//evert:once done
func sameVariable(ok bool, done func()) {
	if ok {
		done()
	}
	log.Print("between")
	if !ok {
		done()
	}
}

//evert:once done
func flag(list []int, done func(int)) {
	found := false
	for _, n := range list {
		if n > 3 {
			found = true
			done(n)
			break
		}
	}
	if !found {
		done(0)
	}
}

//evert:once done
func flagForgotten(list []int, done func(int)) {
	found := false
	for _, n := range list {
		if n > 3 {
			done(n)
			break
		}
	}
	if !found {
		done(0) // want `done is called a second time on this path`
	}
}

//evert:once done
func index(list []int, done func(int)) {
	at := -1
	for i, n := range list {
		if n > 3 {
			at = i
			done(n)
			break
		}
	}
	if at == -1 {
		done(0)
	}
}

//evert:once done
func changedBetween(n int, done func()) {
	if n > 3 {
		done()
	}
	n = 5
	if n > 3 {
		done() // want `done is called a second time on this path`
	}
}

//evert:once done
func optional(done func()) {
	if done == nil {
		return
	}
	done()
}

//evert:once done
func optionalCall(done func()) {
	if done != nil {
		done()
	}
}

//evert:once done
func replaced(done func()) {
	if done == nil {
		done = func() {}
	}
	done()
}

//evert:once done
func errorWrapped(done func(error)) {
	err := check()
	wrapped := fmt.Errorf("cannot: %w", err)
	if wrapped != nil {
		done(wrapped)
	}
}

func check() error { return nil }

// Loops.

//evert:once done
func inLoop(list []int, done func(int)) {
	for _, n := range list {
		done(n) // want `done is called again by the next turn of a loop`
	}
} // want `done is not called on a path that ends here`

//evert:once done
func leavesLoop(list []int, done func(int)) {
	for _, n := range list {
		if n == 0 {
			done(0)
			return
		}
	}
	done(1)
}

//evert:once done
func retries(done func(error)) {
	for i := 0; i < 3; i++ {
		if err := check(); err == nil {
			done(nil)
			return
		}
	}
	done(errClosed)
}

//evert:once done
func retriesForgets(done func(error)) {
	for i := 0; ; i++ {
		err := check()
		if err == nil {
			done(nil)
			return
		}
		if time.Now().IsZero() {
			break
		}
	}
	log.Print("gave up")
} // want `done is not called on a path that ends here`

//evert:once done
func forever(done func()) {
	for {
		time.Sleep(time.Second)
	}
}

//evert:once done
func labeled(table [][]int, done func(int)) {
rows:
	for _, row := range table {
		for _, n := range row {
			if n < 0 {
				continue rows
			}
			if n == 7 {
				done(n)
				break rows
			}
		}
	}
} // want `done is not called on a path that ends here`

//evert:once done
func jumps(n int, done func()) {
	if n > 0 {
		goto out // not followed
	}
	return
out:
	done()
}

//evert:once done
func fixedTurns(done func()) {
	for range 1 {
		done()
		break
	}
}

// Switches and selects.

//evert:once done
func switches(n int, done func(string)) {
	switch {
	case n < 0:
		done("negative")
	case n == 0:
		done("zero")
	default:
		done("positive")
	}
}

//evert:once done
func switchForgets(n int, done func(string)) {
	switch n {
	case 0:
		done("zero")
	case 1:
		log.Print("one")
	default:
		done("many")
	}
} // want `done is not called on a path that ends here`

//evert:once done
func fallsThrough(n int, done func(string)) {
	switch n {
	case 0:
		done("zero")
		fallthrough
	case 1:
		done("one") // want `done is called a second time on this path`
	default:
		done("many")
	}
}

type kind int

const (
	get kind = iota
	put
)

//evert:once done
func exhaustive(k kind, done func()) {
	switch k {
	case get:
		done()
	case put:
		done()
	}
}

//evert:once done
func typeSwitch(v any, done func(string)) {
	switch v := v.(type) {
	case string:
		done(v)
	case error:
		done(v.Error())
	}
} // want `done is not called on a path that ends here`

//evert:once done
func selects(ctx context.Context, c <-chan int, done func(int)) {
	select {
	case n := <-c:
		done(n)
	case <-ctx.Done():
		return // want `done is not called on a path that ends here`
	}
}

//evert:once done
func shortCircuit(a, b bool, done func() bool) {
	if a && done() {
		return
	}
	if !a {
		done()
	}
}

// Panics, deferred calls.

//evert:once done
func panics(n int, done func()) {
	if n < 0 {
		panic("negative")
	}
	if n > 100 {
		log.Fatal("too large")
	}
	if n == 13 {
		os.Exit(1)
	}
	done()
}

//evert:once done
func deferred(n int, done func()) {
	defer done()
	if n == 0 {
		return
	}
	log.Print(n)
}

//evert:once done
func deferredTwice(n int, done func()) {
	defer done() // want `done is called a second time on this path`
	if n == 0 {
		done()
	}
}

//evert:once done
func deferredResult(done func(error)) {
	var err error
	defer func() { done(err) }()
	err = check()
}

//evert:once done
func recovers(done func(error)) {
	defer func() {
		if r := recover(); r != nil {
			done(fmt.Errorf("panic: %v", r))
		}
	}()
	log.Print("may panic")
	done(nil)
}

//evert:once done
func recoversOnly(done func(error)) {
	defer func() {
		if r := recover(); r != nil {
			done(fmt.Errorf("panic: %v", r))
		}
	}()
	log.Print("may panic")
} // want `done is not called on a path that ends here`

// Helpers.

func finish(done func(error), err error) { done(err) }

func sometimes(done func(error), err error) {
	if err != nil {
		done(err)
	}
}

//evert:once done
func throughHelper(done func(error)) { finish(done, nil) }

//evert:once done
func throughHelperTwice(done func(error)) {
	finish(done, nil)
	finish(done, errClosed) // want `done is called a second time on this path`
}

//evert:once done
func throughConstant(done func(error)) {
	sometimes(done, nil)
} // want `done is not called on a path that ends here`

//evert:once done
func throughError(done func(error)) {
	err := check()
	sometimes(done, err)
	if err != nil {
		return
	}
	done(nil)
}

//evert:once done
func throughLocal(n int, done func(error)) {
	fail := func(text string) { done(errors.New(text)) }
	if n == 0 {
		fail("zero")
	}
	if n == 1 {
		fail("one")
		return
	}
	done(nil) // want `done is called a second time on this path`
}

//evert:once done
func alias(done func()) {
	f := done
	f()
}

func outOfHere(f func()) { _ = f }

//evert:once done
func ignored(done func()) {
	outOfHere(done)
} // want `done is not called on a path that ends here`

// Handing on.

type server struct {
	waiting []func(int)
	byName  map[string]func(int)
	last    func(int)
	closed  bool
	busy    atomic.Bool
	left    atomic.Int32
	mu      sync.Mutex
	name    string
}

//evert:once done
func (s *server) stores(done func(int)) { s.waiting = append(s.waiting, done) }

//evert:once done
func (s *server) storesInField(done func(int)) { s.last = done }

//evert:once done
func (s *server) storesInMap(name string, done func(int)) {
	if s.byName[name] == nil {
		s.byName[name] = done
		return
	}
	done(0)
}

//evert:once done
func (s *server) storesClosure(done func(int)) {
	s.last = func(n int) { done(n + 1) }
}

//evert:once done
func (s *server) storesOrForgets(done func(int)) {
	if s.closed {
		return // want `done is not called on a path that ends here`
	}
	s.last = done
}

//evert:once done
func sends(c chan func(), done func()) { c <- done }

//evert:once done
func returnsIt(done func()) func() { return done }

//evert:once done
func returnsClosure(done func()) func() { return func() { done() } }

type job struct{ done func() }

//evert:once done
func inStruct(done func()) *job { return &job{done: done} }

//evert:once done
func toStrangers(done func()) { time.AfterFunc(time.Second, done) }

//evert:once done
func toStrangersTwice(done func()) {
	time.AfterFunc(time.Second, func() {
		done()
		done() // want `done is called a second time on this path`
	})
}

//evert:once done
func goes(done func()) { go done() }

//evert:once done
func goesWithLiteral(done func(error)) {
	go func() {
		if err := check(); err != nil {
			return // want `done is not called on a path that ends here`
		}
		done(nil)
	}()
}

//evert:once done
func goesWithArgument(n int, done func(int)) {
	go func(f func(int)) {
		if n > 0 {
			f(n)
		}
	}(done) // want `done is not called on a path that ends here`
}

// Guards: what happens once, by other means.

//evert:once done
func (s *server) guarded(done func(int)) {
	if !s.busy.CompareAndSwap(false, true) {
		return
	}
	done(1)
}

//evert:once done
func (s *server) counts(done func(int)) {
	for i := 0; i < 3; i++ {
		post(func() {
			if s.left.Add(-1) == 0 {
				done(1)
			}
		})
	}
}

//evert:once done
func countsLocally(list []string, done func(error)) {
	left := len(list)
	for range list {
		post(func() {
			if left--; left == 0 {
				done(nil)
			}
		})
	}
	if left == 0 {
		done(nil)
	}
}

//evert:once done
func races(done func(error)) {
	var once sync.Once
	time.AfterFunc(time.Second, func() { once.Do(func() { done(errClosed) }) })
	post(func() { once.Do(func() { done(nil) }) })
}

//evert:once done
func racesByFlag(done func(error)) {
	called := false
	finish := func(err error) {
		if called {
			return
		}
		called = true
		done(err)
	}
	post(func() { finish(nil) })
	post(func() { finish(errClosed) })
}

//evert:once done
func stopsTimer(done func(error)) {
	timer := time.AfterFunc(time.Second, func() { done(errClosed) })
	post(func() {
		if timer.Stop() {
			done(nil)
		}
	})
}

// Calls that start something.

//evert:once done
func starts(done func(error)) {
	if err := Send("a", done); err != nil {
		done(err)
	}
}

//evert:once done
func startsDropped(done func(error)) {
	Send("a", done) // want `done is not called if Send fails: its error is dropped`
}

//evert:once done
func startsLogged(done func(error)) {
	err := Send("a", done) // want `done is not called if Send fails$`
	if err != nil {
		log.Print(err)
	}
}

//evert:once done
func completesBeforeCheck(done func(error)) {
	err := Send("a", done)
	done(err) // want `done is called a second time on this path`
}

//evert:once done
func startsTwice(done func(error)) {
	if err := Send("a", done); err != nil {
		done(err)
		return
	}
	post(func() { done(nil) }) // want `done is called a second time on this path`
}

//evert:once done
func startsIf(done func()) {
	if !try(done) {
		done()
	}
}

//evert:once done
func startsIfDropped(done func()) {
	ok := try(func() { done() }) // want `done is not called if try fails$`
	log.Print(ok)
}

//evert:once done
func startsInClosure(done func(error)) {
	post(func() {
		Send("a", func(err error) { // want `done is not called if Send fails: its error is dropped`
			done(err)
		})
	})
}

//evert:once done
func closureForgets(done func(error)) {
	post(func() {
		if err := check(); err != nil {
			log.Print(err)
			return // want `done is not called on a path that ends here`
		}
		done(nil)
	})
}

//evert:once done unless err
func passesError(done func(error)) (err error) {
	if err := check(); err != nil {
		return err
	}
	return Send("a", func(err error) { done(err) })
}

//evert:once done unless err
func passesErrorAndCalls(done func(error)) (err error) {
	if err := Send("a", done); err != nil {
		done(err)
		return err // want `done is called, and the result says that it is not`
	}
	return nil
}

//evert:once done unless err
func returnsNil(n int, done func(error)) (err error) {
	if n == 0 {
		return nil // want `done is not called on a path that ends here`
	}
	return Send("a", done)
}

//evert:once done unless err
func namedResult(n int, done func(error)) (err error) {
	if n == 0 {
		err = errors.New("zero")
		return
	}
	err = Send("a", done)
	return
}

//evert:once done unless err
func unknownError(n int, done func(error)) (err error) {
	if n == 0 {
		return check() // may be one
	}
	return Send("a", done)
}

// Others.

//evert:once yes or no
func oneOfTwo(n int, yes func(int), no func(error)) {
	if n > 0 {
		yes(n)
		return
	}
	no(errClosed)
}

//evert:once yes or no
func oneOfTwoBoth(n int, yes func(int), no func(error)) {
	if n == 0 {
		no(errClosed)
	}
	yes(n) // want `yes or no is called a second time on this path`
}

//evert:once yes or no
func oneOfTwoNone(n int, yes func(int), no func(error)) {
	if n > 0 {
		yes(n)
	}
} // want `neither yes nor no is called on a path that ends here`

//evert:once done
func usesOneOfTwo(done func(error)) {
	oneOfTwo(1, func(int) { done(nil) }, func(err error) { done(err) })
}

//evert:once done
func usesOneOfTwoHalf(done func(error)) {
	oneOfTwo(1, func(int) { done(nil) }, func(err error) { log.Print(err) })
} // want `done is not called on a path that ends here`

//evert:once done
func recursive(n int, done func()) {
	if n == 0 {
		done()
		return
	}
	recursive(n-1, done)
}

//evert:once done
func recursiveClosure(done func()) {
	var step func(n int)
	step = func(n int) {
		if n == 0 {
			done()
			return
		}
		post(func() { step(n - 1) })
	}
	step(3)
}

// A Handler answers a request once.
type Handler interface {
	//evert:once reply
	Handle(request string, reply func(string))
}

type echo struct{}

func (echo) Handle(request string, reply func(string)) {
	if request == "" {
		return // want `reply is not called on a path that ends here`
	}
	reply(request)
}

//evert:once done
func throughInterface(h Handler, done func()) {
	h.Handle("x", func(string) { done() })
}

//evert:once done
func throughInterfaceTwice(h Handler, done func()) {
	h.Handle("x", func(string) { done() })
	done() // want `done is called a second time on this path`
}

// A host has its calls in fields.
type host struct {
	//evert:once callback unless status
	call func(name string, callback func()) (status int)
}

//evert:once done
func (h *host) throughField(done func()) {
	if status := h.call("x", done); status != 0 {
		done()
	}
}

//evert:once done
func (h *host) throughFieldDropped(done func()) {
	h.call("x", done) // want `done is not called if h.call fails: its error is dropped`
}

// A starter is a func type.
//
//evert:once f
type starter func(f func())

//evert:once done
func throughType(s starter, done func()) {
	s(func() { done() })
}

//evert:once done
func generic[T any](v T, ok bool, done func(T)) {
	if !ok {
		return // want `done is not called on a path that ends here`
	}
	done(v)
}

//evert:once done
func usesGeneric(done func()) { generic(1, true, func(int) { done() }) }

// Not marked: nothing is known about it.
func unmarked(n int, done func()) {
	if n > 0 {
		done()
	}
}

// A both has its directive twice: in the interface and here.
type twoDirectives struct{}

//evert:once reply
func (twoDirectives) Handle(request string, reply func(string)) { reply(request) }

type message interface{ Kind() string }

//evert:once done
func kinds(m message, done func()) {
	if m.Kind() == "a" {
		done()
	}
	if m.Kind() == "b" {
		done()
	}
	if m.Kind() != "a" && m.Kind() != "b" {
		done()
	}
}

//evert:once done
func kindsTwice(m message, done func()) {
	if m.Kind() == "a" {
		done()
	}
	if m.Kind() != "b" {
		done() // want `done is called a second time on this path`
	}
} // want `done is not called on a path that ends here`

//evert:once done
func unequal(m message, done func()) {
	if m.Kind() != "a" {
		done()
	}
	if m.Kind() == "a" {
		done()
	}
}

//evert:once done
func unequalField(s *server, other *server, done func()) {
	if s.name != other.name {
		done()
	}
	if !(s.name != other.name) {
		done()
	}
}

//evert:once seq
func ranges(seq func(yield func(int) bool)) (sum int) {
	for n := range seq {
		sum += n
	}
	return sum
}

var starters = []starter{
	starter(func(f func()) { f() }),
	starter(func(f func()) {}), // want `f is not called on a path that ends here`
}

var starterOf starter = func(f func()) {
	if len(starters) == 0 {
		return // want `f is not called on a path that ends here`
	}
	f()
}

func useStarter(s starter) {}

func givesStarters(n int) {
	useStarter(func(f func()) {
		if n > 0 {
			f()
		}
	}) // want `f is not called on a path that ends here`
	useStarter(forgetful)
	h := host{call: func(name string, callback func()) (status int) {
		if n > 0 {
			return 1
		}
		return 0 // want `callback is not called on a path that ends here`
	}}
	h.call = func(name string, callback func()) (status int) {
		go callback()
		return 1 // want `callback is called, and the result says that it is not`
	}
	local := starterOf
	local = func(f func()) {} // want `f is not called on a path that ends here`
	_ = local
}

func forgetful(g func()) {} // want `g is not called on a path that ends here`

//evert:once done
func emptyFirst(list []func() error, done func(error)) {
	if len(list) == 0 {
		done(nil)
		return
	}
	for i, f := range list {
		if err := f(); err != nil || i == len(list)-1 {
			done(err)
			return
		}
	}
}

//evert:once done
func firstOnly(list []int, done func(int)) {
	for i, n := range list {
		if i == 0 {
			done(n)
		}
	}
	if len(list) == 0 {
		done(0)
	}
}

//evert:once done
func emptyLast(list []int, done func()) {
	for range list {
		done()
		break
	}
	if len(list) == 0 {
		done()
	}
}

//evert:once done
func emptyByLength(list []int, done func()) {
	for range list {
		done()
		break
	}
	if len(list) > 0 {
		return
	}
	done()
}

//evert:once done
func countedLoop(n int, done func(int)) {
	for i := 0; i < n; i++ {
		if i%7 == 3 {
			log.Print(i)
		}
	}
	if n > 10 {
		done(n)
	}
} // want `done is not called on a path that ends here`
