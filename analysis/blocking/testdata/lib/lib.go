// Package lib is imported by package user.
package lib

import "time"

type hidden struct{}

func (hidden) Wait() { time.Sleep(1) } // want Wait:"^blocks sleep: time.Sleep$"

// Visible has a method of an unexported type.
type Visible struct{ hidden }

func Slow() { time.Sleep(1) } // want Slow:"^blocks sleep: time.Sleep$"

//evert:blocking
func Leaf() {} // want Leaf:"^blocks wait; leaf$"

//evert:blocking
type Func func() // want Func:"^blocks wait; leaf$"

type Hooks struct {
	//evert:blocking
	On func() // want On:"^blocks wait; leaf$"
}

type Doer interface {
	//evert:blocking
	Do() // want Do:"^blocks wait; leaf$"
}

func Each(f func()) { f() } // want Each:`^calls \[0\]$`

var linked func()

// NoBody waits in a way that nothing can be known of.
func NoBody() { linked() }

type Client struct{}

func (*Client) Ask() {}

// Hook is a variable.
var Hook = Slow // want Hook:"^blocks sleep: example.com/lib.Slow < time.Sleep$"

func Seq() func(func() bool) { // want Seq:"^returns what blocks sleep: example.com/lib.Slow < time.Sleep$"
	return func(yield func() bool) { Slow() }
}
