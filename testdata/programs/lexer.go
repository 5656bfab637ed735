// A lexer whose states are functions that return the next state.
package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	tEOF kind = iota
	tText
	tOpen
	tClose
	tIdent
	tNumber
	tString
	tPipe
	tError
)

func (k kind) String() string {
	return strings.Fields("eof text open close ident number string pipe error")[k]
}

type token struct {
	kind kind
	text string
	line int
}

type stateFn func(*lexer) stateFn

type lexer struct {
	in         string
	start, pos int
	width      int
	line       int
	tokens     chan token
}

const eof = -1

func (l *lexer) next() rune {
	if l.pos >= len(l.in) {
		l.width = 0
		return eof
	}
	r, w := utf8.DecodeRuneInString(l.in[l.pos:])
	l.width = w
	l.pos += w
	if r == '\n' {
		l.line++
	}
	return r
}

func (l *lexer) backup() {
	l.pos -= l.width
	if l.width == 1 && l.in[l.pos] == '\n' {
		l.line--
	}
}

func (l *lexer) peek() rune { r := l.next(); l.backup(); return r }

func (l *lexer) emit(k kind) {
	l.tokens <- token{k, l.in[l.start:l.pos], l.line}
	l.start = l.pos
}

func (l *lexer) errorf(format string, args ...any) stateFn {
	l.tokens <- token{tError, fmt.Sprintf(format, args...), l.line}
	return nil
}

func (l *lexer) acceptRun(ok func(rune) bool) {
	for ok(l.next()) {
	}
	l.backup()
}

func lexText(l *lexer) stateFn {
	for {
		if strings.HasPrefix(l.in[l.pos:], "{{") {
			if l.pos > l.start {
				l.emit(tText)
			}
			return lexOpen
		}
		if l.next() == eof {
			break
		}
	}
	if l.pos > l.start {
		l.emit(tText)
	}
	l.emit(tEOF)
	return nil
}

func lexOpen(l *lexer) stateFn {
	l.pos += 2
	l.emit(tOpen)
	return lexInside
}

func lexInside(l *lexer) stateFn {
	if strings.HasPrefix(l.in[l.pos:], "}}") {
		l.pos += 2
		l.emit(tClose)
		return lexText
	}
	switch r := l.next(); {
	case r == eof:
		return l.errorf("unclosed action")
	case unicode.IsSpace(r):
		l.acceptRun(unicode.IsSpace)
		l.start = l.pos
	case r == '|':
		l.emit(tPipe)
	case r == '"':
		return lexQuote
	case r == '-' || unicode.IsDigit(r):
		l.acceptRun(func(r rune) bool { return unicode.IsDigit(r) || r == '.' })
		if unicode.IsLetter(l.peek()) {
			return l.errorf("bad number %q", l.in[l.start:l.pos+1])
		}
		l.emit(tNumber)
	case unicode.IsLetter(r):
		l.acceptRun(unicode.IsLetter)
		l.emit(tIdent)
	default:
		return l.errorf("unexpected %q", r)
	}
	return lexInside
}

func lexQuote(l *lexer) stateFn {
	for {
		switch l.next() {
		case '\\':
			if r := l.next(); r != eof && r != '\n' {
				continue
			}
			fallthrough
		case eof, '\n':
			return l.errorf("unterminated string")
		case '"':
			l.emit(tString)
			return lexInside
		}
	}
}

func lex(in string) <-chan token {
	l := &lexer{in: in, line: 1, tokens: make(chan token)}
	go func() {
		defer close(l.tokens)
		for state := stateFn(lexText); state != nil; {
			state = state(l)
		}
	}()
	return l.tokens
}

func main() {
	for _, in := range []string{
		"hello {{name | upper}}!\n{{ \"a\\\"b\" }} end",
		"{{1 -2.5 x}}",
		"{{12ab}}",
		"{{",
		"{{\"open\n\"}}",
		"plain\ntext",
		"{{é ?}}",
		"",
	} {
		fmt.Printf("%q\n", in)
		for t := range lex(in) {
			fmt.Printf("  %d %v %q\n", t.line, t.kind, t.text)
		}
	}
}
