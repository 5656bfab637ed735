// Package js stands in for a JavaScript engine's.
package js

type Runtime struct{}

type Promise struct{}

func (*Runtime) NewPromise() (promise *Promise, resolve func(any) error, reject func(any) error) {
	return nil, nil, nil
}

type Loop struct{}

func (*Loop) RunOnLoop(f func(*Runtime)) bool { return true }

// Register keeps the loop alive until the function that it returns is called.
func (*Loop) Register() func(func() error) { return nil }
