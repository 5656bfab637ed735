// A deferred call that sets the exit code.
package main

import (
	"errors"
	"fmt"
	"os"
)

type exit struct{ code int }

func handle() {
	switch r := recover().(type) {
	case nil:
		os.Exit(0)
	case exit:
		fmt.Println("exit", r.code)
		os.Exit(r.code)
	default:
		panic(r)
	}
}

func run(args []string) error {
	for i, a := range args {
		if err := one(i, a); err != nil {
			return fmt.Errorf("arg %d: %w", i, err)
		}
	}
	return nil
}

var errBad = errors.New("bad")

func one(i int, a string) error {
	fmt.Println("arg", i, a)
	if a == "bad" {
		return errBad
	}
	return nil
}

func main() {
	defer handle()
	err := run([]string{"a", "b", "bad", "c"})
	fmt.Println(err)
	if errors.Is(err, errBad) {
		panic(exit{7})
	}
}
