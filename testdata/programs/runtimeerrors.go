// Run-time errors keep their identity.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

func catch(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case runtime.Error:
			err = p
		case error:
			err = fmt.Errorf("plain: %w", p)
		case nil:
		default:
			err = fmt.Errorf("value: %v", p)
		}
	}()
	f()
	return nil
}

func index(s []int, i int) int { return s[i] }
func div(a, b int) int         { return a / b }
func deref(p *int) int         { return *p }
func assert(v any) string      { return v.(string) }
func slice(s string, i, j int) string {
	return s[i:j]
}

type key struct{ f func() }

func hash(m map[any]int, k any) int { return m[k] }

var sentinel = errors.New("sentinel")

func main() {
	fmt.Println(catch(func() { index([]int{1}, 5) }))
	fmt.Println(catch(func() { div(1, div(0, 1)) }))
	fmt.Println(catch(func() { deref(nil) }))
	fmt.Println(catch(func() { assert(4) }))
	fmt.Println(catch(func() { slice("abc", 2, 1) }))
	fmt.Println(catch(func() { hash(map[any]int{}, key{}) }))
	fmt.Println(catch(func() { panic(sentinel) }))
	fmt.Println(errors.Is(catch(func() { panic(sentinel) }), sentinel))
	fmt.Println(catch(func() { panic(3.5) }))
	fmt.Println(catch(func() {}))
	var perr *runtime.PanicNilError
	fmt.Println(errors.As(catch(func() { panic(nil) }), &perr))
	var tae *runtime.TypeAssertionError
	fmt.Println(errors.As(catch(func() { assert(nil) }), &tae))
}
