// Package reactor has code on the reactor.
package reactor

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"example.com/lib"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// Nothing says that this may not block.
func plain(c chan int) {
	lib.Fetch("u")
	time.Sleep(1)
	<-c
}

//evert:nonblocking
func direct(c chan int, src lib.Source, conn net.Conn) {
	lib.Fetch("u")    // want `EV101: call to lib.Fetch blocks the reactor \(wait: example.com/lib.Fetch\)`
	lib.Inferred("u") // want `EV101: call to lib.Inferred blocks the reactor \(net: example.com/lib.Inferred < net/http.Get\)`
	lib.Nap()         // want `EV101: call to lib.Nap blocks the reactor \(sleep: example.com/lib.Nap < time.Sleep\)`
	lib.Slow()        // want `EV101: call to lib.Slow`
	http.Get("u")     // want `EV101: call to http.Get blocks the reactor \(net: net/http.Get\)`
	time.Sleep(1)     // want `EV102: call to time.Sleep stops the reactor`
	<-time.After(1)   // want `EV102: channel receive waits for a timer on the reactor`
	<-c               // want `EV103: channel receive blocks the reactor`
	c <- 1            // want `EV103: channel send blocks the reactor`
	for range c {     // want `EV103: range over channel blocks the reactor`
	}
	select { // want `EV103: select without default blocks the reactor`
	case <-c:
	case c <- 2:
	}
	select {
	case <-c:
	default:
	}
	src.Next() // want `EV101: call to src.Next blocks the reactor`
	src.Peek()
	src.Close()
	conn.Read(nil) // want `EV101: call to conn.Read blocks the reactor \(net: `
	lib.Trusted()
	local()             // want `EV101: call to local blocks the reactor \(file: local < os.ReadFile\)`
	for range lib.Seq { // want `EV101: range over lib.Seq blocks the reactor \(sleep: `
	}
	defer lib.Nap() // want `EV101: call to lib.Nap blocks`
	go lib.Nap()
	var wg sync.WaitGroup
	wg.Wait() // want `EV101: call to wg.Wait blocks the reactor`
}

//evert:nonblocking
func stuck() {
	select {} // want `EV103: select without cases stops the reactor for ever`
}

func local() { os.ReadFile("x") }

// Judged by what is read from or written to.
//
//evert:nonblocking
func readers(conn net.Conn, f *os.File, resp *http.Response) {
	io.ReadAll(strings.NewReader("x"))
	io.ReadAll(conn)      // want `EV101: call to io.ReadAll blocks the reactor \(net: `
	io.ReadAll(f)         // want `EV101: call to io.ReadAll blocks the reactor \(file: `
	io.ReadAll(resp.Body) // want `EV101: call to io.ReadAll blocks the reactor \(net: `
	var b strings.Builder
	fmt.Fprintln(&b, "x")
	fmt.Fprintln(conn, "x") // want `EV101: call to fmt.Fprintln blocks the reactor \(net: `
	fmt.Println("x")
	fmt.Fprintln(os.Stderr, "x")
}

// Off unless turned on: locks, quick calls, and what is unknown.
//
//evert:nonblocking
func quick(mu *sync.Mutex, f func(), src lib.Source) {
	mu.Lock()
	mu.Unlock()
	os.Stat("x")
	f()
	src.Close()
}

//evert:nonblocking
func allowed() {
	lib.Fetch("u") //evert:allow EV101 it is in the cache
	os.Stat("x")   //evert:allow EV105 off, so that it is not known whether this is used
}

func callbacks(r reactor.Reactor) *deferred.Deferred[string] {
	r.CallLater(time.Second, func() {
		lib.Fetch("u") // want `EV101: call to lib.Fetch`
		deferred.Discard(threads.DeferToThread(r, func() (string, error) { return lib.Fetch("u") }))
		go func() {
			lib.Fetch("u")
		}()
		lib.Each(nil, func(int) {
			lib.Nap() // want `EV101: call to lib.Nap`
		})
		func() {
			lib.Nap() // want `EV101: call to lib.Nap`
		}()
		nap := func() {
			lib.Nap() // want `EV101: call to lib.Nap`
		}
		nap()
		later := func() { lib.Nap() }
		_ = later
	})
	lib.Fetch("u") // nothing says where this runs
	return deferred.AddCallback(deferred.Succeed("u"), func(u string) (string, error) {
		return lib.Fetch(u) // want `EV101: call to lib.Fetch`
	})
}

//evert:nonblocking
func (s *server) method() {
	s.mu.Lock()
	s.wait() // want `EV101: call to s.wait blocks the reactor \(net: \(\*server\).wait < net/http.Get\)`
}

type server struct{ mu sync.Mutex }

func (s *server) wait() { http.Get("u") }

// What is marked blocking or thread may block; its callers may not.
//
//evert:blocking
func leaf() { lib.Nap() }

func generic[T any](r reactor.Reactor, v T) {
	reactor.Soon(r, func() {
		leaf() // want `EV101: call to leaf`
	})
}
