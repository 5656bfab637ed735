//go:build linux

package line

import "strconv"

// Reply makes an answer: a number and a line. It is good until the next wait.
func (c *Conn) Reply(n int, text []byte) []byte {
	out := c.room()
	out = strconv.AppendInt(out, int64(n), 10)
	out = append(out, ' ')
	out = append(out, text...)
	return append(out, '\n')
}
