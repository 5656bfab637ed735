//go:build linux

package line

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	netpollhost "github.com/evert-go/evert/hosts/netpoll"
	"github.com/evert-go/evert/reactor"
)

// onLoop serves on a loop, and returns the address.
func onLoop(t testing.TB) string {
	loop := reactor.New()
	s, err := netpollhost.Listen(loop, "127.0.0.1:0", func(c *netpollhost.Conn) {
		ServeDeferred(loop, c).Observe(func(deferred.Outcome[deferred.Void]) { c.Close() })
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- loop.Run() }()
	t.Cleanup(func() {
		shutdown(s)
		loop.Stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s.Addr().String()
}

// inGoroutines serves the blocking way, and returns the address.
func inGoroutines(t testing.TB) string {
	s, err := netpollhost.Goroutines("127.0.0.1:0", func(c *netpollhost.Conn) {
		_ = Serve(c) // the peer may be gone
		c.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shutdown(s) })
	return s.Addr().String()
}

// shutdown does not wait for connections that clients have left open.
func shutdown(s *netpollhost.Server) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.Close(ctx) // says that it has not waited
}

func dial(t testing.TB, addr string) (net.Conn, *bufio.Reader) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c, bufio.NewReader(c)
}

// Lines come whole, in parts, and several at once, and long ones, too; and the server
// closes when the client has.
func TestServe(t *testing.T) {
	for name, start := range map[string]func(t testing.TB) string{"loop": onLoop, "goroutines": inGoroutines} {
		t.Run(name, func(t *testing.T) {
			c, in := dial(t, start(t))
			long := strings.Repeat("x", 100_000)
			var want []string
			for _, parts := range [][]string{{"a\n"}, {"b", "c", "\n"}, {"d\ne\nf", "\n"}, {"", long + "\n"}} {
				for _, part := range parts {
					if _, err := c.Write([]byte(part)); err != nil {
						t.Fatal(err)
					}
				}
				for line := range strings.Lines(strings.Join(parts, "")) {
					want = append(want, line)
					answer := fmt.Sprintf("%d %s", len(want), line)
					if got, err := in.ReadString('\n'); got != answer || err != nil {
						t.Fatalf("%.40q, %v, want %.40q", got, err, answer)
					}
				}
			}
			if err := c.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			if rest, err := io.ReadAll(in); len(rest) != 0 || err != nil {
				t.Errorf("%q, %v", rest, err)
			}
		})
	}
}

// A client that does not read keeps a thread waiting in Flush, and no other client.
func TestStalled(t *testing.T) {
	addr := onLoop(t)
	stalled, in := dial(t, addr)
	line := strings.Repeat("x", 1<<20) + "\n"
	const lines = 64 // more than sockets take
	sent := make(chan error, 1)
	go func() {
		for range lines {
			if _, err := io.WriteString(stalled, line); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	for range 3 {
		c, in := dial(t, addr)
		fmt.Fprintln(c, "hello")
		if got, err := in.ReadString('\n'); got != "1 hello\n" || err != nil {
			t.Fatalf("%q, %v", got, err)
		}
	}
	for n := 1; n <= lines; n++ {
		if got, err := in.ReadString('\n'); err != nil || got != fmt.Sprint(n, " ", line) {
			t.Fatalf("%d: %.40q, %v", n, got, err)
		}
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

// Many clients at once.
func TestMany(t *testing.T) {
	addr := onLoop(t)
	const clients, lines = 100, 20
	failed := make(chan error, clients)
	for i := range clients {
		c, in := dial(t, addr)
		go func() {
			for n := 1; n <= lines; n++ {
				fmt.Fprintf(c, "client %d\n", i)
				if got, err := in.ReadString('\n'); got != fmt.Sprintf("%d client %d\n", n, i) || err != nil {
					failed <- fmt.Errorf("client %d: %q, %v", i, got, err)
					return
				}
			}
			failed <- nil
		}()
	}
	for range clients {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
}
