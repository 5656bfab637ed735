// Text wrapping, justification and columns.
package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const text = `Errors are values. Don't just check errors, handle them gracefully.
Clear is better than clever. A little copying is better than a little dependency.

Don't panic. Make the zero value useful.`

type align func(words []string, width int, last bool) string

func left(words []string, _ int, _ bool) string { return strings.Join(words, " ") }

func right(words []string, width int, last bool) string {
	s := left(words, width, last)
	return pad(width-utf8.RuneCountInString(s)) + s
}

func justify(words []string, width int, last bool) string {
	if last || len(words) == 1 {
		return left(words, width, last)
	}
	gaps, space := len(words)-1, width
	for _, w := range words {
		space -= utf8.RuneCountInString(w)
	}
	var b strings.Builder
	for i, w := range words {
		b.WriteString(w)
		if i < gaps {
			n := space / gaps
			if i < space%gaps {
				n++
			}
			b.WriteString(pad(n))
		}
	}
	return b.String()
}

func pad(n int) string { return strings.Repeat(" ", max(0, n)) }

func wrap(par string, width int, a align) (lines []string) {
	var line []string
	used := 0
	flush := func(last bool) {
		if len(line) > 0 {
			lines = append(lines, a(line, width, last))
		}
		line, used = nil, 0
	}
	for _, w := range strings.Fields(par) {
		n := utf8.RuneCountInString(w)
		if used > 0 && used+1+n > width {
			flush(false)
		}
		for n > width {
			lines = append(lines, w[:width])
			w = w[width:]
			n = utf8.RuneCountInString(w)
		}
		line = append(line, w)
		if used > 0 {
			used++
		}
		used += n
	}
	flush(true)
	return lines
}

func columns(pars []string, width int, as ...align) (out []string) {
	var cols [][]string
	height := 0
	for i, p := range pars {
		c := wrap(p, width, as[i%len(as)])
		height = max(height, len(c))
		cols = append(cols, c)
	}
	for row := range height {
		var parts []string
		for _, c := range cols {
			cell := ""
			if row < len(c) {
				cell = c[row]
			}
			parts = append(parts, cell+pad(width-utf8.RuneCountInString(cell)))
		}
		out = append(out, strings.Join(parts, " | "))
	}
	return
}

func main() {
	pars := strings.Split(text, "\n\n")
	for _, a := range []struct {
		name string
		f    align
	}{{"left", left}, {"right", right}, {"justify", justify}} {
		fmt.Println("==", a.name)
		for _, p := range pars {
			for _, l := range wrap(p, 30, a.f) {
				fmt.Printf("[%s]\n", l)
			}
			fmt.Println()
		}
	}
	fmt.Println(strings.Join(columns(pars, 18, justify, right), "\n"))
	fmt.Println(wrap("incomprehensibilities are long", 8, left))
}
