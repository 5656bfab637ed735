//go:build !windows

// Package netpollhost brings the connections of netpoll to a reactor's loop.
//
//	server, err := netpollhost.Listen(loop, "127.0.0.1:0", func(c *netpollhost.Conn) {
//		ServeDeferred(loop, c).Observe(func(deferred.Outcome[deferred.Void]) { c.Close() })
//	})
//
// # How it works
//
// netpoll has its own loops: goroutines in epoll_wait, as many as it likes, which read what
// arrives and call OnRequest in a pool of goroutines. None of them can be the reactor, since
// nobody else's function can be run there. So the reactor is a [reactor.Loop], and what
// netpoll has read is handed over to it.
//
//   - OnRequest has to take everything that was read, or it is called again at once. So it
//     does, and the lines are put together on the loop.
//   - Flush waits until the peer has taken what it is sent, and there is nothing that does
//     not wait. The descriptor cannot be used instead: netpoll closes it when it likes, and
//     the number may be somebody else's then. So each write is a thread's errand.
//
// The package's README has what this costs, and what a loop of one's own does better.
package netpollhost

import (
	"bytes"
	"io"

	"github.com/cloudwego/netpoll"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A Conn is a connection. But for [Conn.ReadLine] and [Conn.Write] it is for the loop.
type Conn struct {
	np      netpoll.Connection
	rest    []byte // was read behind the last line
	gone    bool   // the peer has closed it
	reading *deferred.Deferred[[]byte]
}

// ReadLine returns the next line, without its end, or io.EOF. It is good until the next
// call. It waits, on a goroutine of its own, for connections that are not on a loop.
//
//evert:blocking callback=ReadLineDeferred
func (c *Conn) ReadLine() ([]byte, error) {
	text, err := c.np.Reader().Until('\n')
	if err != nil {
		return nil, io.EOF
	}
	return text[:len(text)-1], nil
}

// Write writes all of p.
//
//evert:blocking callback=WriteDeferred
func (c *Conn) Write(p []byte) error {
	if _, err := c.np.Writer().WriteBinary(p); err != nil {
		return err
	}
	return c.np.Writer().Flush()
}

// ReadLineDeferred is the callback form of [Conn.ReadLine].
func (c *Conn) ReadLineDeferred(reactor.Reactor) *deferred.Deferred[[]byte] {
	if text, ok := c.line(); ok {
		return deferred.Succeed(text)
	}
	if c.gone {
		return deferred.Fail[[]byte](io.EOF)
	}
	c.reading = deferred.New[[]byte]()
	return c.reading
}

// WriteDeferred is the callback form of [Conn.Write]. It owns p until it fires.
func (c *Conn) WriteDeferred(r reactor.Reactor, p []byte) *deferred.Deferred[deferred.Void] {
	return threads.DeferToThreadErr(r, func() error { return c.Write(p) })
}

// Close closes the connection.
func (c *Conn) Close() error { return c.np.Close() }

// line takes a line from what was read.
func (c *Conn) line() (text []byte, ok bool) {
	text, rest, ok := bytes.Cut(c.rest, []byte{'\n'})
	if ok {
		c.rest = rest
	}
	return text, ok
}

// arrived goes on with who waits for a line.
func (c *Conn) arrived(data []byte) {
	c.rest = append(c.rest[:len(c.rest):len(c.rest)], data...) // lines that were returned stay good
	if c.reading == nil {
		return
	}
	if text, ok := c.line(); ok {
		d := c.reading
		c.reading = nil
		d.Callback(text)
	}
}

// over tells who waits that nothing comes any more.
func (c *Conn) over() {
	c.gone = true
	if d := c.reading; d != nil {
		c.reading = nil
		d.Errback(io.EOF)
	}
}
