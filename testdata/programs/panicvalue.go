// A panic that nobody recovers: value, deferred calls and exit code.
package main

import (
	"errors"
	"fmt"
)

type custom struct{ code int }

func (c custom) Error() string { return fmt.Sprint("custom ", c.code) }

func check(n int) error {
	if n > 2 {
		return custom{n}
	}
	return nil
}

func deep(n int) {
	defer fmt.Println("deferred", n)
	if err := check(n); err != nil {
		panic(fmt.Errorf("deep: %w", err))
	}
	deep(n + 1)
}

func safe() (err error) {
	defer func() {
		p := recover()
		err, _ = p.(error)
	}()
	deep(0)
	return nil
}

func main() {
	err := safe()
	var c custom
	fmt.Println(err, errors.As(err, &c), c.code)
	defer fmt.Println("main deferred")
	deep(1)
}
