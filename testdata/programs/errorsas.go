// Error values, wrapping, errors.Is and errors.As, typed nils.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string { return fmt.Sprintf("code %d: %v", e.code, e.err) }
func (e *codeError) Unwrap() error { return e.err }
func (e *codeError) Is(target error) bool {
	t, ok := target.(*codeError)
	return ok && t.code == e.code
}

var errBase = errors.New("base")

func fail(n int) error {
	switch {
	case n == 0:
		return nil
	case n == 1:
		return errBase
	case n == 2:
		return &codeError{n, fail(1)}
	case n == 5:
		return errors.Join(fail(1), fail(2))
	}
	return fmt.Errorf("level %d: %w", n, fail(n-1))
}

func typedNil(n int) error {
	var e *codeError
	if n > 0 {
		e = &codeError{n, nil}
	}
	return e
}

func parse(s string) (n int, err error) {
	if n, err = strconv.Atoi(s); err != nil {
		return -1, fmt.Errorf("parse: %w", err)
	}
	if n > 10 {
		return n, io.ErrShortBuffer
	}
	return
}

func try(steps ...func() error) (done int, err error) {
	for _, step := range steps {
		if err = step(); err != nil {
			return
		}
		done++
	}
	return
}

func main() {
	for n := range 6 {
		err := fail(n)
		var ce *codeError
		fmt.Println(err, errors.Is(err, errBase), errors.As(err, &ce), errors.Is(err, &codeError{code: 2}))
	}
	fmt.Println(typedNil(0) == nil, typedNil(1) != nil)
	for _, s := range []string{"7", "x", "11"} {
		n, err := parse(s)
		var ne *strconv.NumError
		fmt.Println(n, err, errors.As(err, &ne), err == io.ErrShortBuffer)
	}
	fmt.Println(try(func() error { return fail(0) }, func() error { return fail(3) }, func() error { panic("not reached") }))
	_, err := os.Open("/does/not/exist")
	var pe *fs.PathError
	if errors.As(err, &pe) && errors.Is(err, fs.ErrNotExist) {
		fmt.Println(pe.Op, pe.Path)
	}
	if n, err := parse("5"); err != nil {
		fmt.Println("bad")
	} else if m, err := parse("y"); err == nil {
		fmt.Println("bad", m)
	} else {
		fmt.Println(n, m, err != nil)
	}
}
