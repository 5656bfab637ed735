package methods

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// A writer has two methods of which only the first letter differs.
type writer struct{ out string }

func (w *writer) Encode(n int) error {
	w.out += "E"
	return w.encode(n, "x")
}

func (w *writer) encode(n int, s string) error {
	v, err := trace.Fetch(n)
	w.out += fmt.Sprint(s, v)
	return err
}

// An inner one has both, too, with the same signature.
type inner struct{ out string }

func (i *inner) step(n int) int { i.out += "s"; return trace.Get(n) }

// An outer one embeds it, and has a method with the capital letter.
type outer struct{ *inner }

func (o outer) Step(n int) int { o.out += "S"; return trace.Get(n + 1) }

// TwoNames calls both.
//
//evert:callback
func TwoNames(n int) (string, error) {
	w := &writer{}
	err := w.Encode(n)
	o := outer{&inner{}}
	a := o.step(n)
	b := o.Step(n)
	return fmt.Sprint(w.out, err, a, b, o.out), nil
}
