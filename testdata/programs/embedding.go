// Promotion through embedded structs, pointers and interfaces.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type Base struct{ id int }

func (b Base) ID() int          { return b.id }
func (b *Base) Set(n int) *Base { b.id = n; return b }
func (b Base) Name() string     { return fmt.Sprint("base", b.ID()) }

type Mid struct {
	*Base
	extra string
}

func (m Mid) Name() string { return "mid:" + m.Base.Name() }

type Top struct {
	Mid
	fmt.Stringer
	fn func(int) int
}

type str string

func (s str) String() string { return "str(" + string(s) + ")" }

type Namer interface{ Name() string }

type logging struct {
	Namer
	log *strings.Builder
}

func (l logging) Name() string {
	fmt.Fprint(l.log, "call;")
	return l.Namer.Name()
}

type byLen struct{ sort.StringSlice }

func (b byLen) Less(i, j int) bool { return len(b.StringSlice[i]) < len(b.StringSlice[j]) }

func main() {
	t := Top{Mid{&Base{1}, "x"}, str("s"), func(n int) int { return n * 2 }}
	fmt.Println(t.ID(), t.Name(), t.String(), t.fn(t.ID()))
	t.Set(5).Set(t.ID() + 1)
	fmt.Println(t.ID(), t.Mid.Base.Name())
	copyOf := t
	copyOf.Set(9)
	fmt.Println(t.ID(), copyOf.ID())

	get, set := t.ID, t.Set
	set(20)
	fmt.Println(get(), t.ID())
	expr := Top.ID
	fmt.Println(expr(t), (*Top).Name(&t), Namer.Name(t))

	var b strings.Builder
	n := Namer(logging{logging{t, &b}, &b})
	fmt.Println(n.Name(), b.String())

	words := byLen{strings.Fields("ccc a bb dddd")}
	sort.Sort(sort.Reverse(words))
	fmt.Println(words)

	defer func() { fmt.Println("recovered", recover() != nil) }()
	var empty Top
	fmt.Println(empty.extra, empty.ID())
}
