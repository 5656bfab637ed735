// Package lib has functions that block, in other packages' eyes.
package lib

import (
	"net/http"
	"os"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

//evert:blocking callback=FetchDeferred
func Fetch(url string) (string, error) { return url, nil }

func FetchDeferred(r reactor.Reactor, url string) *deferred.Deferred[string] {
	return deferred.Succeed(url)
}

func Inferred(url string) (*http.Response, error) { return http.Get(url) }

func Nap() { time.Sleep(time.Second) }

//evert:thread
func Slow() { time.Sleep(time.Second) }

func Each(list []int, f func(int)) {
	for _, n := range list {
		f(n)
	}
}

//evert:nonblocking
func Trusted() { os.ReadFile("x") } // want "EV101: call to os.ReadFile blocks the reactor .file: os.ReadFile"

type Source interface {
	//evert:blocking
	Next() int
	//evert:nonblocking
	Peek() int
	Close() error
}

func Seq(yield func(int) bool) {
	time.Sleep(time.Second)
	yield(1)
}

// A Sink takes what comes, on the reactor.
type Sink interface {
	//evert:nonblocking
	Take(n int)
}

func Feed(s Sink) { s.Take(1) }
