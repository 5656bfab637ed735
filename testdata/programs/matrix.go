// Matrices: arrays by value, generic elements, parallel multiplication.
package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"
)

type number interface{ ~int | ~float64 }

type matrix[T number] struct {
	rows, cols int
	data       []T
}

var errShape = errors.New("shapes do not fit")

func newMatrix[T number](rows, cols int, f func(i, j int) T) *matrix[T] {
	m := &matrix[T]{rows, cols, make([]T, rows*cols)}
	for i := range rows {
		for j := range cols {
			*m.at(i, j) = f(i, j)
		}
	}
	return m
}

func (m *matrix[T]) at(i, j int) *T { return &m.data[i*m.cols+j] }

func (m *matrix[T]) mul(n *matrix[T]) (*matrix[T], error) {
	if m.cols != n.rows {
		return nil, fmt.Errorf("%dx%d by %dx%d: %w", m.rows, m.cols, n.rows, n.cols, errShape)
	}
	out := newMatrix(m.rows, n.cols, func(int, int) T { return 0 })
	var wg sync.WaitGroup
	for i := range m.rows {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range n.cols {
				for k := range m.cols {
					*out.at(i, j) += *m.at(i, k) * *n.at(k, j)
				}
			}
		}()
	}
	wg.Wait()
	return out, nil
}

func (m *matrix[T]) transpose() *matrix[T] {
	return newMatrix(m.cols, m.rows, func(i, j int) T { return *m.at(j, i) })
}

func (m *matrix[T]) pow(n int) (r *matrix[T], err error) {
	r = identity[T](m.rows)
	for base := m; n > 0; n >>= 1 {
		if n&1 == 1 {
			if r, err = r.mul(base); err != nil {
				return nil, err
			}
		}
		if base, err = base.mul(base); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func identity[T number](n int) *matrix[T] {
	return newMatrix(n, n, func(i, j int) (v T) {
		if i == j {
			v = 1
		}
		return
	})
}

func (m *matrix[T]) String() string {
	var b strings.Builder
	for i := range m.rows {
		for j := range m.cols {
			fmt.Fprintf(&b, "%v ", *m.at(i, j))
		}
		b.WriteString("/ ")
	}
	return b.String()
}

type grid [3][3]int

func (g grid) rotated() (r grid) {
	for i, row := range g {
		for j, v := range row {
			r[j][2-i] = v
		}
	}
	g[0][0] = -1 // a copy
	return
}

func det(m [][]float64) float64 {
	if len(m) == 1 {
		return m[0][0]
	}
	sum, sign := 0.0, 1.0
	for c := range m {
		var minor [][]float64
		for _, row := range m[1:] {
			minor = append(minor, append(append([]float64{}, row[:c]...), row[c+1:]...))
		}
		sum += sign * m[0][c] * det(minor)
		sign = -sign
	}
	return sum
}

func main() {
	a := newMatrix(2, 3, func(i, j int) int { return i*3 + j })
	fmt.Println(a, a.transpose())
	p, err := a.mul(a.transpose())
	fmt.Println(p, err)
	_, err = a.mul(a)
	fmt.Println(err, errors.Is(err, errShape))
	_, err = a.pow(2)
	fmt.Println(err)
	fib := newMatrix(2, 2, func(i, j int) int { return 1 - i*j })
	for n := range 10 {
		m, err := fib.pow(n)
		if err != nil {
			panic(err)
		}
		fmt.Print(*m.at(0, 1), " ")
	}
	fmt.Println()
	g := grid{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
	fmt.Println(g.rotated(), g.rotated().rotated().rotated().rotated() == g)
	fmt.Println(det([][]float64{{2, 0, 1}, {1, 3, 2}, {1, 1, 4}}))
}
