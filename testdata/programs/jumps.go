// Jumps of all kinds, in loops, switches, selects and ranges.
package main

import (
	"fmt"
	"sort"
	"strings"
)

func w[T any](v T) T { return v }

var out []string

func e(a ...any) { out = append(out, strings.TrimSpace(fmt.Sprintln(a...))) }
func flush(n string) {
	fmt.Printf("%s: %s\n", n, strings.Join(out, "; "))
	out = nil
}

func gotoLoops() {
	var fs []func() int
	i := 0
again:
	x := w(i * 10)
	fs = append(fs, func() int { x++; return x })
	i++
	if i < w(3) {
		goto again
	}
	for _, f := range fs {
		e(f(), f())
	}
	flush("goto closures")

	n := 0
L1:
	n++
	switch {
	case n < 3:
		w(n)
		goto L1
	case n < 5:
		if w(n) == 4 {
			goto L2
		}
		goto L1
	}
	e("not here")
L2:
	e("L2", n)
	for {
		for {
			n++
			if w(n) > 8 {
				goto done
			}
			if n%2 == 0 {
				goto next
			}
			e("odd", n)
		}
	next:
		e("next", n)
	}
done:
	e("done", n)
	flush("gotos")
}

func labels() {
L:
	for i := 0; i < 3; i++ {
		switch w(i) {
		case 1:
			continue L
		case 2:
			break L
		}
		e("i", i)
	}
	// the same label name can't be reused in a function, but in a literal it can
	func() {
	L:
		for i := range w(3) {
			for j := range w(3) {
				if w(j) == i {
					continue L
				}
				if w(i) == 2 && j == 1 {
					break L
				}
				e(i, j)
			}
		}
	}()
	{
		e("in B")
		if w(1) == 1 {
			goto B
		}
		e("never")
	}
B:
S:
	select {
	default:
		for {
			if w(true) {
				break S
			}
		}
	}
	if w(true) {
	I:
		for range w(5) {
			if w(true) {
				break I
			}
		}
		e("after I")
	}
T:
	switch x := any(w(5)).(type) {
	case int:
		for {
			e("int", x)
			break T
		}
	case string:
		e("never")
	}
	flush("labels")
}

func switches() {
	f := func(n int) int { e("f", n); return w(n) }
	switch x := f(2); x {
	case f(1), f(2), f(3):
		e("hit")
		fallthrough
	case f(4):
		e("fell")
		if w(true) {
			break
		}
		e("never")
	default:
		e("default")
	}
	flush("sw1")
	switch x := f(9); {
	default:
		e("default", x)
		fallthrough
	case x == f(5):
		e("five")
	case x > f(100):
	}
	flush("sw2")
	switch f(1) {
	}
	switch x := f(3); x {
	}
	switch {
	}
	flush("empty")
	switch y := any(f(7)); z := y.(type) {
	case nil, error:
		e("nil", z)
	case int, string:
		e("int or string", z)
	}
	switch z := any(nil).(type) {
	case nil:
		e("nil", z, w(1))
	}
	var err error
	switch err.(type) {
	case nil:
		e("nil err", w(1))
	default:
	}
	switch x := w[any](3.5).(type) {
	case int:
		e(x + 1)
	case float64:
		e(x*2, w(x))
		x = 9
		e(w(x))
	}
	flush("tsw")
	switch w(true) {
	case w(false):
	case w(1) == 1 && w(2) == 2:
		e("true")
	}
	var a any = 1
	switch a {
	case w(1):
		e("any one")
	}
	switch w(1) {
	case 1:
		x := w(5)
		e(x)
	case 2:
		x := "shadow"
		e(x)
	}
	flush("sw3")
}

func loops() {
	var fs []func() int
	for i := 0; i < w(3); i++ {
		fs = append(fs, func() int { i += 10; return i })
		if w(i) == 1 {
			i++
		}
	}
	for _, f := range fs {
		e(f(), f())
	}
	flush("periter")
	var ps []*int
	for i, j := 0, 10; i < j; i, j = i+w(1), j-w(2) {
		ps = append(ps, &i, &j)
		if i == 2 {
			continue
		}
		w(i)
	}
	for _, p := range ps {
		e(*p)
	}
	flush("ptrs")
	for i := w(0); w(i) < 3; i += w(1) {
		defer func() { fmt.Println("deferred", i) }()
	}
	i := 5
	for i := i; i < w(7); i++ {
		e(i)
	}
	for ; w(i) < 7; w(i) {
		i++
	}
	for w(i) < 9 {
		i++
	}
	for {
		if w(i) > 10 {
			break
		}
		i++
	}
	e(i)
	for range w(2) {
		e("two")
	}
	for i := range w(uint8(3)) {
		e(fmt.Sprintf("%T%d", i, i))
	}
	for i := range 3 {
		i = w(i) * 2
		e(i)
	}
	type my int
	for i := range w(my(2)) {
		e(fmt.Sprintf("%T%d", i, i))
	}
	flush("loops")
}

func ranges() {
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		e(i, w(v))
	}
	for i, v := range &arr {
		arr[2] = 20
		e(i, w(v))
	}
	for i, v := range arr[:] {
		arr[2] = 30
		e(i, w(v))
	}
	flush("array")
	sl := []int{1, 2, 3}
	for i, v := range w(sl) {
		if i == 0 {
			sl = append(sl, 4)
			sl[1] = 99
		}
		e(v, w(len(sl)))
	}
	flush("slice")
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	sum := 0
	for k, v := range w(m) {
		delete(m, k)
		sum += w(v)
	}
	e(len(m), sum)
	flush("map")
	for i, r := range w("aé\xff世") {
		e(i, w(r))
	}
	for i := range w("aé世") {
		e(i)
	}
	flush("string")
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range 3 {
			ch <- w(i)
		}
	}()
	for v := range ch {
		e(w(v))
	}
	flush("chan")
	seq := func(yield func(int, string) bool) {
		defer e("seq done")
		for i := range w(5) {
			if !yield(i, fmt.Sprint("s", w(i))) {
				e("stopped", w(i))
				return
			}
		}
	}
	for i, s := range seq {
		if w(i) == 1 {
			continue
		}
		if i == 3 {
			break
		}
		e(i, s)
	}
	flush("func")
	res := func() (r int) {
		defer func() { r *= w(2) }()
		for i := range seq {
			defer e("deferred in range", i)
			if w(i) == 2 {
				return w(21)
			}
		}
		return 0
	}()
	e(res)
	flush("func return")
outer:
	for i := range seq {
		for j := range seq {
			if w(j) == 1 {
				continue outer
			}
			if w(i) == 2 {
				break outer
			}
			e(i, j)
		}
	}
	flush("nested func")
	var p *[4]int
	for i := range p {
		e(w(i))
	}
	var x struct {
		i int
		v []string
	}
	x.v = make([]string, 3)
	k := 0
	for x.i, x.v[func() int { k++; return w(k - 1) }()] = range w([]string{"p", "q", "r"}) {
		e(x.i, strings.Join(x.v, ","))
	}
	flush("assign")
	keys := []string{}
	for k := range map[string]bool{"z": true, "y": true} {
		keys = append(keys, w(k))
	}
	sort.Strings(keys)
	e(keys)
	for range w([]int(nil)) {
		e("never")
	}
	for range w(map[int]int(nil)) {
		e("never")
	}
	flush("end")
}

func selects() {
	a, b := make(chan int, 1), make(chan string, 1)
	get := func(n string, c chan int) chan int { e(n); return w(c) }
	for i := 0; i < 3; i++ {
		switch i {
		case 0, 2:
			a <- i + 5
		case 1:
			a = make(chan int, 1)
			b <- "x"
		}
		select {
		case v, ok := <-get("a", a):
			e("a", w(v), ok)
			if i != 1 {
				break
			}
			e("never")
		case s := <-b:
			e("b", w(s))
		case get("send", nil) <- w(3):
			e("never")
		}
	}
	flush("sel")
	close(a)
	v, ok := <-a
	e(v, ok)
	arr := make([]int, 2)
	var ok2 bool
	select {
	case arr[w(1)], ok2 = <-a:
		e(arr, ok2)
	}
	select {
	case <-get("nil", nil):
	default:
		e("def", w(1))
	}
	flush("sel2")
}

func main() {
	gotoLoops()
	labels()
	switches()
	loops()
	ranges()
	selects()
}
