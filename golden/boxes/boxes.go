// Package boxes has variables that closures and pointers keep across waits: they are
// the same ones before and after, and afterwards, when the function has returned.
package boxes

import (
	"errors"
	"fmt"
	"sort"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Parameter has a parameter that a closure changes.
//
//evert:callback
func Parameter(n int) (string, error) {
	add := func(k int) { n += k }
	add(trace.Get(1))
	v := trace.Get(n)
	add(v)
	n *= 2
	return strconv.Itoa(n), nil
}

// counter is what methods change through a pointer.
type counter struct {
	n    int
	list [3]int
	next *counter
}

func (c *counter) inc() int { c.n++; return c.n }

func (c counter) get() int { return c.n }

// add has a receiver that a closure keeps.
func (c counter) add(k int) (func() int, error) {
	get := func() int { c.n++; return c.n }
	v, err := trace.Fetch(k)
	if err != nil {
		return get, err
	}
	c.n += v
	return get, nil
}

// Receiver calls the closure when the method has returned.
//
//evert:callback
func Receiver(n int) (string, error) {
	c := counter{n: 10}
	first, err := c.add(n)
	if err != nil {
		return strconv.Itoa(first()), err
	}
	second, err := c.add(n + 1)
	return fmt.Sprint(first(), first(), second(), c.n), err
}

// Methods has a variable that its methods take the address of, in many places.
//
//evert:callback
func Methods(n int) (string, error) {
	var c counter
	inc, get := c.inc, c.get
	trace.Do(inc())
	c.list[1] = trace.Get(n)
	p := &c.list[2]
	part := c.list[1:]
	trace.Do(c.inc())
	*p += c.n
	part[0]++
	c.next = &counter{n: inc()}
	trace.Do(c.next.inc())
	q := &c
	q.n += trace.Get(c.get())
	return fmt.Sprint(c.n, c.list, c.next.n, get(), q == &c, len(c.list[:])), nil
}

// result has results that a closure keeps, which a return sets.
func result(n int, keep *func() (int, error)) (v int, err error) {
	*keep = func() (int, error) { v++; return v, err }
	if n == 0 {
		return 7, errors.New("none")
	}
	v = 3
	trace.Do(v)
	if n == 1 {
		return
	}
	w, err := trace.Fetch(n)
	if n == 2 {
		return trace.Fetch(w)
	}
	if err != nil {
		return w, err
	}
	return v + w, nil
}

// Results looks at them afterwards.
//
//evert:callback
func Results(n int) (string, error) {
	var keep func() (int, error)
	v, err := result(n, &keep)
	w, kept := keep()
	trace.Emit(v, err, w, kept)
	v2, err2 := result(n+1, &keep)
	w2, kept2 := keep()
	return fmt.Sprint(v, w, kept, v2, w2, kept2, err2), err
}

// look waits, and then looks at what a pointer leads to.
func look(n int, p *error, more ...*int) (int, error) {
	trace.Do(n)
	trace.Emit(*p, len(more))
	for _, q := range more {
		*q++
	}
	return trace.Fetch(n)
}

// Meanwhile looks at a variable while the wait that is going to set it is not over.
//
//evert:callback
func Meanwhile(n int) (string, error) {
	err := errors.New("before")
	a, err := look(n, &err)
	trace.Emit(a, err)
	b, err := look(n+1, &err, &a)
	trace.Emit(a, b, err)
	if n > 2 {
		b, err = look(n+2, &err, &a, &b)
		c, err := look(n+3, &err, &b)
		return fmt.Sprint(a, b, c), err
	}
	return fmt.Sprint(a, b), err
}

// Turns has closures that keep the variables of each turn, which are called after the
// loop, and when others have used its frame.
//
//evert:callback
func Turns(n int) (string, error) {
	keep := turns(n)
	others := turns(n + 1)
	out := ""
	for i, f := range keep {
		out += fmt.Sprint(f(i), others[i](1), " ")
	}
	return out, nil
}

func turns(n int) []func(int) int {
	var keep []func(int) int
	sum := 0
	for i, j := 0, n; i < n%5; i, j = i+1, j-1 {
		k := trace.Get(i)
		keep = append(keep, func(d int) int {
			i, k = i+d, k+1
			sum += d
			return i*1000 + j*100 + k*10 + sum
		})
		trace.Do(k)
		if i == 1 {
			i++
			continue
		}
		at := &k
		*at += trace.Get(j)
	}
	return append(keep, func(d int) int { sum += d; return sum })
}

// Range has the variables of a range, which are new ones in each turn.
//
//evert:callback
func Range(n int) (string, error) {
	var keep []*int
	var words []func() string
	for i, w := range []string{"a", "b", "c"} {
		keep = append(keep, &i)
		words = append(words, func() string { w += strconv.Itoa(i); return w })
		if trace.Get(i) > n {
			break
		}
		i += n
		w += trace.Text(i)
	}
	out := ""
	for i, p := range keep {
		out += fmt.Sprint(*p, words[i]())
		trace.Do(*p)
	}
	return out, nil
}

// Shadows has variables of one name, each of which a closure keeps.
//
//evert:callback
func Shadows(n int) (string, error) {
	x := 1
	one := func() int { x++; return x }
	trace.Do(one())
	{
		x := trace.Get(n)
		two := func() int { x += 10; return x }
		trace.Do(two())
		if x := trace.Text(x); x != "" {
			three := func() string { x += "!"; return x }
			trace.Do(len(three()))
			trace.Emit(x, two())
		}
		x += trace.Get(one())
		trace.Emit(x, two())
	}
	x += trace.Get(x)
	return fmt.Sprint(x, one()), nil
}

// Heads declares what is kept in the heads of statements.
//
//evert:callback
func Heads(n int) (string, error) {
	trace.Do(n)
	var keep []func() string
	if v, err := strconv.Atoi(strconv.Itoa(n)); err == nil && v > 1 {
		keep = append(keep, func() string { v++; return fmt.Sprint(v, err) })
		v += trace.Get(v)
	} else if w := v + 1; w > 1 {
		keep = append(keep, func() string { w++; return fmt.Sprint(w, v) })
		w += trace.Get(w)
	} else {
		trace.Do(w)
	}
	switch v := n % 3; v {
	case 0:
		p := &v
		trace.Do(*p)
		*p++
		trace.Emit(v)
	default:
		keep = append(keep, func() string { v--; return fmt.Sprint(v) })
		v *= trace.Get(7)
	}
	var any any = n
	if n%2 == 0 {
		any = trace.Text(n)
	}
	switch v := any.(type) {
	case int:
		keep = append(keep, func() string { v++; return fmt.Sprint(v) })
		v += trace.Get(n)
	case string:
		keep = append(keep, func() string { v += "."; return v })
		v += trace.Text(len(v))
	}
	out := ""
	for _, f := range keep {
		out += f() + f() + ";"
	}
	return out, nil
}

// Received keeps what a select has received.
//
//evert:callback
func Received(n int) (string, error) {
	c := make(chan int, 2)
	c <- n
	trace.Do(n)
	select {
	case v, ok := <-c:
		get := func() int { v++; return v }
		trace.Do(get())
		trace.Emit(v, ok)
		v += trace.Get(v)
		return fmt.Sprint(get(), ok), nil
	default:
		return "", nil
	}
}

// ReceivedKept keeps a part of what a select has received, and needs no more of it.
//
//evert:callback
func ReceivedKept(n int) (string, error) {
	c := make(chan int, 2)
	c <- n
	trace.Do(n)
	select {
	case v, ok := <-c:
		get := func() int { v++; return v }
		trace.Emit(ok)
		trace.Do(v)
		return fmt.Sprint(get(), v), nil
	default:
		return "", nil
	}
}

// Several declares some that are kept and some that are not, in one statement.
//
//evert:callback
func Several(n int) (string, error) {
	trace.Do(n)
	a, b, c := n, n+1, n+2
	show := func() string { b++; return fmt.Sprint(b) }
	var d, e = three(n)
	p := &e
	var f, g int
	q := &g
	trace.Do(a + c)
	v, w, err := trace.Three(n)
	if err != nil {
		return show(), err
	}
	word := func() string { w += "w"; return w }
	*q = trace.Get(v)
	f, *p = trace.Get(d), *p+1
	v, w2, err := trace.Three(n)
	*q++
	return fmt.Sprint(a, b, c, d, e, f, g, v, w, w2, show(), word()), err
}

func three(n int) (int, int) { return n, n * n }

// Kinds keeps variables of types that are used in other ways.
//
//evert:callback
func Kinds(n int) (string, error) {
	f := func(k int) int { return k }
	var s fmt.Stringer = number(n)
	m := map[string]int{"a": n}
	l := []int{n}
	p := &counter{n: n}
	num := number(n)
	ch := make(chan int, 4)
	change := func(k int) {
		g := f
		f = func(j int) int { return g(j) + k }
		s = number(k)
		m = map[string]int{"a": k}
		l = append(l, k)
		p = &counter{n: k}
		num++
		ch = make(chan int, 5)
	}
	trace.Do(f(n))
	change(1)
	trace.Do(f(n))
	m["b"], l[0] = len(s.String()), p.get()
	p.n += num.more()
	change(trace.Get(2))
	l = l[1:]
	ch <- p.inc()
	for _, v := range l {
		trace.Do(v)
	}
	return fmt.Sprint(f(1), s, m, l, p.n, -num, num*2, <-ch, cap(ch)), nil
}

type number int

func (n number) String() string { return "#" + strconv.Itoa(int(n)) }

func (n *number) more() int { *n++; return int(*n) }

// Sorted has a literal that is handed to a function, and does not stay.
//
//evert:callback
func Sorted(n int) (string, error) {
	words := []string{trace.Text(n), "b", "c"}
	sort.Slice(words, func(i, j int) bool { return words[i] > words[j] })
	words = append(words, trace.Text(n+1))
	sort.Slice(words, func(i, j int) bool { return words[i] < words[j] })
	return fmt.Sprint(words), nil
}

// Deep has literals in literals.
//
//evert:callback
func Deep(n int) (string, error) {
	x, y := n, trace.Get(n)
	outer := func() func() int {
		z := x
		return func() int { x++; z++; return x*100 + y*10 + z }
	}
	trace.Do(outer()())
	inner := outer()
	trace.Do(inner())
	go func() { _ = &y }()
	last := func() int {
		x := x
		return func() int { x++; return x + y }()
	}
	y += trace.Get(y)
	return fmt.Sprint(inner(), x, last()), nil
}

// Threads keeps what a call in a thread gets.
//
//evert:callback
func Threads(n int) (string, error) {
	add := func() int { n++; return n }
	v, err := trace.Slow(n)
	if err != nil {
		return "", err
	}
	w, err := trace.Slow(add())
	x, err2 := trace.Slow(n)
	return fmt.Sprint(v, w, x, add(), err2), err
}
