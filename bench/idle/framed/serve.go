//go:build linux

// Package framed has the server of package line, word for word, in frames style.
package framed

import (
	"io"

	"github.com/evert-go/evert/bench/idle/line"
)

//go:generate go run ../../../cmd/evert -style=frames

// A Conn is a connection on a loop.
type Conn = line.Conn

// Serve answers lines until there are no more.
//
//evert:callback
func Serve(c *Conn) error {
	for n := 1; ; n++ {
		text, err := c.ReadLine()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.Write(c.Reply(n, text)); err != nil {
			return err
		}
	}
}
