package deferred_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/evert-go/evert/deferred"
)

// The error is wrapped on its way.
func ExampleAddBoth() {
	name := deferred.AddBoth(askDeferred("name?"), func(name string, err error) (string, error) {
		if err != nil {
			return "", fmt.Errorf("no name: %w", err)
		}
		return strings.ToUpper(name), nil
	})
	question.Errback(errors.New("timeout"))
	fmt.Println(name.Result())
	// Output:
	// asked: name?
	//  no name: timeout true
}

// An error of the first function does not come to the second.
func ExampleAddCallbacks() {
	check := func(name string) (string, error) {
		if name == "" {
			return "", errors.New("an empty name")
		}
		return name, nil
	}
	ignore := func(error) (string, error) { return "nobody", nil }

	name := deferred.AddCallbacks(askDeferred("name?"), check, ignore)
	question.Callback("")
	fmt.Println(name.Result())

	name = deferred.AddCallbacks(askDeferred("name?"), check, ignore)
	question.Errback(errors.New("timeout"))
	fmt.Println(name.Result())
	// Output:
	// asked: name?
	//  an empty name true
	// asked: name?
	// nobody <nil> true
}

// An error is replaced by a value; a value without an error passes.
func ExampleDeferred_AddErrback() {
	name := askDeferred("name?").AddErrback(func(error) (string, error) { return "nobody", nil })
	question.Errback(errors.New("timeout"))
	fmt.Println(name.Result())
	// Output:
	// asked: name?
	// nobody <nil> true
}

func ExampleMap() {
	length := deferred.Map(askDeferred("word?"), func(word string) int { return len(word) })
	question.Callback("seven..")
	fmt.Println(length.Result())
	// Output:
	// asked: word?
	// 7 <nil> true
}

func ExampleUse() {
	deferred.Use(askDeferred("name?"), func(name string) { fmt.Println("hello,", name) })
	question.Callback("Ada")
	// Output:
	// asked: name?
	// hello, Ada
}

func ExampleDo() {
	saved := deferred.Do(askDeferred("name?"), func(name string) error {
		if name == "" {
			return errors.New("an empty name")
		}
		return nil
	})
	question.Callback("")
	fmt.Println(saved.Result())
	// Output:
	// asked: name?
	// {} an empty name true
}

func ExampleDoBoth() {
	saved := deferred.DoBoth(askDeferred("name?"), func(name string, err error) error {
		if err != nil {
			fmt.Println("ignored:", err)
		}
		return nil
	})
	question.Errback(errors.New("timeout"))
	fmt.Println(saved.Result())
	// Output:
	// asked: name?
	// ignored: timeout
	// {} <nil> true
}

// After a function without results.
func ExampleThen() {
	greet := deferred.Use(askDeferred("name?"), func(name string) { fmt.Println("hello,", name) })
	age := deferred.Then(greet, func() *deferred.Deferred[string] { return askDeferred("age?") })
	question.Callback("Ada")
	question.Callback("36")
	fmt.Println(age.Result())
	// Output:
	// asked: name?
	// hello, Ada
	// asked: age?
	// 36 <nil> true
}

// After a function whose only result is an error.
func ExampleThenBoth() {
	check := deferred.Do(askDeferred("name?"), func(name string) error { return errors.New("unknown") })
	next := deferred.ThenBoth(check, func(err error) *deferred.Deferred[string] {
		return askDeferred(fmt.Sprintf("%v, another name?", err))
	})
	question.Callback("Ada")
	question.Callback("Grace")
	fmt.Println(next.Result())
	// Output:
	// asked: name?
	// asked: unknown, another name?
	// Grace <nil> true
}

// Neither the answer nor an error matters.
func ExampleDiscard() {
	told := deferred.Discard(askDeferred("all well?"))
	question.Errback(errors.New("timeout"))
	fmt.Println(told.Result())
	// Output:
	// asked: all well?
	// {} <nil> true
}

// A continuation on what has fired runs in place.
func ExampleSucceed() {
	d := deferred.Map(deferred.Succeed(20), func(v int) int {
		fmt.Println("called at once")
		return v + 1
	})
	fmt.Println(d.Result())
	// Output:
	// called at once
	// 21 <nil> true
}

func ExampleFail() {
	d := deferred.Map(deferred.Fail[int](errors.New("broken")), func(v int) int {
		fmt.Println("not called")
		return v + 1
	})
	fmt.Println(d.Result())
	// Output:
	// 0 broken true
}

// A value and an error both arrive.
func ExampleReturn() {
	read := deferred.Return(3, io.EOF)
	fmt.Println(read.Result())
	// Output:
	// 3 EOF true
}

func ExampleDone() {
	fmt.Println(deferred.Done().Fired())
	// Output:
	// true
}

func ExampleFinish() {
	fmt.Println(deferred.Finish(errors.New("broken")).Result())
	// Output:
	// {} broken true
}

// Void is the value where there is none.
func ExampleVoid() {
	told := deferred.New[deferred.Void]()
	told.Callback(deferred.Void{})
	fmt.Println(told.Result())
	// Output:
	// {} <nil> true
}

// Whoever makes a Deferred fires it, and says how to stop.
func ExampleNew() {
	request := deferred.New(func(d *deferred.Deferred[string]) {
		fmt.Println("hanging up")
		d.Errback(errors.New("hung up"))
	})
	length := deferred.Map(request, func(text string) int { return len(text) })
	length.Cancel()
	fmt.Println(length.Result())
	// Output:
	// hanging up
	// 0 hung up true
}

// What has fired while it was paused waits.
func ExampleDeferred_Pause() {
	d := deferred.New[int]()
	deferred.Use(d, func(v int) { fmt.Println("got", v) })
	d.Pause()
	d.Callback(1)
	fmt.Println("fired:", d.Fired())
	d.Unpause()
	// Output:
	// fired: true
	// got 1
}

// The end of a chain, which is told of any outcome.
func ExampleDeferred_Observe() {
	d := deferred.Map(askDeferred("divisor?"), func(string) int { panic("division by zero") })
	d.Observe(func(o deferred.Outcome[int]) { fmt.Println(o.Value, o.Err, o.Panic) })
	question.Callback("0")
	// Output:
	// asked: divisor?
	// 0 <nil> panic: division by zero
}
