package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// calls is how many calls wait at a time for the figures.
const calls = "10000"

// printFigures runs both forms in Node, with a fetch that does not answer until all calls
// wait, so that it measures them and no network.
func printFigures(dir string) error {
	program, err := build(dir, "")
	if err != nil {
		return err
	}
	fmt.Printf("%s calls that wait, bytes each\n", calls)
	for _, form := range []string{"totalGoroutine", "total"} {
		cmd, err := node(program, "waiting", form, calls)
		if err != nil {
			return err
		}
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("node: %v", err)
		}
		fmt.Printf("    %-16s%s\n", form, strings.TrimSpace(string(out)))
	}
	fmt.Println("size of the program, bytes")
	for _, tags := range []string{"blocking", ""} {
		program, err := build(dir, tags)
		if err != nil {
			return err
		}
		info, err := os.Stat(program)
		if err != nil {
			return err
		}
		fmt.Printf("    %-16s%d\n", strings.TrimSuffix(filepath.Base(program), ".wasm"), info.Size())
	}
	return nil
}
