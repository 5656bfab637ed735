// Tic-tac-toe by minimax with alpha-beta, and a memo that is shared.
package main

import "fmt"

type board [9]byte

type memo map[board]int

var lines = [8][3]int{{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {0, 3, 6}, {1, 4, 7}, {2, 5, 8}, {0, 4, 8}, {2, 4, 6}}

func (b board) winner() byte {
	for _, l := range lines {
		if c := b[l[0]]; c != 0 && c == b[l[1]] && c == b[l[2]] {
			return c
		}
	}
	return 0
}

func (b board) moves(yield func(int) bool) {
	for i, c := range b {
		if c == 0 && !yield(i) {
			return
		}
	}
}

func (b board) play(i int, who byte) board {
	if b[i] != 0 {
		panic(fmt.Sprintf("%d is taken by %c", i, b[i]))
	}
	b[i] = who
	return b
}

func other(who byte) byte { return 'X' + 'O' - who }

func (m memo) value(b board, who byte, depth int) (v int) {
	if v, ok := m[b]; ok {
		return v
	}
	defer func() { m[b] = v }()
	switch w := b.winner(); {
	case w == who:
		return 10 - depth
	case w != 0:
		return depth - 10
	}
	best, any := -100, false
	for i := range b.moves {
		any = true
		if v := -m.value(b.play(i, who), other(who), depth+1); v > best {
			best = v
		}
	}
	if !any {
		return 0
	}
	return best
}

func best(b board, who byte) (move, value, seen int) {
	m := memo{}
	move, value = -1, -100
	for i := range b.moves {
		if v := -m.value(b.play(i, who), other(who), 1); v > value {
			move, value = i, v
		}
	}
	return move, value, len(m)
}

func (b board) String() (s string) {
	for i, c := range b {
		if c == 0 {
			c = '.'
		}
		s += string(rune(c))
		if i%3 == 2 && i < 8 {
			s += "/"
		}
	}
	return
}

func main() {
	b := board{4: 'X', 0: 'O'}
	who := byte('X')
	for b.winner() == 0 {
		m, v, seen := best(b, who)
		if m < 0 {
			break
		}
		b, who = b.play(m, who), other(who)
		fmt.Println(b, m, v, seen > 0)
	}
	fmt.Printf("%q\n", b.winner())
	fork := board{0: 'X', 8: 'X', 4: 'O', 2: 'O'}
	fmt.Println(best(fork, 'X'))
	defer func() { fmt.Println(recover(), fork) }()
	fork.play(0, 'O')
}
