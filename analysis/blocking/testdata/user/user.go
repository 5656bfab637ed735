// Package user imports what blocks.
package user

import (
	"example.com/lib"
	_ "example.com/pack"
)

func slow() { lib.Slow() } // want slow:"^blocks sleep: example.com/lib.Slow < time.Sleep$"

func leaf() { lib.Leaf() } // want leaf:"^blocks wait: example.com/lib.Leaf; annotated$"

func promoted(v lib.Visible) { v.Wait() } // want promoted:"^blocks sleep: example.com/lib.hidden.Wait < time.Sleep$"

func funcType(f lib.Func) { f() } // want funcType:`^blocks wait: example.com/lib.Func; annotated; calls \[0\]$`

func field(h *lib.Hooks) { h.On() } // want field:`^blocks wait: On; annotated; calls \[0\]$`

func iface(d lib.Doer) { d.Do() } // want iface:"^blocks wait: example.com/lib.Doer.Do; annotated$"

func passes() { lib.Each(lib.Slow) } // want passes:"^blocks sleep: example.com/lib.Each < example.com/lib.Slow < time.Sleep$"

// Only the pack knows that these block.
func counterpart() { lib.NoBody() } // want counterpart:"^blocks wait: example.com/lib.NoBody$"

func counterpartMethod(c *lib.Client) { c.Ask() } // want counterpartMethod:`^blocks wait: example.com/lib.\(\*Client\).Ask$`

func hook() { lib.Hook() } // want hook:"^blocks sleep: example.com/lib.Hook < example.com/lib.Slow < time.Sleep$"

func iterates() { // want iterates:"^blocks sleep: example.com/lib.Seq < example.com/lib.Slow < time.Sleep$"
	for range lib.Seq() {
	}
}
