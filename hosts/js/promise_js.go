package jshost

import (
	"errors"
	"fmt"
	"syscall/js"

	"github.com/evert-go/evert/deferred"
)

// Func makes a function for JavaScript of one in callback form. f runs when it is called,
// up to its first wait; JavaScript gets a promise.
func Func[T any](f func(this js.Value, args []js.Value) *deferred.Deferred[T]) js.Func {
	return js.FuncOf(func(this js.Value, args []js.Value) any {
		return Promise(deferred.Call(func() *deferred.Deferred[T] { return f(this, args) }))
	})
}

// Promise makes a promise of a Deferred. It is fulfilled with the value, by the rules of
// js.ValueOf, and without one with undefined. It is rejected with an Error that has the
// text of the Go error, or with the reason of the promise whose rejection the Go error is.
// A panic is a rejection, too.
func Promise[T any](d *deferred.Deferred[T]) js.Value {
	promise, resolve, reject := newPromise()
	d.Observe(func(o deferred.Outcome[T]) {
		v, err := value(o)
		if err != nil {
			reject.Invoke(reason(err))
			return
		}
		resolve.Invoke(v)
	})
	return promise
}

// value is what the promise is fulfilled with.
func value[T any](o deferred.Outcome[T]) (v js.Value, err error) {
	switch {
	case o.Panic != nil:
		return v, o.Panic
	case o.Exited:
		return v, errors.New("runtime.Goexit was called")
	case o.Err != nil:
		return v, o.Err
	}
	if _, ok := any(o.Value).(deferred.Void); ok {
		return js.Undefined(), nil
	}
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("cannot make a JavaScript value of a %T", o.Value)
		}
	}()
	return js.ValueOf(o.Value), nil
}

// reason is what a promise is rejected with.
func reason(err error) js.Value {
	if r, ok := err.(*Rejection); ok {
		return r.Reason
	}
	e := global.Get("Error").New(err.Error())
	if r := (*Rejection)(nil); errors.As(err, &r) {
		e.Set("cause", r.Reason)
	}
	return e
}

// made is what the executor of the promise that is being made was called with.
var made [2]js.Value

// executor is that of all promises. It is called before the constructor returns.
var executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
	made = [2]js.Value{args[0], args[1]}
	return nil
})

func newPromise() (promise, resolve, reject js.Value) {
	promise = global.Get("Promise").New(executor)
	resolve, reject = made[0], made[1]
	made = [2]js.Value{}
	return promise, resolve, reject
}

// A Rejection is the error of a promise that was rejected.
type Rejection struct {
	Reason js.Value // as a rule an Error
}

// Error returns the text of the reason.
func (e *Rejection) Error() string { return global.Call("String", e.Reason).String() }
