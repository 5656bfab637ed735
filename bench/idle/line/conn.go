//go:build linux

package line

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"syscall"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// A Conn is a connection, of a goroutine or on a loop.
type Conn struct {
	own  *own    // of a goroutine; nil on a loop
	loop *Poller // on a loop

	fd      int32
	ready   bool                       // reading may bring something
	full    bool                       // writing would wait
	rest    *[]byte                    // what was read behind a line, if anything
	reading *deferred.Deferred[[]byte] // who waits for a line
	fast    *reading                   // the same in frames style, made once
	writing *writing                   // who waits for room
}

// A reading is a wait for a line in frames style.
type reading struct {
	frames.Pending[[]byte]
	on bool
}

// A writing has not been able to write everything.
type writing struct {
	left []byte
	done *deferred.Deferred[deferred.Void] // nil in frames style
	fast frames.Pending[deferred.Void]
}

// own is what a connection of a goroutine has.
type own struct {
	net.Conn
	in  *bufio.Reader
	out []byte
}

// bufferSize is what a goroutine's connection has to read into. A loop's connections
// share a buffer.
const bufferSize = 512

// NewConn returns a connection for a goroutine.
func NewConn(c net.Conn) *Conn {
	return &Conn{own: &own{Conn: c, in: bufio.NewReaderSize(c, bufferSize)}}
}

// ReadLine returns the next line, without its end, or io.EOF. It is good until the
// next wait.
//
//evert:blocking callback=ReadLineDeferred
func (c *Conn) ReadLine() ([]byte, error) {
	text, err := c.own.in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	return text[:len(text)-1], nil
}

// Write writes all of p.
//
//evert:blocking callback=WriteDeferred
func (c *Conn) Write(p []byte) error {
	_, err := c.own.Conn.Write(p)
	return err
}

// room is where an answer can be written.
func (c *Conn) room() []byte {
	if c.own != nil {
		return c.own.out[:0]
	}
	return c.loop.out[:0]
}

// ReadLineDeferred is the callback form of [Conn.ReadLine].
func (c *Conn) ReadLineDeferred(reactor.Reactor) *deferred.Deferred[[]byte] {
	text, err := c.line()
	if err != syscall.EAGAIN {
		return deferred.Return(text, err)
	}
	c.reading = deferred.New[[]byte]()
	return c.reading
}

// WriteDeferred is the callback form of [Conn.Write].
func (c *Conn) WriteDeferred(_ reactor.Reactor, p []byte) *deferred.Deferred[deferred.Void] {
	left, err := c.send(p)
	if err != nil || len(left) == 0 {
		return deferred.Finish(err)
	}
	c.writing = &writing{left: append([]byte(nil), left...), done: deferred.New[deferred.Void]()}
	return c.writing.done
}

// ReadLineFast is what [Conn.ReadLine] is in frames style.
func (c *Conn) ReadLineFast(r reactor.Reactor) ([]byte, error, *frames.Pending[[]byte]) {
	text, err := c.line()
	if err != syscall.EAGAIN {
		return text, err, nil
	}
	if c.fast == nil {
		c.fast = &reading{}
	}
	c.fast.on = true
	frames.Start(r, &c.fast.Pending, nil)
	return nil, nil, &c.fast.Pending
}

// WriteFast is what [Conn.Write] is in frames style.
func (c *Conn) WriteFast(r reactor.Reactor, p []byte) (error, *frames.Pending[deferred.Void]) {
	left, err := c.send(p)
	if err != nil || len(left) == 0 {
		return err, nil
	}
	c.writing = &writing{left: append([]byte(nil), left...)}
	frames.Start(r, &c.writing.fast, nil)
	return nil, &c.writing.fast
}

// line returns the next line, if it is there; EAGAIN if not.
//
//evert:nonblocking
func (c *Conn) line() ([]byte, error) {
	var rest []byte
	if c.rest != nil {
		rest = *c.rest
	}
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		c.keep(rest[i+1:])
		return rest[:i], nil
	}
	for c.ready {
		n, err := syscall.Read(int(c.fd), c.loop.in) //evert:allow EV101 the descriptor does not block
		switch {
		case err == syscall.EAGAIN:
			c.ready = false
			c.keep(rest)
			return nil, err
		case err == syscall.EINTR:
			continue
		case err != nil:
			return nil, err
		case n == 0:
			return nil, io.EOF
		}
		got := c.loop.in[:n]
		i := bytes.IndexByte(got, '\n')
		if i < 0 {
			rest = append(rest, got...)
			continue
		}
		text, behind := got[:i], got[i+1:]
		if len(rest) > 0 {
			text = append(rest, text...)
		}
		c.keep(append([]byte(nil), behind...))
		return text, nil
	}
	return nil, syscall.EAGAIN
}

// keep keeps what was read for the next line.
func (c *Conn) keep(rest []byte) {
	c.rest = nil
	if len(rest) > 0 {
		c.rest = &rest
	}
}

// send writes as much as there is room for, and returns what is left.
//
//evert:nonblocking
func (c *Conn) send(p []byte) ([]byte, error) {
	for len(p) > 0 && !c.full {
		n, err := syscall.Write(int(c.fd), p) //evert:allow EV101 the descriptor does not block
		switch {
		case err == syscall.EAGAIN:
			c.full = true
		case err == syscall.EINTR:
		case err != nil:
			return nil, err
		default:
			p = p[n:]
		}
	}
	return p, nil
}

// readable goes on with who waits for a line.
func (c *Conn) readable() {
	c.ready = true
	waits := c.fast != nil && c.fast.on
	if c.reading == nil && !waits {
		return
	}
	text, err := c.line()
	if err == syscall.EAGAIN {
		return
	}
	if waits {
		c.fast.on = false
		c.fast.Fire(text, err)
		return
	}
	d := c.reading
	c.reading = nil
	d.Fire(text, err)
}

// writable goes on with who waits for room.
func (c *Conn) writable() {
	c.full = false
	w := c.writing
	if w == nil {
		return
	}
	left, err := c.send(w.left)
	if w.left = left; err == nil && len(left) > 0 {
		return
	}
	c.writing = nil
	if w.done != nil {
		w.done.Fire(deferred.Void{}, err)
		return
	}
	w.fast.Fire(deferred.Void{}, err)
}
