//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"syscall"

	"github.com/evert-go/evert/bench/idle/framed"
	"github.com/evert-go/evert/bench/idle/line"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// server serves, prints its address, and tells how much memory it has in use when it
// is asked, until its input ends.
func server(style string) error {
	var address string
	var err error
	switch style {
	case "goroutine":
		address, err = goroutines()
	case "chain":
		address, err = loop(line.ServeDeferred)
	case "frames":
		address, err = loop(framed.ServeDeferred)
	default:
		err = fmt.Errorf("there is no style %q", style)
	}
	if err != nil {
		return err
	}
	fmt.Println(address)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		fmt.Println(inUse())
	}
	return nil
}

// inUse is what the heap and the stacks have in use, without garbage.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// goroutines serves each connection in a goroutine.
func goroutines() (address string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				complain(err)
				return
			}
			go func() {
				conn := line.NewConn(c)
				complain(line.Serve(conn))
				complain(conn.Close())
			}()
		}
	}()
	return l.Addr().String(), nil
}

// loop serves all connections on one loop.
func loop(serve func(r reactor.Reactor, c *line.Conn) *deferred.Deferred[deferred.Void]) (address string, err error) {
	l := reactor.New()
	p, addr, err := line.Listen(l, func(c *line.Conn) {
		serve(l, c).Observe(func(o deferred.Outcome[deferred.Void]) {
			complain(o.Err)
			complain(c.Close())
		})
	})
	if err != nil {
		return "", err
	}
	p.Failed = complain
	go func() { complain(l.Run()) }()
	return addr.String(), nil
}

// complain prints what went wrong: nothing is expected to, but that clients leave by a
// reset, so that their ports are free at once.
func complain(err error) {
	if err != nil && !errors.Is(err, syscall.ECONNRESET) {
		fmt.Fprintln(os.Stderr, "idle: server:", err)
	}
}
