// A spreadsheet with formulas, dependencies and cycles as errors.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type sheet struct {
	cells map[string]*cell
	evals int
}

type cell struct {
	src   string
	f     formula
	value float64
	err   error
	state int
}

type formula func(get func(string) (float64, error)) (float64, error)

var (
	errCycle = errors.New("cycle")
	errEmpty = errors.New("empty cell")
)

func constant(v float64) formula {
	return func(func(string) (float64, error)) (float64, error) { return v, nil }
}

func ref(name string) formula {
	return func(get func(string) (float64, error)) (float64, error) { return get(name) }
}

func fold(op func(a, b float64) (float64, error), fs ...formula) formula {
	return func(get func(string) (float64, error)) (acc float64, err error) {
		for i, f := range fs {
			v, err := f(get)
			if err != nil {
				return 0, err
			}
			if i == 0 {
				acc = v
			} else if acc, err = op(acc, v); err != nil {
				return 0, err
			}
		}
		return
	}
}

var ops = map[string]func(a, b float64) (float64, error){
	"sum": func(a, b float64) (float64, error) { return a + b, nil },
	"mul": func(a, b float64) (float64, error) { return a * b, nil },
	"div": func(a, b float64) (float64, error) {
		if b == 0 {
			return 0, errors.New("division by zero")
		}
		return a / b, nil
	},
}

func parse(s string) (formula, error) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return nil, errEmpty
	}
	if op, ok := ops[fields[0]]; ok {
		var args []formula
		for _, w := range fields[1:] {
			f, err := parse(w)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", fields[0], err)
			}
			args = append(args, f)
		}
		return fold(op, args...), nil
	}
	if v, err := strconv.ParseFloat(fields[0], 64); err == nil {
		return constant(v), nil
	} else if c := fields[0][0]; c < 'A' || c > 'Z' {
		return nil, err
	}
	return ref(fields[0]), nil
}

func (s *sheet) set(name, src string) error {
	f, err := parse(src)
	if err != nil {
		return err
	}
	s.cells[name] = &cell{src: src, f: f}
	for _, c := range s.cells {
		c.state = 0
	}
	return nil
}

func (s *sheet) get(name string) (float64, error) {
	c, ok := s.cells[name]
	if !ok {
		return 0, fmt.Errorf("%s: %w", name, errEmpty)
	}
	switch c.state {
	case 1:
		return 0, fmt.Errorf("%s: %w", name, errCycle)
	case 0:
		c.state = 1
		s.evals++
		if c.value, c.err = c.f(s.get); c.err != nil {
			c.err = fmt.Errorf("%s -> %w", name, c.err)
		}
		c.state = 2
	}
	return c.value, c.err
}

func (s *sheet) show() {
	var names []string
	for n := range s.cells {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		v, err := s.get(n)
		if err != nil {
			fmt.Printf("%s: #%v# ", n, errors.Is(err, errCycle))
			continue
		}
		fmt.Printf("%s=%g ", n, v)
	}
	fmt.Println(s.evals)
}

func main() {
	s := &sheet{cells: map[string]*cell{}}
	for _, line := range strings.Split("A1: 2;A2: 3;B1: sum A1 A2 10;C1: mul B1 B1;D1: div C1 A1;E1: div 1 Z9;F1: oops;G1: sum A1 x", ";") {
		name, src, _ := strings.Cut(line, ":")
		if err := s.set(name, src); err != nil {
			fmt.Println(name, err)
		}
	}
	s.show()
	_, err := s.get("E1")
	fmt.Println(err, errors.Is(err, errEmpty))
	for _, set := range [][2]string{{"A1", "0"}, {"A2", "sum B1 1"}, {"A2", "5"}} {
		fmt.Println(s.set(set[0], set[1]))
		s.show()
	}
}
