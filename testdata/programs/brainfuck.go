// An interpreter with a jump table, input as a reader, and a step limit.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

type machine struct {
	prog  []byte
	jumps map[int]int
	tape  []byte
	at    int
	in    io.ByteReader
	out   strings.Builder
}

var errLimit = errors.New("step limit")

func load(src string, in io.Reader) (*machine, error) {
	m := &machine{jumps: map[int]int{}, tape: make([]byte, 1), in: bufio.NewReader(in)}
	var open []int
	for _, c := range []byte(src) {
		switch c {
		case '[':
			open = append(open, len(m.prog))
		case ']':
			if len(open) == 0 {
				return nil, fmt.Errorf("unmatched ] at %d", len(m.prog))
			}
			o := open[len(open)-1]
			open = open[:len(open)-1]
			m.jumps[o], m.jumps[len(m.prog)] = len(m.prog), o
		case '+', '-', '<', '>', '.', ',':
		default:
			continue
		}
		m.prog = append(m.prog, c)
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("unmatched [ at %d", open[0])
	}
	return m, nil
}

func (m *machine) cell() *byte {
	for m.at >= len(m.tape) {
		m.tape = append(m.tape, 0)
	}
	return &m.tape[m.at]
}

func (m *machine) run(limit int) (steps int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("step %d: %v", steps, p)
		}
	}()
	for pc := 0; pc < len(m.prog); pc, steps = pc+1, steps+1 {
		if steps == limit {
			return steps, errLimit
		}
		switch m.prog[pc] {
		case '+':
			*m.cell()++
		case '-':
			*m.cell()--
		case '>':
			m.at++
		case '<':
			m.at--
		case '.':
			m.out.WriteByte(*m.cell())
		case ',':
			b, err := m.in.ReadByte()
			if err != nil && err != io.EOF {
				return steps, err
			}
			*m.cell() = b
		case '[':
			if *m.cell() == 0 {
				pc = m.jumps[pc]
			}
		case ']':
			if *m.cell() != 0 {
				pc = m.jumps[pc]
			}
		}
	}
	return
}

func main() {
	for _, c := range []struct{ src, in string }{
		{"++++++++[>++++++++<-]>+.+.+.", ""},
		{",[.,]", "echo"},
		{">,[>,]<[.<]", "backwards"},
		{"+[]", ""},
		{"<+", ""},
		{"[[]", ""},
		{"]", ""},
	} {
		m, err := load(c.src, strings.NewReader(c.in))
		if err != nil {
			fmt.Println(err)
			continue
		}
		steps, err := m.run(2000)
		fmt.Printf("%q %d %v %v\n", m.out.String(), steps, err, errors.Is(err, errLimit))
	}
}
