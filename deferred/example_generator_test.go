package deferred_test

import (
	"errors"
	"fmt"

	"github.com/evert-go/evert/deferred"
)

func ExampleGenerateValue() {
	d := deferred.GenerateValue(func(g *deferred.Generator) int {
		name := askDeferred("name?").AwaitValue(g)
		return len(name)
	})
	question.Callback("Ada")
	fmt.Println(d.Result())
	// Output:
	// asked: name?
	// 3 <nil> true
}

func ExampleGenerateErr() {
	d := deferred.GenerateErr(func(g *deferred.Generator) error {
		if _, err := askDeferred("name?").Await(g); err != nil {
			return fmt.Errorf("no name: %w", err)
		}
		return nil
	})
	question.Errback(errors.New("timeout"))
	fmt.Println(d.Result())
	// Output:
	// asked: name?
	// {} no name: timeout true
}

// The body returns to its caller where it has to wait, and goes on later.
func ExampleGenerateDone() {
	d := deferred.GenerateDone(func(g *deferred.Generator) {
		for _, what := range []string{"name?", "age?"} {
			fmt.Println("told:", askDeferred(what).AwaitValue(g))
		}
	})
	fmt.Println("it waits:", !d.Fired())
	question.Callback("Ada")
	question.Callback("36")
	fmt.Println("it is over:", d.Fired())
	// Output:
	// asked: name?
	// it waits: true
	// told: Ada
	// asked: age?
	// told: 36
	// it is over: true
}

// Two results and an error.
func ExampleAwait2() {
	ask := func() *deferred.Deferred[deferred.Pair[string, int]] {
		return deferred.AddCallback(askDeferred("word?"), func(word string) (deferred.Pair[string, int], error) {
			return deferred.Pack2(word, len(word), nil)
		})
	}
	d := deferred.Generate(func(g *deferred.Generator) (string, error) {
		word, n, err := deferred.Await2(ask(), g)
		return fmt.Sprint(word, " has ", n), err
	})
	question.Callback("seven..")
	fmt.Println(d.Result())
	// Output:
	// asked: word?
	// seven.. has 7 <nil> true
}
