// A recursive descent parser and evaluator for expressions.
package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode"
)

type expr interface {
	eval(env env) (float64, error)
	String() string
}

type env map[string]float64

type (
	num  float64
	name string
	bin  struct {
		op   rune
		l, r expr
	}
	neg  struct{ x expr }
	call struct {
		fn   string
		args []expr
	}
)

var errDiv = errors.New("division by zero")

var funcs = map[string]func(...float64) (float64, error){
	"sqrt": func(a ...float64) (float64, error) { return one(math.Sqrt, a) },
	"abs":  func(a ...float64) (float64, error) { return one(math.Abs, a) },
	"max": func(a ...float64) (float64, error) {
		m := math.Inf(-1)
		for _, x := range a {
			m = math.Max(m, x)
		}
		return m, nil
	},
}

func one(f func(float64) float64, a []float64) (float64, error) {
	if len(a) != 1 {
		return 0, fmt.Errorf("want 1 argument, got %d", len(a))
	}
	return f(a[0]), nil
}

func (n num) eval(env) (float64, error) { return float64(n), nil }
func (n num) String() string            { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
func (n name) String() string           { return string(n) }
func (n neg) String() string            { return "(-" + n.x.String() + ")" }
func (b bin) String() string            { return "(" + b.l.String() + string(b.op) + b.r.String() + ")" }

func (n name) eval(e env) (float64, error) {
	if v, ok := e[string(n)]; ok {
		return v, nil
	}
	return 0, fmt.Errorf("unknown %s", n)
}

func (n neg) eval(e env) (float64, error) {
	v, err := n.x.eval(e)
	return -v, err
}

func (b bin) eval(e env) (float64, error) {
	l, err := b.l.eval(e)
	if err != nil {
		return 0, err
	}
	r, err := b.r.eval(e)
	if err != nil {
		return 0, err
	}
	switch b.op {
	case '+':
		return l + r, nil
	case '-':
		return l - r, nil
	case '*':
		return l * r, nil
	case '/':
		if r == 0 {
			return 0, fmt.Errorf("%v: %w", b, errDiv)
		}
		return l / r, nil
	}
	return math.Pow(l, r), nil
}

func (c call) String() string { return fmt.Sprintf("%s%v", c.fn, c.args) }

func (c call) eval(e env) (float64, error) {
	f, ok := funcs[c.fn]
	if !ok {
		return 0, fmt.Errorf("no function %s", c.fn)
	}
	var args []float64
	for _, a := range c.args {
		v, err := a.eval(e)
		if err != nil {
			return 0, err
		}
		args = append(args, v)
	}
	return f(args...)
}

type parser struct {
	in  []rune
	pos int
}

type syntaxError struct {
	pos  int
	what string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%d: %s", e.pos, e.what) }

func (p *parser) peek() rune {
	for p.pos < len(p.in) && unicode.IsSpace(p.in[p.pos]) {
		p.pos++
	}
	if p.pos == len(p.in) {
		return 0
	}
	return p.in[p.pos]
}

func (p *parser) next() rune { r := p.peek(); p.pos++; return r }

func (p *parser) fail(format string, args ...any) {
	panic(&syntaxError{p.pos, fmt.Sprintf(format, args...)})
}

func prec(op rune) (n int, right bool) {
	switch op {
	case '+', '-':
		return 1, false
	case '*', '/':
		return 2, false
	case '^':
		return 3, true
	}
	return 0, false
}

func (p *parser) binary(min int) expr {
	l := p.unary()
	for {
		op := p.peek()
		n, right := prec(op)
		if n == 0 || n < min {
			return l
		}
		p.next()
		if !right {
			n++
		}
		l = bin{op, l, p.binary(n)}
	}
}

func (p *parser) unary() expr {
	switch c := p.peek(); {
	case c == '-':
		p.next()
		return neg{p.unary()}
	case c == '(':
		p.next()
		e := p.binary(1)
		if p.next() != ')' {
			p.fail("want )")
		}
		return e
	case unicode.IsDigit(c):
		s := p.word(func(r rune) bool { return unicode.IsDigit(r) || r == '.' })
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			p.fail("bad number %q", s)
		}
		return num(v)
	case unicode.IsLetter(c):
		s := p.word(unicode.IsLetter)
		if p.peek() == '(' {
			return p.call(s)
		}
		return name(s)
	default:
		p.fail("unexpected %q", c)
		return nil
	}
}

func (p *parser) call(fn string) expr {
	c := call{fn: fn}
	for p.next(); p.peek() != ')'; {
		if len(c.args) > 0 && p.next() != ',' {
			p.fail("want ,")
		}
		c.args = append(c.args, p.binary(1))
	}
	p.next()
	return c
}

func (p *parser) word(ok func(rune) bool) string {
	start := p.pos
	for p.pos < len(p.in) && ok(p.in[p.pos]) {
		p.pos++
	}
	return string(p.in[start:p.pos])
}

func parse(s string) (e expr, err error) {
	p := &parser{in: []rune(s)}
	defer func() {
		if r := recover(); r != nil {
			se, ok := r.(*syntaxError)
			if !ok {
				panic(r)
			}
			err = se
		}
	}()
	e = p.binary(1)
	if p.peek() != 0 {
		p.fail("trailing %q", p.peek())
	}
	return e, nil
}

func main() {
	vars := env{"x": 3, "pi": 3.14}
	for _, s := range []string{
		"1 + 2 * 3", "2^3^2", "-(x+1)*2", "max(1, x, 2) / 4", "1/(x-3)", "sqrt(16)+abs(-2)", "y+1",
		"(1+2", "1 2", "", "3.1.4", "sqrt(1,2)", "f(1)", "10-4-3", "8/4/2",
	} {
		e, err := parse(s)
		if err != nil {
			fmt.Printf("%q: syntax: %v\n", s, err)
			continue
		}
		v, err := e.eval(vars)
		fmt.Println(e, "=", v, err, errors.Is(err, errDiv))
	}
}
