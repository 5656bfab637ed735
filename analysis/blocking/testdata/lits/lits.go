// Package lits has literals and functions that are passed around.
package lits

import (
	"errors"
	"path/filepath"
	"sort"
	"sync"
	"time"
)

func sleep() { time.Sleep(1) } // want sleep:"^blocks sleep: time.Sleep$"

func onTheSpot() { func() { sleep() }() } // want onTheSpot:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func deferredLit() { defer func() { sleep() }() } // want deferredLit:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func variable() { f := func() { sleep() }; f() } // want variable:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func recursiveVariable() { // want recursiveVariable:"^blocks sleep: example.com/lits.sleep < time.Sleep$"
	var f func(int)
	f = func(n int) {
		if n > 0 {
			f(n - 1)
		}
		sleep()
	}
	f(3)
}

func either(ok bool) { // want either:"^blocks sleep: example.com/lits.sleep < time.Sleep$"
	f := func() {}
	if ok {
		f = sleep
	}
	f()
}

func notCalled() func() { // want notCalled:"^returns what blocks sleep: example.com/lits.sleep < time.Sleep$"
	f := func() { sleep() }
	return f
}

func each(n int, f func(int)) { // want each:`^calls \[1\]$`
	for i := range n {
		f(i)
	}
}

func eachTwice(f func(int)) { each(2, f) } // want eachTwice:`^calls \[0\]$`

func harmless() { each(2, func(int) {}) }

func passes() { each(2, func(int) { sleep() }) } // want passes:"^blocks sleep: example.com/lits.each < example.com/lits.sleep < time.Sleep$"

func passesTwice() { eachTwice(func(int) { sleep() }) } // want passesTwice:"^blocks sleep: example.com/lits.eachTwice < example.com/lits.sleep < time.Sleep$"

func nap(int) { sleep() } // want nap:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func passesNamed() { each(2, nap) } // want passesNamed:"^blocks sleep: example.com/lits.each < example.com/lits.nap < example.com/lits.sleep < time.Sleep$"

type doer func(int)

func (d doer) do() { d(1) } // want do:`^calls \[-1\]$`

func converted() { doer(nap).do() } // want converted:`^blocks sleep: example.com/lits.doer.do < example.com/lits.nap < example.com/lits.sleep < time.Sleep$`

type keeper struct{ f func() }

func (k *keeper) keep(f func()) { k.f = f }

func keeps(k *keeper) { k.keep(sleep) }

func goes(f func()) { go f() }

func goesLit(f func()) { go func() { f() }() }

func spawns() { goes(sleep); goesLit(sleep) }

func returns(f func()) func() { return func() { f() } }

func viaDefer(f func()) { defer f() } // want viaDefer:`^calls \[0\]$`

func viaLit(f func()) { func() { f() }() } // want viaLit:`^calls \[0\]$`

func viaVariable(f func()) { g := f; g() } // want viaVariable:`^calls \[0\]$`

func viaLitVariable(f func()) { g := func() { f() }; g() } // want viaLitVariable:`^calls \[0\]$`

func variadic(name string, fs ...func() error) error { // want variadic:`^calls \[1\]$`
	var errs []error
	for _, f := range fs {
		errs = append(errs, f())
	}
	return errors.Join(errs...)
}

func passesVariadic() { // want passesVariadic:"^blocks sleep: example.com/lits.variadic < example.com/lits.sleep < time.Sleep$"
	variadic("x", func() error { return nil }, func() error { sleep(); return nil })
}

type options struct{ on func() }

func withOptions(o *options) { o.on() } // want withOptions:`^calls \[0\]$`

func passesOptions() { withOptions(&options{on: func() { sleep() }}) } // want passesOptions:"^blocks sleep: example.com/lits.withOptions < example.com/lits.sleep < time.Sleep$"

func seq(yield func(int) bool) { // want seq:`^calls \[0\]$`
	_ = yield(1) && yield(2)
}

func slowSeq(yield func(int) bool) { // want slowSeq:`^blocks sleep: example.com/lits.sleep < time.Sleep; calls \[0\]$`
	sleep()
	yield(1)
}

func rangesOver() {
	for range seq {
	}
}

func rangesOverSlow() { // want rangesOverSlow:"^blocks sleep: example.com/lits.slowSeq < example.com/lits.sleep < time.Sleep$"
	for range slowSeq {
	}
}

func rangesOverParam(s func(func(int) bool)) { // want rangesOverParam:`^calls \[0\]$`
	for range s {
	}
}

func std(s []int) { // want std:"^blocks sleep: sort.Slice < example.com/lits.sleep < time.Sleep$"
	sort.Slice(s, func(i, j int) bool { sleep(); return i < j })
}

func stdOnce(o *sync.Once) { o.Do(sleep) } // want stdOnce:`^blocks sleep: sync.\(\*Once\).Do < example.com/lits.sleep < time.Sleep$`

func stdWalk() { filepath.WalkDir(".", nil) } // want stdWalk:"^blocks file: path/filepath.WalkDir$"

func stdLater() { time.AfterFunc(1, sleep) }

var hook = sleep // want hook:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func callsHook() { hook() } // want callsHook:"^blocks sleep: example.com/lits.sleep < time.Sleep$"

func callsReturned() { notCalled()() } // want callsReturned:"^blocks sleep: example.com/lits.notCalled < example.com/lits.sleep < time.Sleep$"

type rows struct{}

func (rows) all() func(func(int) bool) { // want all:"^returns what blocks sleep: time.Sleep$"
	return func(yield func(int) bool) {
		for yield(1) {
			time.Sleep(1)
		}
	}
}

func iterates(r rows) { // want iterates:"^blocks sleep: example.com/lits.rows.all < time.Sleep$"
	for range r.all() {
	}
}

func returnsItself(n int) func() { return returnsItself(n - 1) }
