// Package report prints what the command has to say about positions in source
// files: one message a line, `file:line:col: what: what to do`, sorted, each of
// them once, with file names relative to the current directory as the go
// command writes them.
package report

import (
	"cmp"
	"fmt"
	"go/token"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Message is a line about a position. A position without a file is left out.
type Message struct {
	Pos  token.Position
	Text string
}

// Names shortens file names for one current directory.
type Names struct {
	Dir string // absolute
}

// File is the name of a file as the go command prints it: relative to the
// current directory if that is shorter.
func (n Names) File(name string) string {
	if !filepath.IsAbs(name) {
		return name
	}
	rel, err := filepath.Rel(n.Dir, name)
	if err != nil || len(rel) >= len(name) {
		return name
	}
	return rel
}

// Position prints a position as file:line:col, as far as it is known.
func (n Names) Position(p token.Position) string {
	p.Filename = n.File(p.Filename)
	if p.Filename == "" {
		return ""
	}
	return p.String()
}

// Line is a message as it is printed, without the end of line.
func (n Names) Line(m Message) string {
	if pos := n.Position(m.Pos); pos != "" {
		return pos + ": " + m.Text
	}
	return m.Text
}

// Print writes messages in the order of their positions, each once.
func (n Names) Print(w io.Writer, messages []Message) {
	for _, m := range Sort(messages) {
		fmt.Fprintln(w, n.Line(m))
	}
}

// Sort returns the messages in the order of their positions, each once.
func Sort(messages []Message) []Message {
	sorted := slices.Clone(messages)
	slices.SortStableFunc(sorted, func(a, b Message) int {
		return cmp.Or(ComparePositions(a.Pos, b.Pos), strings.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(sorted, func(a, b Message) bool {
		return ComparePositions(a.Pos, b.Pos) == 0 && a.Text == b.Text
	})
}

// ComparePositions orders positions by file, line and column.
func ComparePositions(a, b token.Position) int {
	return cmp.Or(
		strings.Compare(a.Filename, b.Filename),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
	)
}

// ParsePosition reads `file`, `file:line` or `file:line:col`, the forms in
// which the go command writes positions; relative names are taken to be below
// dir. "" and "-" stand for no position.
func ParsePosition(s, dir string) token.Position {
	if s == "" || s == "-" {
		return token.Position{}
	}
	var numbers []int // the last one first
	name := s
	for len(numbers) < 2 {
		i := strings.LastIndexByte(name, ':')
		if i < 0 {
			break
		}
		v, err := strconv.Atoi(name[i+1:])
		if err != nil {
			break
		}
		numbers = append(numbers, v)
		name = name[:i]
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	p := token.Position{Filename: name}
	switch len(numbers) {
	case 1:
		p.Line = numbers[0]
	case 2:
		p.Line, p.Column = numbers[1], numbers[0]
	}
	return p
}
