// Package forms has hand-written callback forms.
package forms

import (
	"context"
	"io"
	"net/http"
	"os"

	"example.com/lib"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// These fit.

//evert:blocking callback=plainDeferred
func plain(url string) (string, error) { return url, nil }

func plainDeferred(r reactor.Reactor, url string) *deferred.Deferred[string] { return nil }

//evert:blocking callback=nothingDeferred
func nothing() {}

func nothingDeferred(deferred.Clock) *deferred.Deferred[deferred.Void] { return nil }

//evert:blocking callback=contextDeferred
func withContext(ctx context.Context, n int) (int, string, error) { return 0, "", nil }

func contextDeferred(ctx context.Context, r reactor.Reactor, n int) *deferred.Deferred[deferred.Pair[int, string]] {
	return nil
}

//evert:blocking callback=widerDeferred
func wider(f *os.File, rest ...int) error { return nil }

func widerDeferred(r reactor.Reactor, f io.Reader, rest ...int) *deferred.Deferred[deferred.Void] {
	return nil
}

//evert:blocking callback=eachDeferred
func each(f func(n int) error, g func() string) {}

func eachDeferred(r reactor.Reactor, f func(r reactor.Reactor, n int) *deferred.Deferred[deferred.Void], g func() *deferred.Deferred[string]) *deferred.Deferred[deferred.Void] {
	return nil
}

//evert:blocking callback=genericDeferred
func generic[T any](v T) (T, error) { return v, nil }

func genericDeferred[U any](r reactor.Reactor, v U) *deferred.Deferred[U] { return nil }

type box[T any] struct{}

//evert:blocking callback=getDeferred
func (b *box[T]) get() (T, error) { var v T; return v, nil }

func (b *box[U]) getDeferred(r reactor.Reactor) *deferred.Deferred[U] { return nil }

type source interface {
	//evert:blocking callback=nextDeferred
	next(n int) (string, error)
	nextDeferred(r reactor.Reactor, n int) *deferred.Deferred[string]
}

//evert:counterpart net/http.Get
func get(r reactor.Reactor, url string) *deferred.Deferred[*http.Response] { return nil }

//evert:counterpart net/http.(*Client).Do
func do(r reactor.Reactor, c *http.Client, req *http.Request) *deferred.Deferred[*http.Response] {
	return nil
}

// These do not.

/* want `EV203: bareDeferred does not fit bare: its parameters must be \(reactor.Reactor, string\)` */ //evert:blocking callback=bareDeferred
func bare(url string) (string, error)                                                                  { return url, nil }

func bareDeferred(url string) *deferred.Deferred[string] { return nil }

/* want `EV203: lastDeferred does not fit last: parameter 1 must be a reactor.Reactor, not string` */ //evert:blocking callback=lastDeferred
func last(url string)                                                                                 {}

func lastDeferred(url string, r reactor.Reactor) *deferred.Deferred[deferred.Void] { return nil }

/* want `EV203: firstDeferred does not fit first: parameter 1 must be context.Context, not reactor.Reactor` */ //evert:blocking callback=firstDeferred
func first(ctx context.Context)                                                                                {}

func firstDeferred(r reactor.Reactor, ctx context.Context) *deferred.Deferred[deferred.Void] {
	return nil
}

/* want `EV203: otherDeferred does not fit other: parameter 2 must be \[\]lib.Source, not string` */ //evert:blocking callback=otherDeferred
func other(list []lib.Source)                                                                        {}

func otherDeferred(r reactor.Reactor, url string) *deferred.Deferred[deferred.Void] { return nil }

/* want `EV203: variadicDeferred does not fit variadic: its parameters must be \(reactor.Reactor, \.\.\.int\)` */ //evert:blocking callback=variadicDeferred
func variadic(list ...int)                                                                                        {}

func variadicDeferred(r reactor.Reactor, list []int) *deferred.Deferred[deferred.Void] { return nil }

/* want `EV203: voidDeferred does not fit void: it must return a \*deferred.Deferred\[deferred.Void\], not one of error` */ //evert:blocking callback=voidDeferred
func void() error                                                                                                           { return nil }

func voidDeferred(r reactor.Reactor) *deferred.Deferred[error] { return nil }

/* want `EV203: pairDeferred does not fit pair: it must return a \*deferred.Deferred\[deferred.Pair\[int, string\]\], not one of int` */ //evert:blocking callback=pairDeferred
func pair() (int, string)                                                                                                                { return 0, "" }

func pairDeferred(r reactor.Reactor) *deferred.Deferred[int] { return nil }

/* want `EV203: putDeferred does not fit put: parameter 2 must be T, not string` */ //evert:blocking callback=putDeferred
func (b *box[T]) put(v T)                                                           {}

func (b *box[U]) putDeferred(r reactor.Reactor, v string) *deferred.Deferred[deferred.Void] {
	return nil
}

/* want `EV203: funcDeferred does not fit withFunc: parameter 2 must be func\(\) int, not func\(\) \*deferred.Deferred\[string\]` */ //evert:blocking callback=funcDeferred
func withFunc(f func() int)                                                                                                          {}

func funcDeferred(r reactor.Reactor, f func() *deferred.Deferred[string]) *deferred.Deferred[deferred.Void] {
	return nil
}

/* want `EV203: head does not fit Head: it must return a \*deferred.Deferred\[\*http.Response\], not one of string` */ //evert:counterpart net/http.Head
func head(r reactor.Reactor, url string) *deferred.Deferred[string]                                                    { return nil }

/* want `EV203: doer does not fit Post: its parameters must be \(reactor.Reactor, \*http.Client, string, string, io.Reader\)` */ //evert:counterpart net/http.(*Client).Post
func doer(r reactor.Reactor, url string) *deferred.Deferred[*http.Response]                                                      { return nil }
