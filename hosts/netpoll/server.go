//go:build !windows

package netpollhost

import (
	"context"
	"net"

	"github.com/cloudwego/netpoll"

	"github.com/evert-go/evert/reactor"
)

// A Server accepts connections.
type Server struct {
	loop   netpoll.EventLoop
	listen netpoll.Listener
	served chan error
}

// connKey is what a connection's context has the Conn under.
type connKey struct{}

// Listen serves connections of a TCP address: serve is called on r for each. It needs r to
// run.
func Listen(r reactor.Reactor, address string, serve func(c *Conn)) (*Server, error) {
	onConnect := func(ctx context.Context, np netpoll.Connection) context.Context {
		c := &Conn{np: np}
		if r.CallFromThread(func() { serve(c) }) != nil {
			np.Close() // the reactor has stopped
		}
		return context.WithValue(ctx, connKey{}, c)
	}
	onRequest := func(ctx context.Context, np netpoll.Connection) error {
		data, err := np.Reader().ReadBinary(np.Reader().Len())
		if err != nil {
			return err
		}
		c := ctx.Value(connKey{}).(*Conn)
		if r.CallFromThread(func() { c.arrived(data) }) != nil {
			return np.Close()
		}
		return nil
	}
	onDisconnect := func(ctx context.Context, np netpoll.Connection) {
		if c, ok := ctx.Value(connKey{}).(*Conn); ok {
			_ = r.CallFromThread(c.over) // a reactor that has stopped has told everybody
		}
	}
	return start(address, onRequest, netpoll.WithOnConnect(onConnect), netpoll.WithOnDisconnect(onDisconnect))
}

// Goroutines serves each connection in a goroutine, the blocking way.
func Goroutines(address string, serve func(c *Conn)) (*Server, error) {
	return start(address, nil, netpoll.WithOnConnect(func(ctx context.Context, np netpoll.Connection) context.Context {
		go serve(&Conn{np: np})
		return ctx
	}))
}

func start(address string, onRequest netpoll.OnRequest, options ...netpoll.Option) (*Server, error) {
	listen, err := netpoll.CreateListener("tcp", address)
	if err != nil {
		return nil, err
	}
	loop, err := netpoll.NewEventLoop(onRequest, options...)
	if err != nil {
		return nil, err
	}
	s := &Server{loop, listen, make(chan error, 1)}
	go func() { s.served <- loop.Serve(listen) }()
	return s, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.listen.Addr() }

// Close ends the server, with its connections. It waits for that, unless ctx ends first.
func (s *Server) Close(ctx context.Context) error { return s.loop.Shutdown(ctx) }
