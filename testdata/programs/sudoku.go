// A sudoku solver and an n-queens counter with backtracking.
package main

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
)

type grid [81]uint8

type solver struct {
	g               grid
	rows, cols, box [9]uint16
	steps           int
	limit           int
}

var (
	errLimit    = errors.New("too many steps")
	errSolution = errors.New("no solution")
)

type conflict struct{ pos, digit int }

func (c conflict) Error() string { return fmt.Sprintf("%d again at %d", c.digit, c.pos) }

func (s *solver) place(pos int, d uint8) bool {
	r, c := pos/9, pos%9
	bit := uint16(1) << d
	if (s.rows[r]|s.cols[c]|s.box[boxOf(r, c)])&bit != 0 {
		return false
	}
	s.toggle(pos, bit)
	s.g[pos] = d
	return true
}

func boxOf(r, c int) int { return r/3*3 + c/3 }

func (s *solver) toggle(pos int, bit uint16) {
	r, c := pos/9, pos%9
	s.rows[r] ^= bit
	s.cols[c] ^= bit
	s.box[boxOf(r, c)] ^= bit
}

func (s *solver) candidates(pos int) uint16 {
	r, c := pos/9, pos%9
	return ^(s.rows[r] | s.cols[c] | s.box[boxOf(r, c)]) & 0x3fe
}

func (s *solver) best() (pos int, mask uint16) {
	pos, fewest := -1, 10
	for p, d := range s.g {
		if d != 0 {
			continue
		}
		m := s.candidates(p)
		if n := bits.OnesCount16(m); n < fewest {
			if pos, fewest, mask = p, n, m; n <= 1 {
				break
			}
		}
	}
	return
}

func (s *solver) solve() bool {
	if s.steps++; s.steps > s.limit {
		panic(errLimit)
	}
	pos, mask := s.best()
	if pos < 0 {
		return true
	}
	for ; mask != 0; mask &= mask - 1 {
		d := uint8(bits.TrailingZeros16(mask))
		if s.place(pos, d) {
			if s.solve() {
				return true
			}
			s.toggle(pos, 1<<d)
			s.g[pos] = 0
		}
	}
	return false
}

func solve(in string, limit int) (out grid, steps int, err error) {
	s := &solver{limit: limit}
	defer func() {
		steps = s.steps
		if r := recover(); r != nil {
			if e, ok := r.(error); ok && errors.Is(e, errLimit) {
				err = e
				return
			}
			panic(r)
		}
	}()
	for i, ch := range strings.ReplaceAll(in, "\n", "") {
		if ch >= '1' && ch <= '9' && !s.place(i, uint8(ch-'0')) {
			return out, 0, conflict{i, int(ch - '0')}
		}
	}
	if !s.solve() {
		return out, 0, errSolution
	}
	return s.g, 0, nil
}

func queens(n int) (count int) {
	var try func(row int, cols, d1, d2 uint)
	try = func(row int, cols, d1, d2 uint) {
		if row == n {
			count++
			return
		}
		for free := ^(cols | d1 | d2) & (1<<n - 1); free != 0; {
			bit := free & -free
			free ^= bit
			try(row+1, cols|bit, (d1|bit)<<1, (d2|bit)>>1)
		}
	}
	try(0, 0, 0, 0)
	return
}

func main() {
	const puzzle = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
	g, steps, err := solve(puzzle, 1000)
	for r := range 9 {
		fmt.Println(g[r*9 : r*9+9])
	}
	fmt.Println(steps > 0, err)
	_, steps, err = solve(puzzle, 10)
	fmt.Println(steps, err)
	_, _, err = solve("55"+puzzle[2:], 10)
	var c conflict
	fmt.Println(err, errors.As(err, &c), c.digit)
	_, _, err = solve("1234567.........8.........9"+strings.Repeat(".", 54), 100000)
	fmt.Println(err == nil || errors.Is(err, errSolution) || errors.Is(err, errLimit))
	for n := 1; n <= 6; n++ {
		fmt.Print(queens(n), " ")
	}
	fmt.Println()
}
