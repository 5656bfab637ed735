// Package calls has a call on each line that matters, and its effect.
package calls

import (
	"fmt"
	"go/parser"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"example.com/deferred"
	"example.com/lib"
	_ "example.com/pack"
)

//evert:blocking callback=fetchLater
func fetch() {} // want fetch:"^blocks wait; leaf; form fetchLater$"

func fetchLater() *deferred.Deferred[int] { return nil }

//evert:thread
func slow() { time.Sleep(1) } // want slow:"^blocks sleep: time.Sleep; thread$"

//evert:callback
func wanted() {} // want wanted:"^callback$"

//evert:nonblocking
func trusted(f func()) { f() } // want trusted:`^nonblocking; calls \[0\]$`

func each(f func()) { f() } // want each:`^calls \[0\]$`

type store interface {
	//evert:blocking
	Get() // want Get:"^blocks wait; leaf$"
	Len()
}

func calls(mu *sync.Mutex, l sync.Locker, c net.Conn, s store, t *testing.T, f func()) { // want calls:`.`
	fetch() // effect: wait: fetch [annotated leaf form=fetchLater]
	slow()  // effect: sleep: slow < time.Sleep [thread]
	//evert:thread
	fetch()                                    // effect: wait: fetch [annotated leaf thread form=fetchLater]
	wanted()                                   // effect: no [callback]
	trusted(fetch)                             // effect: no [nonblocking]
	mu.Lock()                                  // effect: lock: sync.(*Mutex).Lock []
	mu.Unlock()                                // effect: no []
	l.Lock()                                   // effect: lock: sync.Locker.Lock []
	c.Read(nil)                                // effect: net: net.Conn.Read []
	c.Close()                                  // effect: no []
	s.Get()                                    // effect: wait: store.Get [annotated leaf]
	s.Len()                                    // effect: no []
	io.Copy(io.Discard, c)                     // effect: net: io.Copy < net.Conn.Read []
	fmt.Fprintln(os.Stdout)                    // effect: no []
	fmt.Println()                              // effect: no [console]
	os.Stdin.Read(nil)                         // effect: console: os.(*File).Read []
	http.Get("u")                              // effect: net: net/http.Get [form=example.com/pack.Get]
	lib.NoBody()                               // effect: wait: example.com/lib.NoBody [form=example.com/pack.NoBody]
	each(fetch)                                // effect: wait: each < fetch [annotated param]
	each(func() { fetch() })                   // effect: wait: each < fetch [annotated param]
	each(f)                                    // effect: no []
	lib.Each(lib.Slow)                         // effect: sleep: example.com/lib.Each < example.com/lib.Slow < time.Sleep [param]
	func() { fetch() }()                       // effect: wait: fetch [annotated]
	f()                                        // effect: no []
	os.Stat("x")                               // effect: file: os.Stat [quick]
	time.AfterFunc(1, fetch)                   // effect: no []
	t.Run("x", func(t *testing.T) { fetch() }) // effect: no []
	t.Parallel()                               // effect: no []
	_ = len("x")                               // effect: no []
	_ = any(fetch)                             // effect: no []
	parser.ParseFile(nil, "x", nil, 0)         // effect: file: go/parser.ParseFile []
	parser.ParseFile(nil, "x", "x", 0)         // effect: no []
	new(sync.WaitGroup).Wait()                 // effect: wait: sync.(*WaitGroup).Wait []
}
