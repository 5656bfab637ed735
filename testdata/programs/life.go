// Conway's game of life, in two representations.
package main

import (
	"fmt"
	"strings"
)

type board [8][10]bool

type cell struct{ r, c int }
type sparse map[cell]struct{}

func parse(s string) (b board) {
	for r, line := range strings.Split(strings.TrimSpace(s), "\n") {
		for c, ch := range line {
			b[r][c] = ch == '#'
		}
	}
	return b
}

func (b *board) alive(r, c int) bool {
	rows, cols := len(b), len(b[0])
	return b[mod(r, rows)][mod(c, cols)]
}

func mod(a, n int) int { return ((a % n) + n) % n }

func (b *board) neighbours(r, c int) (n int) {
	for dr := -1; dr <= 1; dr++ {
		for dc := -1; dc <= 1; dc++ {
			if dr == 0 && dc == 0 {
				continue
			}
			if b.alive(r+dr, c+dc) {
				n++
			}
		}
	}
	return
}

func rule(alive bool, n int) bool { return n == 3 || alive && n == 2 }

func (b board) step() (next board) {
	for r := range b {
		for c := range b[r] {
			next[r][c] = rule(b.alive(r, c), b.neighbours(r, c))
		}
	}
	return next
}

func (b board) String() string {
	var s strings.Builder
	for _, row := range b {
		for _, v := range row {
			if v {
				s.WriteByte('#')
			} else {
				s.WriteByte('.')
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

func (s sparse) step() sparse {
	count := map[cell]int{}
	for p := range s {
		for i := range 9 {
			if q := (cell{mod(p.r+i/3-1, 8), mod(p.c+i%3-1, 10)}); q != p {
				count[q]++
			}
		}
	}
	next := sparse{}
	for p, n := range count {
		if _, ok := s[p]; rule(ok, n) {
			next[p] = struct{}{}
		}
	}
	return next
}

func toSparse(b board) sparse {
	s := sparse{}
	for r, row := range b {
		for c, v := range row {
			if v {
				s[cell{r, c}] = struct{}{}
			}
		}
	}
	return s
}

func (s sparse) dense() (b board) {
	for p := range s {
		b[p.r][p.c] = true
	}
	return
}

func main() {
	b := parse(".#........\n..#.......\n###.......\n..........\n......###.\n")
	s := toSparse(b)
	seen := map[board]int{}
	for gen := 0; ; gen++ {
		if at, ok := seen[b]; ok {
			fmt.Println("cycle", at, gen)
			break
		}
		if gen == 12 {
			break
		}
		seen[b] = gen
		if gen%4 == 0 {
			fmt.Printf("%d\n%v", gen, b)
		}
		b, s = b.step(), s.step()
		if s.dense() != b {
			fmt.Println("differ at", gen)
			return
		}
	}
	fmt.Println(len(s), len(seen))
}
