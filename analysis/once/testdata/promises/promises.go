// Package promises has functions that are called from JavaScript.
package promises

import (
	"errors"
	"log"

	"example.com/js"
	_ "example.com/promisepack"
)

type module struct {
	vm   *js.Runtime
	loop *js.Loop
}

func fetch(url string) (string, error) { return "", nil }

func (m *module) right(url string) *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	go func() {
		text, err := fetch(url)
		ok := m.loop.RunOnLoop(func(*js.Runtime) {
			if err != nil {
				reject(err)
				return
			}
			resolve(text)
		})
		if !ok {
			panic("the loop is gone")
		}
	}()
	return promise
}

func (m *module) both(url string) *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	text, err := fetch(url)
	if err != nil {
		reject(err)
	}
	resolve(text) // want `resolve or reject is called a second time on this path`
	return promise
}

func (m *module) neither(url string) *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	text, err := fetch(url)
	switch {
	case err != nil:
		reject(err)
	case text != "":
		resolve(text)
	}
	return promise // want `neither resolve nor reject is called on a path that ends here`
}

func (m *module) loopGone(url string) *js.Promise {
	promise, resolve, _ := m.vm.NewPromise()
	go func() {
		text, _ := fetch(url)
		m.loop.RunOnLoop(func(*js.Runtime) { resolve(text) }) // want `resolve is not called if m.loop.RunOnLoop fails: its error is dropped|neither`
	}()
	return promise
}

func (m *module) registered() *js.Promise {
	callback := m.loop.Register()
	promise, resolve, _ := m.vm.NewPromise()
	go func() {
		text, err := fetch("x")
		if err != nil {
			log.Print(err)
			return // want `callback is not called on a path that ends here`
		}
		callback(func() error {
			return resolve(text)
		})
	}()
	return promise
}

type settle struct{ resolve, reject func(any) error }

func (m *module) stored() (*js.Promise, settle) {
	promise, resolve, reject := m.vm.NewPromise()
	return promise, settle{resolve, reject}
}

func (m *module) oneStored() *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	pending = append(pending, resolve)
	if len(pending) > 10 {
		reject(errors.New("too many"))
	}
	return promise
}

var pending []func(any) error

func (m *module) helper(url string) *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	settleWith := func(text string, err error) {
		if err != nil {
			reject(err)
		} else {
			resolve(text)
		}
	}
	settleWith(fetch(url))
	return promise
}

// Wrap makes a function that is told how it went by one of two.
//
//evert:once onOK or onErr
func Wrap(url string, onOK func(string), onErr func(error)) {
	text, err := fetch(url)
	if err != nil {
		onErr(err)
		return
	}
	if text == "" {
		return // want `neither onOK nor onErr is called on a path that ends here`
	}
	onOK(text)
}

func (m *module) wrapped(url string) *js.Promise {
	promise, resolve, reject := m.vm.NewPromise()
	Wrap(url, func(text string) { resolve(text) }, func(err error) { reject(err) })
	return promise
}
