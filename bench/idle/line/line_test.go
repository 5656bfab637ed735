//go:build linux

package line

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// serve serves on a loop, and returns the address.
func serve(t *testing.T) string {
	l := reactor.New()
	p, addr, err := Listen(l, func(c *Conn) {
		ServeDeferred(l, c).Observe(func(o deferred.Outcome[deferred.Void]) {
			if o.Err != nil {
				t.Error(o.Err)
			}
			c.Close()
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Failed = func(err error) { t.Error(err) }
	go l.Run()
	t.Cleanup(l.Stop)
	return addr.String()
}

// blocking serves one connection in a goroutine, and returns the address.
func blocking(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		conn := NewConn(c)
		if err := Serve(conn); err != nil {
			t.Error(err)
		}
		conn.Close()
	}()
	return l.Addr().String()
}

// Lines come whole, in parts, and several at once, and long ones, too.
func TestServe(t *testing.T) {
	for name, start := range map[string]func(t *testing.T) string{"loop": serve, "goroutine": blocking} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", start(t))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			in := bufio.NewReader(c)
			long := strings.Repeat("x", 300)
			for i, parts := range [][]string{{"a\n"}, {"b", "c", "\n"}, {"d\ne\nf", "\n"}, {"", long + "\n"}} {
				for _, part := range parts {
					if _, err := c.Write([]byte(part)); err != nil {
						t.Fatal(err)
					}
				}
				for range strings.Count(strings.Join(parts, ""), "\n") {
					if _, err := in.ReadString('\n'); err != nil {
						t.Fatal(i, err)
					}
				}
			}
			fmt.Fprint(c, "last\n")
			if got, err := in.ReadString('\n'); got != "7 last\n" || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}
