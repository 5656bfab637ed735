// Embedded interfaces, visitors and printers over a small expression tree.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

type visitor[T any] interface {
	num(n int) T
	op(o string, l, r T) T
}

type expr interface{ walk(v any) any }

type number int
type binary struct {
	o    string
	l, r expr
}

func accept[T any](e expr, v visitor[T]) T {
	switch e := e.(type) {
	case number:
		return v.num(int(e))
	case *binary:
		return v.op(e.o, accept(e.l, v), accept(e.r, v))
	default:
		panic(fmt.Sprintf("bad node %T", e))
	}
}

func (n number) walk(v any) any  { return walkAny(n, v) }
func (b *binary) walk(v any) any { return walkAny(b, v) }

func walkAny(e expr, v any) any {
	switch v := v.(type) {
	case visitor[int]:
		return accept(e, v)
	case visitor[string]:
		return accept(e, v)
	}
	return nil
}

type evaluator struct{ steps *int }

func (e evaluator) num(n int) int { *e.steps++; return n }
func (e evaluator) op(o string, l, r int) int {
	*e.steps++
	return map[string]func() int{
		"+": func() int { return l + r },
		"-": func() int { return l - r },
		"*": func() int { return l * r },
		"/": func() int { return l / r },
	}[o]()
}

type printer struct{ strings.Replacer }

func (p *printer) num(n int) string                { return p.Replace(strconv.Itoa(n)) }
func (p *printer) op(o string, l, r string) string { return "(" + l + o + r + ")" }

func parse(s string) (e expr, err error) {
	var stack []expr
	pop := func() expr {
		if len(stack) == 0 {
			panic(fmt.Errorf("stack is empty in %q", s))
		}
		e := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return e
	}
	defer func() {
		if r, ok := recover().(error); ok {
			e, err = nil, r
		}
	}()
	for _, w := range strings.Fields(s) {
		if n, err := strconv.Atoi(w); err == nil {
			stack = append(stack, number(n))
			continue
		}
		r, l := pop(), pop()
		stack = append(stack, &binary{w, l, r})
	}
	if e = pop(); len(stack) > 0 {
		return nil, fmt.Errorf("%d left in %q", len(stack), s)
	}
	return e, nil
}

func eval(e expr) (v, steps int, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = p
		default:
			err = fmt.Errorf("%v", p)
		}
	}()
	v = accept[int](e, evaluator{&steps})
	return
}

func main() {
	p := &printer{*strings.NewReplacer("1", "one")}
	bad := 0
	for _, s := range []string{"1 2 +", "3 4 5 * - 2 /", "1 0 /", "1 2", "+", "", "2 3 ^"} {
		e, err := parse(s)
		if err != nil {
			bad++
			fmt.Println("error:", err)
			continue
		}
		v, steps, err := eval(e)
		fmt.Println(accept[string](e, p), v, steps, err, e.walk(p), e.walk(1))
	}
	if bad != 3 {
		os.Exit(bad)
	}
	panic(fmt.Errorf("%d errors", bad))
}
