// Command race has a script make a thousand promises at once, and is meant to be run with
// the race detector.
//
//	go run -race ./testdata/race callback   the module's callback forms
//	go run -race ./testdata/race naive      a goroutine for each call, which settles the promise
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/eventloop"

	gojahost "github.com/evert-go/evert/hosts/goja"
	"github.com/evert-go/evert/hosts/goja/catalog"
)

// slow is a store whose every answer takes a millisecond.
type slow struct{}

func (slow) Price(article string) (int, error) {
	time.Sleep(time.Millisecond)
	return len(article), nil
}

func (slow) Stock(string) (int, error) {
	time.Sleep(time.Millisecond)
	return 1000, nil
}

const program = `
let left = 1000, sum = 0;
for (let i = 0; i < 1000; i++) {
	quote("bolt", i).then(q => { sum += q.total; if (--left == 0) finish(sum) });
}`

func main() {
	loop := eventloop.NewEventLoop()
	done := make(chan int64, 1)
	var c *catalog.Catalog
	loop.Start()
	loop.RunOnLoop(func(vm *goja.Runtime) {
		c = &catalog.Catalog{Store: slow{}, Loop: gojahost.New(loop, vm), Tries: 1, Quoted: map[string]int{}}
		vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
		must(vm.Set("finish", func(sum int64) { done <- sum }))
		if os.Args[1] == "naive" {
			must(vm.Set("quote", naive(c, vm)))
		} else {
			must(vm.Set("quote", func(article string, n int) *goja.Promise {
				return gojahost.Promise(c.Loop, c.QuoteDeferred(c.Loop, article, n))
			}))
		}
		_, err := vm.RunString(program)
		must(err)
	})
	select {
	case sum := <-done:
		loop.Stop()
		fmt.Println("sum", sum, "quoted", c.Quoted["bolt"])
	case <-time.After(20 * time.Second):
		fmt.Fprintln(os.Stderr, "not all promises are settled")
		os.Exit(1)
	}
}

// naive is what one writes at first: a goroutine that waits, and then settles the promise.
// The runtime and the catalog are the loop's, but it uses both.
func naive(c *catalog.Catalog, vm *goja.Runtime) func(article string, n int) *goja.Promise {
	return func(article string, n int) *goja.Promise {
		promise, resolve, reject := vm.NewPromise()
		go func() {
			q, err := c.Quote(article, n)
			if err != nil {
				must(reject(vm.NewGoError(err)))
			} else {
				must(resolve(q))
			}
		}()
		return promise
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
