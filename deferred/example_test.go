package deferred_test

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/evert-go/evert/deferred"
)

// Something that answers later, when the example fires it.
var question *deferred.Deferred[string]

func askDeferred(text string) *deferred.Deferred[string] {
	fmt.Println("asked:", text)
	question = deferred.New[string]()
	return question
}

// func age() (int, error) {
//
//	answer, err := ask("age?")
//	if err != nil {
//		return 0, err
//	}
//	return strconv.Atoi(answer)
//
// }
func ExampleAddCallback() {
	age := deferred.AddCallback(askDeferred("age?"), func(answer string) (int, error) {
		return strconv.Atoi(answer)
	})
	fmt.Println(age.Fired())
	question.Callback("42")
	fmt.Println(age.Result())
	// Output:
	// asked: age?
	// false
	// 42 <nil> true
}

// The second question depends on the answer to the first.
func ExampleChain() {
	city := deferred.Chain(askDeferred("country?"), func(country string) *deferred.Deferred[string] {
		return askDeferred("capital of " + country + "?")
	})
	question.Callback("France")
	question.Callback("Paris")
	fmt.Println(city.Result())
	// Output:
	// asked: country?
	// asked: capital of France?
	// Paris <nil> true
}

// An error is looked at, and replaced by a value.
func ExampleChainBoth() {
	name := deferred.ChainBoth(askDeferred("name?"), func(name string, err error) *deferred.Deferred[string] {
		if err != nil {
			fmt.Println("no answer:", err)
			return deferred.Succeed("nobody")
		}
		return deferred.Succeed(name)
	})
	question.Errback(errors.New("timeout"))
	fmt.Println(name.Result())
	// Output:
	// asked: name?
	// no answer: timeout
	// nobody <nil> true
}

// for { answer, err := ask(..); if err != nil { return 0, err }; if answer == "" { return n, nil }; n++ }
func ExampleLoop() {
	n := 0
	count := deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
		return deferred.Chain(askDeferred(fmt.Sprint("number ", n+1, "?")), func(answer string) *deferred.Deferred[int] {
			if answer == "" {
				return deferred.Succeed(n)
			}
			n++
			return loop.Again()
		})
	})
	question.Callback("a")
	question.Callback("b")
	question.Callback("")
	fmt.Println(count.Result())
	// Output:
	// asked: number 1?
	// asked: number 2?
	// asked: number 3?
	// 2 <nil> true
}

// defer fmt.Println("closed")
func ExampleWithDefers() {
	length := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.Defer(func() { fmt.Println("closed") })
		return deferred.Map(askDeferred("text?"), func(text string) int { return len(text) })
	})
	question.Callback("seven..")
	fmt.Println(length.Result())
	// Output:
	// asked: text?
	// closed
	// 7 <nil> true
}

// func() (err error), whose deferred call recovers and sets the named result.
func ExampleWithDefersNamed() {
	var err error
	done := deferred.WithDefersNamed(func(scope *deferred.Scope) *deferred.Deferred[deferred.Void] {
		scope.DeferRecover(func(p *deferred.Panicking) {
			defer func() {
				if v := recover(); v != nil {
					err = fmt.Errorf("recovered: %v", v)
				}
			}()
			p.Resume()
		})
		return deferred.Map(askDeferred("divisor?"), func(string) deferred.Void {
			panic("division by zero")
		})
	}, func() *deferred.Deferred[deferred.Void] { return deferred.Finish(err) })
	question.Callback("0")
	fmt.Println(done.Result())
	// Output:
	// asked: divisor?
	// {} recovered: division by zero true
}

// The canceller stops what would have fired the Deferred.
func ExampleDeferred_Cancel() {
	work := deferred.New(func(*deferred.Deferred[int]) { fmt.Println("stopping the work") })
	result := deferred.Map(work, func(v int) int { return v + 1 })
	result.Cancel()
	fmt.Println(result.Result())
	// Output:
	// stopping the work
	// 0 cancelled true
}
