// Package errs has errors that are passed on, wrapped, handled and kept
// together with a value.
package errs

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// PassOn only passes errors on: the error side of the chain does that.
//
//evert:callback
func PassOn(n int) (string, error) {
	v, err := trace.Fetch(n)
	if err != nil {
		return "", err
	}
	w, err := trace.Fetch(n + v)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(v, w), nil
}

// Wrap adds to the second error what was tried.
//
//evert:callback
func Wrap(n int) (string, error) {
	v, err := trace.Fetch(n)
	if err != nil {
		return "", err
	}
	w, err := trace.Fetch(v + n + 1)
	if err != nil {
		return "", fmt.Errorf("second: %w", err)
	}
	return fmt.Sprint(v, w), nil
}

// Fallback tries one place, and then another.
//
//evert:callback
func Fallback(n int) (string, error) {
	v, err := trace.Fetch(n)
	if err != nil {
		// Not there: the next one always is.
		v, err = trace.Fetch(n + 1)
	}
	return strconv.Itoa(v), err
}

// Kind tells errors apart.
//
//evert:callback
func Kind(n int) (string, error) {
	_, err := trace.Fetch(n)
	var missing *trace.FetchError
	if errors.As(err, &missing) {
		return "missing " + strconv.Itoa(missing.N), nil
	}
	if err := trace.Check(n); errors.Is(err, trace.ErrCheck) {
		return "bad", err
	} else if err != nil {
		return "", err
	}
	return "good", nil
}

// Drop does not look at the errors.
//
//evert:callback
func Drop(n int) (string, error) {
	v, _ := trace.Fetch(n)
	_, _ = trace.Fetch(n + 1)
	trace.Fetch(n + 2)
	return strconv.Itoa(v), nil
}

// Both uses the value that comes together with an error, as a reader must.
//
//evert:callback
func Both(n int) (string, error) {
	sum := 0
	for i := n; ; i++ {
		v, err := trace.Read(i)
		sum += v
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", err
		}
	}
	return strconv.Itoa(sum), nil
}

// BothOn passes a value and an error on together.
//
//evert:callback
func BothOn(n int) (string, error) {
	v, err := trace.Read(n)
	return strconv.Itoa(v), err
}

// Only waits for calls whose only result is an error.
//
//evert:callback
func Only(n int) (string, error) {
	if err := trace.Check(n); err != nil {
		return "first", err
	}
	if err := trace.Check(n + 1); err != nil {
		return "", fmt.Errorf("second: %w", err)
	}
	if trace.Check(n+2) != nil {
		return "third", nil
	}
	return "all", nil
}

// Last ends with a check whose error is the result.
//
//evert:callback
func Last(n int) (string, error) {
	v := trace.Get(n)
	return strconv.Itoa(v), validate(v)
}

func validate(v int) error {
	if v > 104 {
		return fmt.Errorf("%d is too much", v)
	}
	return trace.Check(v)
}

// Joined collects the errors of several calls.
//
//evert:callback
func Joined(n int) (string, error) {
	first := trace.Check(n)
	second := trace.Check(n + 1)
	third := trace.Check(n + 2)
	return "joined", errors.Join(first, second, third)
}

// Inverted has the good case in the branch.
//
//evert:callback
func Inverted(n int) (string, error) {
	if v, err := trace.Fetch(n); err == nil {
		return strconv.Itoa(v), nil
	} else if n > 4 {
		return "late", err
	}
	return "none", nil
}

// Returns calls functions whose only result is an error, or that have none: their returns
// stand as they are after the last wait.
//
//evert:callback
func Returns(n int) (string, error) {
	err := only(n)
	none(n)
	if err == nil {
		err = checked(n)
	}
	return "returns", err
}

//evert:callback
func only(n int) error {
	v, err := trace.Fetch(n)
	if err != nil {
		if n == 3 {
			return nil
		}
		return fmt.Errorf("only: %w", err)
	}
	if v > 40 {
		return errors.New("much")
	}
	trace.Emit(v)
	return nil
}

//evert:callback
func checked(n int) error {
	if err := trace.Check(n); err != nil {
		return err
	}
	v, err := trace.Fetch(n)
	if err != nil {
		return err
	}
	trace.Emit("checked", v)
	return nil
}

//evert:callback
func none(n int) {
	v := trace.Get(n)
	if v == 101 {
		return
	}
	for i := range n {
		if i == 4 {
			trace.Emit("four")
			return // there
		}
	}
	if n > 2 {
		trace.Emit("none", v)
	} else {
		return
	}
}

// Raise panics after a call that has waited several times.
//
//evert:callback
func Raise(n int) (string, error) {
	sum, err := several(n)
	if err != nil {
		return "", err
	}
	if n > 2 {
		panic(sum)
	}
	return strconv.Itoa(sum), nil
}

func several(n int) (int, error) {
	a, err := trace.Fetch(n)
	if err != nil {
		return 0, err
	}
	b, err := trace.Fetch(n + 1)
	return a + b, err
}
