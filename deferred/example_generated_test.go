package deferred_test

import (
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/evert-go/evert/deferred"
)

// A Looping is what the turns of a loop have: also a loop in a loop.
func ExampleLooping() {
	var asked []string
	d := deferred.Loop(func(outer *deferred.Looping[int]) *deferred.Deferred[int] {
		return deferred.Loop(func(inner *deferred.Looping[int]) *deferred.Deferred[int] {
			return deferred.Chain(askDeferred("word?"), func(word string) *deferred.Deferred[int] {
				switch word {
				case "":
					return deferred.Succeed(len(asked))
				case "clear":
					asked = nil
					return outer.Again()
				}
				asked = append(asked, word)
				return inner.Again()
			})
		})
	})
	for _, word := range []string{"a", "clear", "b", "c", ""} {
		question.Callback(word)
	}
	fmt.Println(d.Result())
	// Output:
	// asked: word?
	// asked: word?
	// asked: word?
	// asked: word?
	// asked: word?
	// 2 <nil> true
}

// A method of an interface value is deferred: without a value the function panics here,
// and not at its end.
func ExampleNonNil() {
	var c io.Closer
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		receiver := deferred.NonNil(c)
		scope.Defer(func() { receiver.Close() })
		return deferred.Succeed(1)
	})
	_, err, _ := d.Result()
	fmt.Println(err)
	// Output: panic: runtime error: invalid memory address or nil pointer dereference
}

// Deferred calls may wait, and run last in, first out.
func ExampleScope() {
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
		scope.Defer(func() { fmt.Println("closed") })
		scope.DeferWait(func(*deferred.Panicking) *deferred.Deferred[deferred.Void] {
			return deferred.Discard(askDeferred("may I close?"))
		})
		return askDeferred("data?")
	})
	question.Callback("data")
	fmt.Println(d.Fired())
	question.Callback("yes")
	fmt.Println(d.Result())
	// Output:
	// asked: data?
	// asked: may I close?
	// false
	// closed
	// data <nil> true
}

// A deferred call that waits recovers by the Panicking that it is given.
func ExamplePanicking() {
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[deferred.Void] {
			fmt.Println("recovered:", p.Recover())
			return deferred.Done()
		})
		return deferred.Map(askDeferred("divisor?"), func(string) int { panic("division by zero") })
	})
	question.Callback("0")
	fmt.Println(d.Result())
	// Output:
	// asked: divisor?
	// recovered: division by zero
	// 0 <nil> true
}

// A generic function cannot name the type of what it waits for.
func ExampleChainInto() {
	waiting := askDeferred("name?")
	name := deferred.Zero(waiting)
	d := deferred.ChainInto(waiting, &name, func() *deferred.Deferred[int] {
		return deferred.Succeed(len(name))
	})
	question.Callback("Ada")
	fmt.Println(d.Result())
	// Output:
	// asked: name?
	// 3 <nil> true
}

func ExampleChainBothInto() {
	waiting := askDeferred("name?")
	name := deferred.Zero(waiting)
	d := deferred.ChainBothInto(waiting, &name, func(err error) *deferred.Deferred[string] {
		return deferred.Succeed(fmt.Sprintf("%q, %v", name, err))
	})
	question.Errback(errors.New("timeout"))
	fmt.Println(d.Result())
	// Output:
	// asked: name?
	// "", timeout <nil> true
}

func ExampleZero() {
	name := deferred.Zero(deferred.New[string]())
	fmt.Printf("%q\n", name)
	// Output:
	// ""
}

func ExampleRangeMap() {
	var keys []string
	for entries := deferred.RangeMap(map[string]int{"a": 1, "b": 2}); entries.Next(); {
		keys = append(keys, entries.Key())
	}
	sort.Strings(keys)
	fmt.Println(keys)
	// Output:
	// [a b]
}

// An entry that is removed before it is reached does not appear.
func ExampleMapRange() {
	m := map[int]string{1: "one", 2: "two"}
	turns := 0
	for entries := deferred.RangeMap(m); entries.Next(); turns++ {
		for k := range m {
			delete(m, k)
		}
	}
	fmt.Println(turns)
	// Output:
	// 1
}

// The function that yields stands still while the body waits.
func ExampleRangeFunc1() {
	countdown := func(yield func(int) bool) {
		defer fmt.Println("end of the countdown")
		for n := 3; yield(n); n-- {
		}
	}
	exit := deferred.RangeFunc1(countdown, func(n int) *deferred.Deferred[int] {
		return deferred.Map(askDeferred(fmt.Sprint(n, ", go on?")), func(answer string) int {
			if answer == "no" {
				return deferred.Break
			}
			return deferred.Continue
		})
	})
	question.Callback("yes")
	question.Callback("no")
	fmt.Println(exit.Result())
	// Output:
	// asked: 3, go on?
	// asked: 2, go on?
	// end of the countdown
	// 1 <nil> true
}

// In code where something else is called len.
func ExampleLen() {
	len := deferred.Len([]int{1, 2, 3})
	fmt.Println(len)
	// Output:
	// 3
}

func ExampleLenString() {
	len := deferred.LenString("seven..")
	fmt.Println(len)
	// Output:
	// 7
}

// Several results are one value.
func ExamplePair() {
	division := deferred.Succeed2(7/3, 7%3)
	d := deferred.Map(division, func(p deferred.Pair[int, int]) string {
		quotient, remainder := p.Unpack()
		return fmt.Sprint(quotient, " and ", remainder, "/3")
	})
	fmt.Println(d.Result())
	// Output:
	// 2 and 1/3 <nil> true
}

func ExampleMakePair() {
	fmt.Println(deferred.MakePair("n", 1).Unpack())
	// Output:
	// n 1
}

// A continuation returns several results and an error.
func ExamplePack2() {
	read := deferred.AddCallback(askDeferred("data?"), func(text string) (deferred.Pair[int, string], error) {
		return deferred.Pack2(len(text), text, io.EOF)
	})
	question.Callback("end")
	fmt.Println(read.Result())
	// Output:
	// asked: data?
	// {3 end} EOF true
}

func ExampleTriple() {
	fmt.Println(deferred.Triple[int, string, bool]{First: 1, Second: "two", Third: true}.Unpack())
	// Output:
	// 1 two true
}

func ExampleMakeTriple() {
	fmt.Println(deferred.MakeTriple(1, "two", true).Second)
	// Output:
	// two
}

func ExampleQuad() {
	fmt.Println(deferred.Quad[int, int, int, int]{First: 1, Second: 2, Third: 3, Fourth: 4}.Unpack())
	// Output:
	// 1 2 3 4
}

func ExampleMakeQuad() {
	fmt.Println(deferred.MakeQuad(1, 2, 3, 4).Fourth)
	// Output:
	// 4
}

func ExampleTuple5() {
	fmt.Println(deferred.Tuple5[int, int, int, int, int]{V1: 1, V5: 5}.Unpack())
	// Output:
	// 1 0 0 0 5
}

func ExampleMakeTuple5() {
	fmt.Println(deferred.MakeTuple5("a", "b", "c", "d", "e").V5)
	// Output:
	// e
}
