// Package calls has calls that block, and others.
package calls

import (
	"os"
	"sync"
	"time"

	"example.com/lib"
)

type client struct{ mu sync.Mutex }

func (c *client) get(addr string) error { // want `^blocks: net: example.com/lib.Fetch < net.Dial`
	c.mu.Lock() // want `^blocks: lock: sync.\(\*Mutex\).Lock`
	defer c.mu.Unlock()
	return lib.Fetch(addr) // want `^blocks: net: example.com/lib.Fetch < net.Dial`
}

func waits(c *client, in <-chan int, out chan<- int) { // want `^blocks: `
	c.get("a")     // want `^blocks: net: \(\*client\).get < example.com/lib.Fetch < net.Dial`
	out <- <-in    // want `^blocks: channel: channel send` `^blocks: channel: channel receive`
	for range in { // want `^blocks: channel: range over channel`
	}
	select { // want `^blocks: channel: select`
	case <-in:
	}
	func() { // want `^blocks: sleep: `
		time.Sleep(1) // want `^blocks: sleep: time.Sleep`
	}()
	os.Stat("x") // want `^may block for a short time: file: os.Stat`
	split()      // want `^blocks: wait: split\ncallback form: splitForm`
}

//evert:blocking callback=splitForm
func split() {} // want `^blocks: wait`

func splitForm() {}

func harmless(c *client) int {
	go c.get("b")
	return len("c")
}
