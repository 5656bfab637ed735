//go:build linux

package netpollhost

import (
	"context"
	"io"
	"net"
	"testing"
	"time"
)

// Flush waits for the peer: this is why a reactor cannot call it. If it does not any more,
// the package's documentation is to be changed, and WriteDeferred.
func TestFlushWaits(t *testing.T) {
	const size = 64 << 20 // more than sockets take
	flushed := make(chan error, 1)
	s, err := Goroutines("127.0.0.1:0", func(c *Conn) {
		flushed <- c.Write(make([]byte, size))
		c.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	peer, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	select {
	case err := <-flushed:
		t.Error("it does not wait:", err)
	case <-time.After(100 * time.Millisecond):
	}
	if n, err := io.CopyN(io.Discard, peer, size); n != size || err != nil {
		t.Error(n, err)
	}
	if err := <-flushed; err != nil {
		t.Error(err)
	}
}
