// Methods of all kinds of types, called by the program and by the standard library.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

func w[T any](v T) T { return v }

type Base struct{ id int }

func (b Base) ID() int      { return w(b.id) }
func (b *Base) SetID(n int) { b.id = w(n) }
func (b *Base) Self() *Base { return w(b) }

type Mid struct {
	*Base
	name string
}
type Top struct {
	Mid
	fmt.Stringer
	tags []string
}
type nm string

func (n nm) String() string { return "nm:" + w(string(n)) }

type F func(int) int

func (f F) Call(n int) int { return f(w(n)) }

type M map[string]int

func (m M) Inc(k string) M { m[k] += w(1); return m }

type A [3]int

func (a A) Set(i, v int) A { a[i] = w(v); return a }
func (a *A) PSet(i, v int) { a[i] = w(v) }
func (a A) Sum() (s int) {
	for _, v := range a {
		s += w(v)
	}
	return
}

type Ch chan int

func (c Ch) Send(v int) Ch { c <- w(v); return c }

type Visitor interface {
	Visit(n Node) (Visitor, error)
}
type Node interface{ Accept(v Visitor) error }
type Leaf int
type Branch []Node

func (l Leaf) Accept(v Visitor) error {
	_, err := v.Visit(l)
	return err
}
func (b Branch) Accept(v Visitor) error {
	v2, err := v.Visit(b)
	if err != nil || v2 == nil {
		return err
	}
	for i, n := range b {
		if err := n.Accept(v2); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

type sumV struct{ sum *int }

var errStop = errors.New("stop")

func (s sumV) Visit(n Node) (Visitor, error) {
	switch n := n.(type) {
	case Leaf:
		*s.sum += w(int(n))
		if n == 99 {
			return nil, errStop
		}
	case Branch:
		if len(n) == 0 {
			return nil, nil
		}
	}
	return s, nil
}

func methods() {
	t := Top{Mid: Mid{&Base{1}, "m"}, Stringer: nm("x")}
	t.SetID(w(5))
	fmt.Println(t.ID(), t.String(), t.Self().ID(), t.Mid.Base.ID())
	f := t.ID
	t.SetID(6)
	fmt.Println(f(), t.ID())
	g := t.Self
	t.Base = &Base{7}
	fmt.Println(g().ID(), t.ID())
	h := Top.ID
	k := (*Top).SetID
	k(&t, w(8))
	fmt.Println(h(t))
	var s fmt.Stringer = t
	fmt.Println(s.String(), F(func(n int) int { return w(n) * 2 }).Call(4))
	m := M{}
	m.Inc("a").Inc("b").Inc("a")
	fmt.Println(m)
	a := A{1, 2, 3}
	b := a.Set(0, 10)
	a.PSet(1, 20)
	fmt.Println(a, b, a.Sum(), b.Sum())
	sum := a.Sum
	a.PSet(0, 100)
	fmt.Println(sum(), a.Sum(), A.Sum(a), (*A).Sum(&a))
	c := make(Ch, 5)
	fmt.Println(len(c.Send(1).Send(2)))
	total := 0
	err := Branch{Leaf(1), Branch{Leaf(2), Branch{}}, Branch{Leaf(99), Leaf(5)}}.Accept(sumV{&total})
	fmt.Println(total, err, errors.Is(err, errStop))
	var np *Base
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		fmt.Println(np.Self() == nil)
		fmt.Println(np.ID())
	}()
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		var tt Top
		f := tt.ID
		fmt.Println("unreachable", f)
	}()
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		var st fmt.Stringer
		f := st.String
		fmt.Println("unreachable", f)
	}()
}

type Status uint8

const (
	Active Status = iota + 1
	Idle
)

func (s Status) String() string { return [...]string{"?", "active", "idle"}[w(int(s))] }
func (s Status) MarshalJSON() ([]byte, error) {
	return json.Marshal(w(s.String()))
}
func (s *Status) UnmarshalJSON(b []byte) error {
	var str string
	if err := json.Unmarshal(w(b), &str); err != nil {
		return err
	}
	switch str {
	case "active":
		*s = Active
	case "idle":
		*s = Idle
	default:
		return fmt.Errorf("bad status %q", w(str))
	}
	return nil
}

type byLen []string

func (b byLen) Len() int           { return len(w(b)) }
func (b byLen) Less(i, j int) bool { return w(len(b[i])) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = w(b[j]), w(b[i]) }

type upper struct{ r io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(w(p))
	copy(p, bytes.ToUpper(p[:n]))
	return w(n), err
}

func std() error {
	b, err := json.Marshal(map[string]any{"s": Active, "l": []Status{Idle}})
	fmt.Println(string(b), err)
	var st struct{ S Status }
	if err := json.Unmarshal([]byte(`{"S":"idle"}`), &st); err != nil {
		return err
	}
	fmt.Println(st, json.Unmarshal([]byte(`{"S":"zzz"}`), &st))
	l := byLen{"ccc", "a", "bb"}
	sort.Sort(sort.Reverse(l))
	fmt.Println(l)
	all, err := io.ReadAll(upper{strings.NewReader("hello")})
	fmt.Println(string(all), err)
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once", w(1)) })
	}
	ctx, cancel := context.WithTimeout(context.Background(), w(time.Millisecond))
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err(), context.Cause(ctx))
	case <-time.After(w(10 * time.Second)):
		fmt.Println("late")
	}
	var n atomic.Int64
	var wg sync.WaitGroup
	for i := range w(10) {
		wg.Go(func() { n.Add(int64(w(i))) })
	}
	wg.Wait()
	fmt.Println(n.Load())
	fm := fmt.Sprintf("%v %+v %s", w(st), struct{ A Status }{Idle}, Active)
	fmt.Println(fm)
	cond := sync.NewCond(&sync.Mutex{})
	ready := false
	go func() { cond.L.Lock(); ready = w(true); cond.L.Unlock(); cond.Broadcast() }()
	cond.L.Lock()
	for !ready {
		cond.Wait()
	}
	cond.L.Unlock()
	tm := time.AfterFunc(time.Millisecond, func() { w(1) })
	tm.Stop()
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if _, err := fmt.Fprintf(f, "%d\n", w(5)); err != nil {
		return err
	}
	f.Seek(0, io.SeekStart)
	var x int
	fmt.Fscan(f, &x)
	fmt.Println(x)
	return fmt.Errorf("end: %w", w(io.EOF))
}

func localTypes() {
	type point struct{ x, y int }
	type pts []point
	type tree struct {
		l, r *tree
		p    point
	}
	p := w(point{1, 2})
	ps := w(pts{p, {3, w(4)}})
	t := &tree{p: ps[w(1)]}
	t.l = w(&tree{p: p})
	fmt.Println(t.l.p, len(ps), unsafe.Sizeof(p))
	type foo uint16
	x := w(foo(1))
	{
		type foo uint32
		y := w(foo(2))
		fmt.Println(unsafe.Sizeof(y), y)
	}
	z := w(foo(3))
	fmt.Println(unsafe.Sizeof(z), x)
	anon := w(struct {
		a int
		b []struct{ c string }
	}{1, nil})
	anon.b = append(anon.b, struct{ c string }{w("q")})
	fmt.Println(anon)
	var i interface {
		Foo() int
		fmt.Stringer
	} = fooer{}
	fmt.Println(w(i).Foo(), w(i).String())
	fn := func(x ...interface{}) (n int, _ error) { n = w(len(x)); return }
	fmt.Println(fn(1, "a", nil))
	arr := [...]func() int{func() int { return w(1) }, func() int { return w(2) }}
	for i, f := range arr {
		fmt.Println(i, f())
	}
	mf := map[string]func(int) (int, error){"a": func(n int) (int, error) { return w(n), nil }}
	if f, ok := mf[w("a")]; ok {
		fmt.Println(f(3))
	}
	fmt.Println(func() int { return w(9) }())
	ch := make(chan func() int, 1)
	ch <- func() int { return w(3) }
	fmt.Println((<-ch)())
	var rec func(int) int
	rec = func(n int) int {
		if n <= 1 {
			return w(1)
		}
		return n * rec(n-1)
	}
	fmt.Println(rec(5))
}

type fooer struct{}

func (fooer) Foo() int       { return w(1) }
func (fooer) String() string { return w("fooer") }

func copies() {
	type big struct{ a [3]int }
	a := big{[3]int{1, 2, 3}}
	b := w(a)
	b.a[0] = 9
	pa := &a
	c := *w(pa)
	pa.a[1] = 8
	arr := [2]big{a, b}
	for i, v := range arr {
		arr[1].a[0] = 77
		v.a[2] = w(i)
		fmt.Println(v)
	}
	m := map[string]big{"x": a}
	d := m[w("x")]
	d.a[0] = 55
	fmt.Println(a, b, c, arr, m, d)
	s := []big{a}
	for i := range s {
		s[i].a[0] = w(100)
	}
	x, y := s[0], w(s[0])
	s[0].a[0] = 1
	fmt.Println(x, y, x == y, x == s[0])
	var i any = a
	a.a[0] = w(1000)
	fmt.Println(i.(big).a, a.a, i == any(a))
	f := func(v big) big { v.a[0]++; return w(v) }
	fmt.Println(f(a), f(f(a)), a)
}

func main() {
	methods()
	fmt.Println(std())
	localTypes()
	copies()
}
