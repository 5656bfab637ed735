package reactor

import (
	"fmt"
	"io"
	"strings"
)

// A Recording is the trace of what a [Clock] does: a line for each call that it
// makes and for each note, such as
//
//	1.5s 7 timer 3
//	1.5s 7 note transfer 2 is over
//	1.5s 8 post 12
//
// with the time since the clock began, the number of the call among all that the
// clock made, and what it was: the third delayed call that was asked for (or
// reset), or the twelfth one that was handed over. So two traces are the same if
// and only if the same was done in the same order at the same times.
type Recording struct {
	w    io.Writer
	call uint64
	err  error
}

// Record begins a recording, and ends one that was begun before; a nil w only
// does that. Calls made before are not counted.
func (c *Clock) Record(w io.Writer) *Recording {
	if w == nil {
		c.record = nil
		return nil
	}
	c.record = &Recording{w: w}
	return c.record
}

// Err returns the first error that writing the recording met. Nothing was
// written after that.
func (r *Recording) Err() error { return r.err }

// Note adds a line to the recording, if there is one: format and args are those
// of fmt.Printf. It is for the calls that the clock makes to say what they do.
func (c *Clock) Note(format string, args ...any) {
	if c.record == nil {
		return
	}
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", `\n`)
	c.record.line("%v %d note %s\n", c.now, c.record.call, text)
}

// call makes one call.
func (c *Clock) call(what string, number uint64, f func()) {
	if r := c.record; r != nil {
		r.call++
		r.line("%v %d %s %d\n", c.now, r.call, what, number)
	}
	f()
}

func (r *Recording) line(format string, args ...any) {
	if r.err == nil {
		_, r.err = fmt.Fprintf(r.w, format, args...)
	}
}
