//go:build linux

// Package line is a small server of a line protocol, written straight: it answers each
// line with its number and the line. Its callback forms, in the generated files beside
// this one, serve any number of connections on one loop; as it stands, it takes a
// goroutine for each.
package line

import "io"

//go:generate go run ../../../cmd/evert

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
