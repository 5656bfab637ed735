//go:build linux

package line

import (
	"fmt"
	"net/netip"
	"syscall"

	"github.com/evert-go/evert/reactor"
)

// A Poller brings connections to a loop, and what can be read and written there. It is
// the smallest that works, on Linux: a goroutine that sleeps in epoll_wait, and hands
// what has happened to the loop.
type Poller struct {
	loop   *reactor.Loop
	epoll  int
	listen int
	serve  func(c *Conn) // called on the loop for each connection
	conns  []*Conn       // by file descriptor
	in     []byte        // shared by all connections: what was read is gone at the next wait
	out    []byte

	events  []syscall.EpollEvent // filled by the poller's goroutine, while the loop has handled
	handled chan struct{}
	Failed  func(err error) // if it is not nil, told of what goes wrong
}

const (
	inAndOut   = syscall.EPOLLIN | syscall.EPOLLOUT | syscall.EPOLLRDHUP
	edge       = 1 << 31 // EPOLLET
	mostEvents = 256
)

// Listen returns a poller that serves connections on a port of the loopback
// interface, of the system's choice, and its address. It serves when its loop runs.
func Listen(l *reactor.Loop, serve func(c *Conn)) (*Poller, netip.AddrPort, error) {
	p := &Poller{
		loop: l, serve: serve, in: make([]byte, 64<<10), out: make([]byte, 0, 4<<10),
		events: make([]syscall.EpollEvent, mostEvents), handled: make(chan struct{}),
	}
	addr, err := p.open()
	if err != nil {
		return nil, addr, fmt.Errorf("cannot listen: %w", err)
	}
	go p.poll()
	return p, addr, nil
}

func (p *Poller) open() (addr netip.AddrPort, err error) {
	if p.epoll, err = syscall.EpollCreate1(syscall.EPOLL_CLOEXEC); err != nil {
		return addr, err
	}
	if p.listen, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0); err != nil {
		return addr, err
	}
	if err = syscall.Bind(p.listen, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return addr, err
	}
	if err = syscall.Listen(p.listen, 4096); err != nil {
		return addr, err
	}
	name, err := syscall.Getsockname(p.listen)
	if err != nil {
		return addr, err
	}
	addr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(name.(*syscall.SockaddrInet4).Port))
	return addr, p.add(p.listen)
}

func (p *Poller) add(fd int) error {
	return syscall.EpollCtl(p.epoll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: inAndOut | edge, Fd: int32(fd)})
}

// poll hands events over, some at a time.
func (p *Poller) poll() {
	for {
		n, err := syscall.EpollWait(p.epoll, p.events[:mostEvents], -1)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			p.fail(err)
			return
		}
		p.events = p.events[:n]
		if p.loop.CallFromThread(p.handle) != nil {
			return // stopped
		}
		<-p.handled
	}
}

// handle goes on with whoever waits for what has happened.
//
//evert:nonblocking
func (p *Poller) handle() {
	for _, e := range p.events {
		if int(e.Fd) == p.listen {
			p.accept()
			continue
		}
		if int(e.Fd) >= len(p.conns) || p.conns[e.Fd] == nil {
			continue
		}
		c := p.conns[e.Fd]
		if e.Events&(syscall.EPOLLIN|syscall.EPOLLRDHUP|syscall.EPOLLHUP|syscall.EPOLLERR) != 0 {
			c.readable()
		}
		if e.Events&(syscall.EPOLLOUT|syscall.EPOLLHUP|syscall.EPOLLERR) != 0 {
			c.writable()
		}
	}
	p.handled <- struct{}{} //evert:allow EV103 poll does nothing but wait for it
}

// accept takes the connections that are there.
//
//evert:nonblocking
func (p *Poller) accept() {
	for {
		fd, _, err := syscall.Accept4(p.listen, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC) //evert:allow EV101 the listener does not block
		switch {
		case err == syscall.EAGAIN:
			return
		case err == syscall.EINTR, err == syscall.ECONNABORTED:
			continue
		case err != nil:
			p.fail(err)
			return
		}
		c := &Conn{loop: p, fd: int32(fd)}
		if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
			p.fail(err)
		}
		for fd >= len(p.conns) {
			p.conns = append(p.conns, nil)
		}
		p.conns[fd] = c
		if err := p.add(fd); err != nil {
			p.fail(err)
			continue
		}
		p.serve(c)
	}
}

// Close ends a connection.
func (c *Conn) Close() error {
	if c.own != nil {
		return c.own.Conn.Close()
	}
	c.loop.conns[c.fd] = nil
	return syscall.Close(int(c.fd))
}

func (p *Poller) fail(err error) {
	if p.Failed != nil {
		p.Failed(err)
	}
}
