//go:build linux

package line_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/evert-go/evert/bench/idle/framed"
	"github.com/evert-go/evert/bench/idle/line"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// serves returns what serves on a loop, in one of the styles, and returns the address.
func serves(form func(r reactor.Reactor, c *line.Conn) *deferred.Deferred[deferred.Void]) func(t *testing.T) string {
	return func(t *testing.T) string { return serve(t, form) }
}

func serve(t *testing.T, form func(r reactor.Reactor, c *line.Conn) *deferred.Deferred[deferred.Void]) string {
	l := reactor.New()
	p, addr, err := line.Listen(l, func(c *line.Conn) {
		form(l, c).Observe(func(o deferred.Outcome[deferred.Void]) {
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
		conn := line.NewConn(c)
		if err := line.Serve(conn); err != nil {
			t.Error(err)
		}
		conn.Close()
	}()
	return l.Addr().String()
}

// Lines come whole, in parts, and several at once, and long ones, too.
func TestServe(t *testing.T) {
	for name, start := range map[string]func(t *testing.T) string{
		"chain": serves(line.ServeDeferred), "frames": serves(framed.ServeDeferred), "goroutine": blocking,
	} {
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

// What is served is the same blocking source.
func TestSameSource(t *testing.T) {
	bodies := [2]string{}
	for i, name := range []string{"serve.go", "../framed/serve.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, bodies[i], _ = strings.Cut(string(text), "// Serve answers lines")
	}
	if bodies[0] == "" || bodies[0] != bodies[1] {
		t.Errorf("they differ:\n%s\n%s", bodies[0], bodies[1])
	}
}
