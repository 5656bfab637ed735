// A tiny language: tokenizer, compiler to bytecode, and a virtual machine.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

type opcode byte

const (
	push opcode = iota
	load
	store
	add
	sub
	mul
	less
	jump
	jumpZero
	print_
	halt
)

type instr struct {
	op  opcode
	arg int
}

type compiler struct {
	tokens []string
	pos    int
	code   []instr
	vars   map[string]int
	loops  [][]int
}

type compileError struct {
	tok string
	why error
}

func (e compileError) Error() string { return fmt.Sprintf("at %q: %v", e.tok, e.why) }
func (e compileError) Unwrap() error { return e.why }

var (
	errUnexpected = errors.New("unexpected token")
	errNoLoop     = errors.New("break outside of while")
)

func (c *compiler) peek() string {
	if c.pos < len(c.tokens) {
		return c.tokens[c.pos]
	}
	return ""
}

func (c *compiler) next() string { t := c.peek(); c.pos++; return t }

func (c *compiler) expect(want string) {
	if got := c.next(); got != want {
		panic(compileError{got, fmt.Errorf("%w, want %q", errUnexpected, want)})
	}
}

func (c *compiler) emit(op opcode, arg int) int {
	c.code = append(c.code, instr{op, arg})
	return len(c.code) - 1
}

func (c *compiler) slot(name string) int {
	n, ok := c.vars[name]
	if !ok {
		n = len(c.vars)
		c.vars[name] = n
	}
	return n
}

func (c *compiler) block() {
	for c.expect("{"); c.peek() != "}"; {
		c.stmt()
	}
	c.expect("}")
}

func (c *compiler) stmt() {
	switch t := c.next(); t {
	case "print":
		c.expr(0)
		c.emit(print_, 0)
	case "if":
		c.expr(0)
		at := c.emit(jumpZero, 0)
		c.block()
		if c.peek() == "else" {
			c.next()
			end := c.emit(jump, 0)
			c.code[at].arg = len(c.code)
			c.block()
			at = end
		}
		c.code[at].arg = len(c.code)
	case "while":
		top := len(c.code)
		c.loops = append(c.loops, nil)
		c.expr(0)
		at := c.emit(jumpZero, 0)
		c.block()
		c.emit(jump, top)
		c.code[at].arg = len(c.code)
		for _, b := range c.loops[len(c.loops)-1] {
			c.code[b].arg = len(c.code)
		}
		c.loops = c.loops[:len(c.loops)-1]
	case "break":
		if len(c.loops) == 0 {
			panic(compileError{t, errNoLoop})
		}
		last := &c.loops[len(c.loops)-1]
		*last = append(*last, c.emit(jump, 0))
	default:
		c.expect("=")
		c.expr(0)
		c.emit(store, c.slot(t))
	}
}

var levels = []map[string]opcode{{"<": less}, {"+": add, "-": sub}, {"*": mul}}

func (c *compiler) expr(level int) {
	if level == len(levels) {
		c.primary()
		return
	}
	c.expr(level + 1)
	for {
		op, ok := levels[level][c.peek()]
		if !ok {
			return
		}
		c.next()
		c.expr(level + 1)
		c.emit(op, 0)
	}
}

func (c *compiler) primary() {
	t := c.next()
	if t == "(" {
		c.expr(0)
		c.expect(")")
		return
	}
	if n, err := strconv.Atoi(t); err == nil {
		c.emit(push, n)
	} else if t != "" && t[0] >= 'a' && t[0] <= 'z' {
		c.emit(load, c.slot(t))
	} else {
		panic(compileError{t, errUnexpected})
	}
}

func compile(src string) (code []instr, vars int, err error) {
	c := &compiler{tokens: strings.Fields(src), vars: map[string]int{}}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case compileError:
			err = r
		default:
			panic(r)
		}
	}()
	for c.peek() != "" {
		c.stmt()
	}
	c.emit(halt, 0)
	return c.code, len(c.vars), nil
}

type vm struct {
	code  []instr
	stack []int
	vars  []int
	pc    int
	out   []string
}

func (m *vm) push(n int) { m.stack = append(m.stack, n) }

func (m *vm) pop() int {
	n := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return n
}

func (m *vm) run(limit int) error {
	for range limit {
		in := m.code[m.pc]
		m.pc++
		switch in.op {
		case push:
			m.push(in.arg)
		case load:
			m.push(m.vars[in.arg])
		case store:
			m.vars[in.arg] = m.pop()
		case add, sub, mul, less:
			b, a := m.pop(), m.pop()
			m.push(apply(in.op, a, b))
		case jumpZero:
			if m.pop() != 0 {
				break
			}
			fallthrough
		case jump:
			m.pc = in.arg
		case print_:
			m.out = append(m.out, strconv.Itoa(m.pop()))
		case halt:
			return nil
		}
	}
	return fmt.Errorf("stopped after %d steps at %d", limit, m.pc)
}

func apply(op opcode, a, b int) int {
	switch op {
	case add:
		return a + b
	case sub:
		return a - b
	case mul:
		return a * b
	}
	if a < b {
		return 1
	}
	return 0
}

func main() {
	for _, src := range []string{
		"x = 1 + 2 * ( 3 - 1 ) print x",
		"i = 0 a = 0 b = 1 while i < 10 { print a t = a + b a = b b = t i = i + 1 }",
		"i = 0 while 1 { i = i + 1 if 5 < i { break } else { print i * i } }",
		"while 1 { }",
		"break",
		"x = +",
		"if 1 { print 1",
		"print undefined",
	} {
		code, n, err := compile(src)
		if err != nil {
			fmt.Println(err, errors.Is(err, errNoLoop), errors.Is(err, errUnexpected))
			continue
		}
		m := &vm{code: code, vars: make([]int, n)}
		err = m.run(500)
		fmt.Println(strings.Join(m.out, " "), len(code), err)
	}
}
