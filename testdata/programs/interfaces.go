// Interfaces: dynamic dispatch, embedding, holding funcs, nil, comparison.
package main

import (
	"fmt"
	"math"
	"sort"
)

type shape interface {
	area() float64
	perimeter() float64
}

type named interface {
	shape
	fmt.Stringer
}

type circle struct{ r float64 }
type rect struct{ w, h float64 }
type scaled struct {
	named
	k float64
}

func (c circle) area() float64      { return math.Pi * c.r * c.r }
func (c circle) perimeter() float64 { return 2 * math.Pi * c.r }
func (c circle) String() string     { return fmt.Sprintf("circle(%g)", c.r) }
func (r *rect) area() float64       { return r.w * r.h }
func (r *rect) perimeter() float64  { return 2 * (r.w + r.h) }
func (r *rect) String() string      { return fmt.Sprintf("rect(%gx%g)", r.w, r.h) }
func (s scaled) area() float64      { return s.named.area() * s.k * s.k }
func (s scaled) perimeter() float64 { return s.named.perimeter() * s.k }

type visitor interface{ visit(shape) (done bool) }
type visitFunc func(shape) bool

func (f visitFunc) visit(s shape) bool { return f(s) }

func each(v visitor, shapes ...shape) int {
	for i, s := range shapes {
		if v.visit(s) {
			return i
		}
	}
	return -1
}

type empty struct{}

func (*empty) area() float64      { return 0 }
func (*empty) perimeter() float64 { return 0 }

func nothing(b bool) shape {
	var e *empty
	if b {
		return nil
	}
	return e
}

func main() {
	shapes := []shape{circle{1}, &rect{2, 3}, scaled{circle{1}, 2}, scaled{&rect{1, 1}, 3}}
	sort.Slice(shapes, func(i, j int) bool { return shapes[i].area() < shapes[j].area() })
	for _, s := range shapes {
		name := "?"
		if n, ok := s.(named); ok {
			name = n.String()
		}
		fmt.Printf("%s %.2f %.2f\n", name, s.area(), s.perimeter())
	}
	total := 0.0
	fmt.Println(each(visitFunc(func(s shape) bool { total += s.area(); return total > 5 }), shapes...))
	fmt.Println(nothing(true) == nil, nothing(false) == nil, nothing(false).area())
	var a, b any = circle{2}, circle{2}
	fmt.Println(a == b, shapes[0] == shape(circle{1}), any(&rect{}) == any(&rect{}))
	m := map[any]int{circle{1}: 1, 3: 2, "x": 3, [1]int{2}: 4}
	fmt.Println(m[circle{1}], m[3], m[[1]int{2}], m[3.0])
	var v visitor
	func() {
		defer func() { fmt.Println("nil visitor:", recover() != nil) }()
		each(v, shapes...)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(a == any([]int{}), any([]int{}) == any([]int{}))
	}()
	area := shape.area
	fmt.Println(area(&rect{4, 5}))
}
