// Package spread has chains within a package.
package spread

import (
	"net/http"
	"time"
)

func a() { b() }           // want a:"^blocks net: example.com/spread.b < example.com/spread.c < net/http.Get$"
func b() { c() }           // want b:"^blocks net: example.com/spread.c < net/http.Get$"
func c() { http.Get("u") } // want c:"^blocks net: net/http.Get$"

// The shortest chain wins, then the first in the source.
func shortest() { a(); c(); sleeps() } // want shortest:"^blocks net: example.com/spread.c < net/http.Get$"
func sleeps()   { time.Sleep(1) }      // want sleeps:"^blocks sleep: time.Sleep$"

func recursive(n int) { // want recursive:"^blocks net: example.com/spread.c < net/http.Get$"
	if n > 0 {
		recursive(n - 1)
	}
	c()
}

func even(n int) bool { return n == 0 || odd(n-1) } // want even:"^blocks net: example.com/spread.odd < example.com/spread.c < net/http.Get$"
func odd(n int) bool  { c(); return even(n - 1) }   // want odd:"^blocks net: example.com/spread.c < net/http.Get$"

func loop1() { loop2() }
func loop2() { loop1() }

// Long chains lose their middle.
func l1() { l2() } // want l1:`^blocks net: example.com/spread.l2 < example.com/spread.l3 < example.com/spread.l4 < \.\.\. < net/http.Get$`
func l2() { l3() } // want l2:`^blocks net: example.com/spread.l3 < example.com/spread.l4 < example.com/spread.a < \.\.\. < net/http.Get$`
func l3() { l4() } // want l3:`^blocks net: example.com/spread.l4 < example.com/spread.a < example.com/spread.b < example.com/spread.c < net/http.Get$`
func l4() { a() }  // want l4:`^blocks net: example.com/spread.a < example.com/spread.b < example.com/spread.c < net/http.Get$`

type T struct{ inner }
type inner struct{}

func (t *T) M()                              { c() }           // want M:"^blocks net: example.com/spread.c < net/http.Get$"
func (inner) Deep()                          { c() }           // want Deep:"^blocks net: example.com/spread.c < net/http.Get$"
func methods(t *T)                           { t.M() }         // want methods:`^blocks net: example.com/spread.\(\*T\).M < example.com/spread.c < net/http.Get$`
func promoted(t *T)                          { t.Deep() }      // want promoted:`^blocks net: example.com/spread.inner.Deep < example.com/spread.c < net/http.Get$`
func expr(t *T)                              { (*T).M(t) }     // want expr:`^blocks net: example.com/spread.\(\*T\).M < example.com/spread.c < net/http.Get$`
func value(t *T)                             { f := t.M; f() } // want value:`^blocks net: example.com/spread.\(\*T\).M < example.com/spread.c < net/http.Get$`
func deferred()                              { defer c() }     // want deferred:"^blocks net: example.com/spread.c < net/http.Get$"
func unknown(f interface{ M() }, g []func()) { f.M(); g[0]() } // want unknown:`^calls \[1\]$`

func init() { c() }

var _ = func() int { c(); return 0 }()
