// Package marks has directives.
package marks

import (
	"net/http"
	"os"
	"time"

	"example.com/deferred"
)

//evert:blocking
func fetch() { http.Get("u") } // want fetch:"^blocks net; leaf$"

//evert:blocking callback=assemblyDeferred
func assembly() {} // want assembly:"^blocks wait; leaf; form assemblyDeferred$"

func assemblyDeferred() *deferred.Deferred[int] { return nil }

func caller() { fetch() } // want caller:"^blocks net: example.com/marks.fetch; annotated$"

func farCaller() { caller() } // want farCaller:"^blocks net: example.com/marks.caller < example.com/marks.fetch; annotated$"

// The annotated chain is the one that counts, though it is longer.
func both() { os.ReadFile("f"); farCaller() } // want both:"^blocks net: example.com/marks.farCaller < example.com/marks.caller < example.com/marks.fetch; annotated$"

func inferred() { os.ReadFile("f") } // want inferred:"^blocks file: os.ReadFile$"

//evert:thread
func threaded() { caller() } // want threaded:"^blocks net: example.com/marks.caller < example.com/marks.fetch; thread$"

// Marks do not spread through thread.
func callsThreaded() { threaded() } // want callsThreaded:"^blocks net: example.com/marks.threaded < example.com/marks.caller < example.com/marks.fetch$"

//evert:thread
func threadedCalm() {} // want threadedCalm:"^blocks wait; thread$"

func callsThreadedCalm() { threadedCalm() } // want callsThreadedCalm:"^blocks wait: example.com/marks.threadedCalm$"

//evert:blocking
//evert:thread
func leafInThread() {} // want leafInThread:"^blocks wait; leaf; thread$"

func callsLeafInThread() { leafInThread() } // want callsLeafInThread:"^blocks wait: example.com/marks.leafInThread; annotated$"

//evert:nonblocking
func trusted() { caller() } // want trusted:"^nonblocking$"

func callsTrusted() { trusted() }

//evert:callback
func wanted() { time.Sleep(1) } // want wanted:"^blocks sleep: time.Sleep; callback$"

//evert:callback
func wantedCalm() {} // want wantedCalm:"^callback$"

//evert:blocking
type Handler func() // want Handler:"^blocks wait; leaf$"

func handles(h Handler) { h() } // want handles:`^blocks wait: example.com/marks.Handler; annotated; calls \[0\]$`

//evert:nonblocking
type Calm func(func()) // want Calm:"^nonblocking$"

func calm(c Calm) { c(fetch) } // want calm:`^calls \[0\]$`

type Server struct {
	//evert:blocking callback=onCloseDeferred
	OnClose func() // want OnClose:"^blocks wait; leaf; form onCloseDeferred$"
	other   func()
}

func onCloseDeferred() *deferred.Deferred[int] { return nil }

func closes(s *Server) { s.OnClose() } // want closes:`^blocks wait: OnClose; annotated; calls \[0\]$`

func calls(s *Server) { s.other() } // want calls:`^calls \[0\]$`

func parameter(n int, // want parameter:`^blocks wait: f; annotated; calls \[1\]; blocking params \[1\]$`
	//evert:blocking
	f func(),
) {
	f()
}

func trailing( // want trailing:`^calls \[0\]; blocking params \[1\]$`
	f func(), //evert:nonblocking
	g func(), //evert:blocking
) { // the fact is on the line of the name
	f()
}
