// Operands that panic are evaluated after the calls beside them.
package main

import (
	"fmt"
	"strings"
)

func say(s string, n int) int {
	fmt.Print(s, " ")
	return n
}

func try(name string, f func()) {
	defer func() {
		msg := fmt.Sprint(recover())
		msg = strings.TrimPrefix(msg, "runtime error: ")
		fmt.Println(name, "->", msg)
	}()
	f()
}

type node struct {
	v    int
	next *node
}

func (n *node) get(k int) int { return n.v + k }
func (n node) val(k int) int  { return n.v + k }

func main() {
	var p *node
	var m map[string]int
	var s []int
	var i any = "str"
	var fn func(int) int
	zero := 0
	try("index", func() { fmt.Println(s[2], say("call", 1)) })
	try("nil field", func() { fmt.Println(p.v + say("call", 1)) })
	try("nil method", func() { fmt.Println(p.get(say("arg", 1))) })
	try("nil value method", func() { fmt.Println(p.val(say("arg", 1))) })
	try("divide", func() { fmt.Println(say("left", 4)/zero + say("right", 1)) })
	try("assert", func() { fmt.Println(i.(int), say("after", 1)) })
	try("assert mid", func() { fmt.Println(say("before", 1), i.(fmt.Stringer), say("after", 1)) })
	try("slice", func() { fmt.Println(s[1:3], say("after", 1)) })
	try("map", func() { m["x"] = say("value", 1) })
	try("nil func", func() { fmt.Println(fn(say("arg", 1))) })
	try("index assign", func() { s[say("index", 3)] = say("value", 1) })
	try("chain", func() { p.next.v = say("value", 2) })
	try("deref", func() { var q *int; *q = say("value", 2) })
	try("make", func() { _ = make([]int, say("len", -1)) })
	try("convert", func() { _ = [4]int(make([]int, say("len", 2))) })
	try("close", func() { var c chan int; close(c) })
	try("fine", func() { fmt.Print(i.(string), " ", say("x", 1), " ") })
}
