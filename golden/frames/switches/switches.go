// Package switches has switch statements: with a tag, without, with an init
// statement, with fallthrough, and over types.
package switches

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Bodies waits in some bodies only.
//
//evert:callback
func Bodies(n int) (string, error) {
	name := "?"
	switch n {
	case 0:
		name = "zero"
	case 1, 2:
		name = trace.Text(n)
	case 3:
		v, err := trace.Fetch(n)
		if err != nil {
			return "", err
		}
		name = strconv.Itoa(v)
	default:
		trace.Do(n)
		if n == 5 {
			break
		}
		name = "more"
	}
	return name + "!", nil
}

// Tag waits in the tag, which is evaluated once.
//
//evert:callback
func Tag(n int) (string, error) {
	switch trace.Get(n) {
	case 100, 101:
		return "few", nil
	case 102:
		return trace.Text(n), nil
	}
	return "many", nil
}

// Cases waits in cases. They are tried in order until one fits.
//
//evert:callback
func Cases(n int) (string, error) {
	got := ""
	switch trace.Side(n + 100) {
	case trace.Side(100), trace.Get(1):
		got = "first"
	default:
		got = "default"
	case trace.Get(2), trace.Side(103), trace.Get(4):
		got = "second"
		trace.Do(n)
	case trace.Side(105):
		got = "third"
	}
	return got, nil
}

// Conditions has no tag.
//
//evert:callback
func Conditions(n int) (string, error) {
	switch {
	case n < 0:
		return "negative", nil
	case !trace.Pos(n):
		return "zero", nil
	case n > 3 && trace.Pos(n-4):
		return "large", trace.Check(n)
	case n == 2:
		trace.Emit("two")
	}
	return "small", nil
}

// Fall falls through, also into the default that stands in the middle.
//
//evert:callback
func Fall(n int) (string, error) {
	path := ""
	switch v := trace.Get(n); v {
	case 100:
		path += "a"
		fallthrough
	case 101:
		path += trace.Text(v - 100)
		fallthrough
	default:
		path += "c"
		if n == 1 {
			break
		}
		fallthrough
	case 103:
		trace.Do(v)
		path += "d"
	case 104:
		path += "e"
	}
	return path, nil
}

// Init has an init statement that waits and a variable in every case.
//
//evert:callback
func Init(n int) (string, error) {
	switch v, err := trace.Fetch(n); {
	case err != nil:
		return "failed", err
	case v > 20:
		v := v + trace.Get(v)
		return strconv.Itoa(v), nil
	default:
		return strconv.Itoa(v), nil
	}
}

// Empty has nothing to choose from.
//
//evert:callback
func Empty(n int) (string, error) {
	switch trace.Get(n) {
	}
	switch {
	}
	switch n {
	default:
		trace.Do(n)
	}
	return "", nil
}

type shape interface{ area() int }

type (
	square int
	rect   struct{ w, h int }
)

func (s square) area() int { return int(s) * int(s) }
func (r *rect) area() int  { return r.w * r.h }

// Types switches over the type of a value, waits in the cases, and has a
// variable of another type in each.
//
//evert:callback
func Types(n int) (string, error) {
	switch x := value(n).(type) {
	case nil:
		return "nil", nil
	case int:
		return strconv.Itoa(trace.Get(x)), nil
	case string, error:
		trace.Do(n)
		return fmt.Sprint("text ", x), nil
	case shape:
		a := trace.Get(x.area())
		return fmt.Sprint(a, x.area()), nil
	case func() int:
		return fmt.Sprint(x()), trace.Check(n)
	default:
		return fmt.Sprintf("%T", x), nil
	}
}

// value waits for nothing.
func value(n int) any {
	return []any{nil, n, "s", fmt.Errorf("e"), square(n), &rect{n, 2}, func() int { return n }, 1.5}[n%8]
}

// Operand waits in the operand of a type switch without a variable.
//
//evert:callback
func Operand(n int) (string, error) {
	kind := "other"
	switch any(trace.Get(n)).(type) {
	case string:
		kind = "string"
	case int:
		kind = trace.Text(n)
	}
	return kind, nil
}

// Loop continues a loop from a switch.
//
//evert:callback
func Loop(n int) (string, error) {
	got := ""
	for i := range n {
		switch {
		case i == 1:
			continue
		case trace.Pos(i - 3):
			return got, nil
		case i == 2:
			break
		default:
			got += trace.Text(i)
		}
		got += "."
	}
	return got, nil
}

// Broken has a label on a switch of which only the tag waits.
//
//evert:callback
func Broken(n int) (string, error) {
outer:
	switch trace.Get(n) - 100 {
	case 5:
		return "five", nil
	default:
		for i := range 3 {
			if i == n {
				break outer
			}
		}
		n *= 10
	}
	return strconv.Itoa(n), nil
}

// FallInit falls through into a body that uses the variable of the init statement.
//
//evert:callback
func FallInit(n int) (string, error) {
	var out []string
	switch t := n % 4; t {
	case 1:
		if trace.Get(n) > 20 {
			break
		}
		fallthrough
	case 2:
		out = append(out, fmt.Sprint("two ", t))
		fallthrough
	default:
		out = append(out, fmt.Sprint("rest ", trace.Get(t)))
	}
	return fmt.Sprint(out), nil
}
