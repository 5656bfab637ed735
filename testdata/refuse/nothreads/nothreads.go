// Package nothreads needs a thread, and is for a host without them.
package nothreads

import "os"

//evert:callback
func Size(name string) (int, error) {
	text, err := os.ReadFile(name) // refused
	return len(text), err
}
