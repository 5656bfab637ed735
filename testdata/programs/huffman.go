// Huffman coding with a heap of interface values.
package main

import (
	"container/heap"
	"errors"
	"fmt"
	"sort"
	"strings"
)

type tree interface{ weight() int }

type (
	leaf struct {
		r rune
		n int
	}
	branch struct {
		left, right tree
		n           int
	}
)

func (l leaf) weight() int    { return l.n }
func (b *branch) weight() int { return b.n }

type forest []tree

func (f forest) Len() int { return len(f) }
func (f forest) Less(i, j int) bool {
	if a, b := f[i].weight(), f[j].weight(); a != b {
		return a < b
	}
	return first(f[i]) < first(f[j])
}
func (f forest) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *forest) Push(x any)   { *f = append(*f, x.(tree)) }
func (f *forest) Pop() any {
	defer func() { *f = (*f)[:len(*f)-1] }()
	return (*f)[len(*f)-1]
}

func first(t tree) rune {
	switch t := t.(type) {
	case leaf:
		return t.r
	case *branch:
		return min(first(t.left), first(t.right))
	}
	panic("unreachable")
}

func build(s string) tree {
	count := map[rune]int{}
	for _, r := range s {
		count[r]++
	}
	f := &forest{}
	for r, n := range count {
		*f = append(*f, leaf{r, n})
	}
	heap.Init(f)
	for f.Len() > 1 {
		a, b := heap.Pop(f).(tree), heap.Pop(f).(tree)
		heap.Push(f, &branch{a, b, a.weight() + b.weight()})
	}
	return heap.Pop(f).(tree)
}

func codes(t tree, prefix string, out map[rune]string) map[rune]string {
	switch t := t.(type) {
	case leaf:
		if prefix == "" {
			prefix = "0"
		}
		out[t.r] = prefix
	case *branch:
		codes(t.left, prefix+"0", out)
		codes(t.right, prefix+"1", out)
	}
	return out
}

var errBits = errors.New("bits left over")

func decode(t tree, bits string) (s string, err error) {
	at := t
	for i, b := range bits {
		if br, ok := at.(*branch); ok {
			switch b {
			case '0':
				at = br.left
			case '1':
				at = br.right
			default:
				return s, fmt.Errorf("bit %d is %q", i, b)
			}
		}
		if l, ok := at.(leaf); ok {
			s += string(l.r)
			at = t
		}
	}
	if at != t {
		err = errBits
	}
	return
}

func main() {
	for _, text := range []string{"abracadabra", "zzz", "hello, wörld"} {
		t := build(text)
		c := codes(t, "", map[rune]string{})
		var rs []rune
		for r := range c {
			rs = append(rs, r)
		}
		sort.Slice(rs, func(i, j int) bool { return rs[i] < rs[j] })
		var bits strings.Builder
		for _, r := range text {
			bits.WriteString(c[r])
		}
		for _, r := range rs {
			fmt.Print(string(r), ":", len(c[r]), " ")
		}
		back, err := decode(t, bits.String())
		fmt.Println(t.weight(), bits.Len(), back == text, err)
	}
	t := build("abcd")
	_, err := decode(t, "0")
	fmt.Println(errors.Is(err, errBits))
	_, err = decode(t, "0x")
	fmt.Println(err)
}
