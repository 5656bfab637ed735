// Package longfunc writes programs with one long function, to see that what Evert
// makes of it, and the time that this takes, grow with its length and no faster.
package longfunc

import (
	"fmt"
	"go/format"
	"strings"
)

// Shapes are the ways in which waits follow each other.
var Shapes = []string{"straight", "handled", "branches", "loops", "switches", "operands", "nested", "mixed"}

// Source is a main package whose function Long has the given number of waits, in one
// of the shapes. It prints what Long returns for a few arguments.
func Source(shape string, waits int) (string, error) {
	w := &writer{}
	w.WriteString(head)
	for i := 0; w.waits < waits; i++ {
		s := shape
		if s == "mixed" {
			s = Shapes[i%(len(Shapes)-1)]
		}
		switch s {
		case "straight":
			w.straight(i)
		case "handled":
			w.handled(i)
		case "branches":
			w.branch(i)
		case "loops":
			w.loop(i)
		case "switches":
			w.switches(i)
		case "operands":
			w.operands(i)
		case "nested":
			w.nested(i, 8)
		default:
			return "", fmt.Errorf("no shape %q: the shapes are %s", shape, strings.Join(Shapes, ", "))
		}
	}
	w.WriteString(foot)
	src, err := format.Source([]byte(w.String()))
	return string(src), err
}

const head = `package main

import "fmt"

func fetch(n int) (int, error) {
	if n%91 == 90 {
		return n, fmt.Errorf("no %d", n)
	}
	return n + 1, nil
}

func pos(n int) bool { return n%3 > 0 }

func Long(n int) (int, error) {
	total, last := 0, n
`

const foot = `	return total + last, nil
}

func main() {
	for n := range 5 {
		fmt.Println(Long(n * 37))
	}
}
`

type writer struct {
	strings.Builder
	waits int
}

func (w *writer) add(format string, args ...any) { fmt.Fprintf(w, format, args...) }

// straight passes errors on; every tenth value is used a good deal later.
func (w *writer) straight(i int) {
	w.add("v%d, err := fetch(last)\nif err != nil {\nreturn 0, err\n}\ntotal += v%d\nlast = v%d%%7 + total%%3\n", i, i, i)
	w.waits++
	if i%10 == 9 {
		w.keep(i)
	}
}

func (w *writer) handled(i int) {
	w.add("v%d, err := fetch(last)\nif err != nil {\ntotal--\n}\ntotal += v%d\nlast = v%d%%7 + total%%3\n", i, i, i)
	w.waits++
	if i%10 == 9 {
		w.keep(i)
	}
}

// keep uses a value of nine statements before, if there is one of that name.
func (w *writer) keep(i int) {
	if name := fmt.Sprintf("v%d, err", i-9); strings.Contains(w.String(), name) {
		w.add("total += v%d\n", i-9)
	}
}

func (w *writer) branch(i int) {
	w.add("if total%%3 == %d {\nw, err := fetch(last)\nif err != nil {\nreturn total, err\n}\ntotal += w\n} else if !pos(total) {\ntotal++\n}\nlast = total %% 5\n", i%3)
	w.waits += 2
}

func (w *writer) loop(i int) {
	w.add("for i := range %d {\nw, err := fetch(i + last)\nif err != nil {\ncontinue\n}\ntotal += w\nif total%%11 == 0 {\nbreak\n}\n}\n", i%3+1)
	w.waits++
}

func (w *writer) switches(i int) {
	w.add("switch total %% 4 {\ncase 0:\nw, _ := fetch(total)\ntotal += w\ncase %d:\nif pos(last) {\nlast++\n}\ndefault:\ntotal += 2\n}\n", i%3+1)
	w.waits += 2
}

func (w *writer) operands(i int) {
	w.add("if xs := []bool{pos(total), pos(last), pos(total + %d)}; xs[0] && xs[2] {\nlast++\n}\n", i)
	w.waits += 3
}

func (w *writer) nested(i, depth int) {
	for d := range depth {
		w.add("if total%%7 != %d {\nw, err := fetch(last)\nif err != nil {\nreturn total, err\n}\ntotal += w\n", (i+d)%7)
	}
	for range depth {
		w.add("total++\n} else if pos(last) {\nlast--\n}\n")
	}
	w.waits += 2 * depth
}
