//go:build !windows

// Package line is the server of a line protocol, as in bench/idle/line: it answers each
// line with its number and the line.
package line

import (
	"fmt"
	"io"

	netpollhost "github.com/evert-go/evert/hosts/netpoll"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// Serve answers lines until there are no more.
//
//evert:callback
func Serve(c *netpollhost.Conn) error {
	for n := 1; ; n++ {
		text, err := c.ReadLine()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.Write(fmt.Appendf(nil, "%d %s\n", n, text)); err != nil {
			return err
		}
	}
}
