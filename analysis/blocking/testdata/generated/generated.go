// Package generated has callback forms of an earlier run.
package generated

import "time"

func Wait() { time.Sleep(1) } // want Wait:"^blocks sleep: time.Sleep; generated WaitDeferred$"

type T struct{}

//evert:callback
func (*T) Wait() { time.Sleep(1) } // want Wait:"^blocks sleep: time.Sleep; callback; generated WaitDeferred$"

func byHand() { time.Sleep(1) } // want byHand:"^blocks sleep: time.Sleep$"

func byHandDeferred() *int { return nil }
