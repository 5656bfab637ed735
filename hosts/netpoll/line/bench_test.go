//go:build linux

package line

import (
	"net/netip"
	"runtime"
	"syscall"
	"testing"

	own "github.com/evert-go/evert/bench/idle/line"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// onPoller serves the same protocol on the small epoll loop of bench/idle.
func onPoller(t testing.TB) string {
	loop := reactor.New()
	_, addr, err := own.Listen(loop, func(c *own.Conn) {
		own.ServeDeferred(loop, c).Observe(func(deferred.Outcome[deferred.Void]) { c.Close() })
	})
	if err != nil {
		t.Fatal(err)
	}
	go loop.Run()
	t.Cleanup(loop.Stop)
	return addr.String()
}

var servers = []struct {
	name  string
	start func(t testing.TB) string
}{{"poller", onPoller}, {"netpoll", onLoop}, {"netpoll-goroutines", inGoroutines}}

// BenchmarkLine is the time of a line and its answer, one client.
func BenchmarkLine(b *testing.B) {
	for _, s := range servers {
		b.Run(s.name, func(b *testing.B) {
			c, in := dial(b, s.start(b))
			for b.Loop() {
				if _, err := c.Write([]byte("hello\n")); err != nil {
					b.Fatal(err)
				}
				if _, err := in.ReadSlice('\n'); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkIdle has 2,000 clients that have had an answer, and says what the server has of
// heap and stacks for each. The clients are descriptors, and nothing else.
func BenchmarkIdle(b *testing.B) {
	const clients = 2000
	for _, s := range servers {
		b.Run(s.name, func(b *testing.B) {
			addr := s.start(b)
			for b.Loop() {
				before := inUse()
				fds := make([]int, clients)
				for i := range fds {
					fds[i] = client(b, addr)
				}
				b.ReportMetric(float64(inUse()-before)/clients, "B/connection")
				for _, fd := range fds {
					_ = syscall.Close(fd)
				}
			}
		})
	}
}

// client is a connection that has had an answer.
func client(b *testing.B, addr string) (fd int) {
	to, err := netip.ParseAddrPort(addr)
	if err != nil {
		b.Fatal(err)
	}
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err == nil {
		err = syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(to.Port()), Addr: to.Addr().As4()})
	}
	if err == nil {
		_, err = syscall.Write(fd, []byte("hello\n"))
	}
	var answer [64]byte
	if err == nil {
		_, err = syscall.Read(fd, answer[:])
	}
	if err != nil {
		b.Fatal(err)
	}
	return fd
}

// inUse is what heap and stacks have in use, without garbage.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
