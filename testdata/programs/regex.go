// A backtracking matcher for regular expressions, in closures.
package main

import "fmt"

type cont func(i int) bool
type node func(s string, i int, k cont) bool

func char(c byte) node {
	return func(s string, i int, k cont) bool { return i < len(s) && (c == '.' || s[i] == c) && k(i+1) }
}

func seq(a, b node) node {
	return func(s string, i int, k cont) bool {
		return a(s, i, func(j int) bool { return b(s, j, k) })
	}
}

func alt(a, b node) node {
	return func(s string, i int, k cont) bool { return a(s, i, k) || b(s, i, k) }
}

func empty(s string, i int, k cont) bool { return k(i) }

func star(a node) node {
	var self node
	self = func(s string, i int, k cont) bool {
		return a(s, i, func(j int) bool { return j > i && self(s, j, k) }) || k(i)
	}
	return self
}

type parser struct {
	in  string
	pos int
}

func (p *parser) more(stop string) bool {
	if p.pos >= len(p.in) {
		return false
	}
	for i := range stop {
		if stop[i] == p.in[p.pos] {
			return false
		}
	}
	return true
}

func (p *parser) take() byte { p.pos++; return p.in[p.pos-1] }

func (p *parser) alternatives() node {
	n := p.sequence()
	for p.pos < len(p.in) && p.in[p.pos] == '|' {
		p.take()
		n = alt(n, p.sequence())
	}
	return n
}

func (p *parser) sequence() node {
	n := node(empty)
	for p.more("|)") {
		n = seq(n, p.repeat())
	}
	return n
}

func (p *parser) repeat() node {
	n := p.atom()
	for p.pos < len(p.in) {
		switch p.in[p.pos] {
		case '*':
			n = star(n)
		case '+':
			n = seq(n, star(n))
		case '?':
			n = alt(n, empty)
		default:
			return n
		}
		p.take()
	}
	return n
}

func (p *parser) atom() node {
	switch c := p.take(); c {
	case '(':
		n := p.alternatives()
		if p.pos >= len(p.in) || p.take() != ')' {
			panic(fmt.Errorf("missing ) in %q", p.in))
		}
		return n
	case '*', '+', '?':
		panic(fmt.Errorf("nothing to repeat at %d in %q", p.pos-1, p.in))
	default:
		return char(c)
	}
}

func compile(re string) (match func(string) bool, err error) {
	defer func() {
		if e, ok := recover().(error); ok {
			match, err = nil, e
		}
	}()
	n := (&parser{in: re}).alternatives()
	return func(s string) bool { return n(s, 0, func(i int) bool { return i == len(s) }) }, nil
}

func main() {
	for _, c := range []struct {
		re string
		in []string
	}{
		{"a*b", []string{"b", "aaab", "aa"}},
		{"(ab|c)+d?", []string{"ab", "cabd", "d", "abc"}},
		{".(x|yz)*.", []string{"ab", "axb", "axyzxb", "ayb"}},
		{"(a*)*b", []string{"aaaa", "aab"}},
		{"", []string{"", "x"}},
		{"(a", nil},
		{"*a", nil},
	} {
		match, err := compile(c.re)
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, in := range c.in {
			fmt.Printf("%q %q %v\n", c.re, in, match(in))
		}
	}
}
