//go:build !linux

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "idle: the poller is one for Linux")
	os.Exit(1)
}
