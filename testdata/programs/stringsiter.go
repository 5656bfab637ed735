// Strings, runes and bytes.
package main

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

func rot(r rune) rune {
	switch {
	case isLower(r):
		return 'a' + (r-'a'+13)%26
	case r == '!':
		return -1
	}
	return r
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }

func reverse(s string) string {
	rs := []rune(s)
	for i, j := 0, len(rs)-1; i < j; i, j = next(i), j-1 {
		rs[i], rs[j] = rs[j], rs[i]
	}
	return string(rs)
}

func next(i int) int { return i + 1 }

func words(s string) (out []string) {
	start := -1
	for i, r := range s {
		switch in := start >= 0; {
		case unicode.IsLetter(r) && !in:
			start = i
		case !unicode.IsLetter(r) && in:
			out, start = append(out, cut(s, start, i)), -1
		}
	}
	if start >= 0 {
		out = append(out, cut(s, start, len(s)))
	}
	return
}

func cut(s string, i, j int) string { return s[i:j] }

type byFreq struct {
	m map[rune]int
	k []rune
}

func (b byFreq) Len() int           { return len(b.k) }
func (b byFreq) Swap(i, j int)      { b.k[i], b.k[j] = b.k[j], b.k[i] }
func (b byFreq) Less(i, j int) bool { return b.less(b.k[i], b.k[j]) }
func (b byFreq) less(x, y rune) bool {
	return b.m[x] > b.m[y] || b.m[x] == b.m[y] && x < y
}

func main() {
	fmt.Println(strings.Map(rot, "hello, world!"), reverse("añb€"))
	fmt.Printf("%q\n", words("one, two;three  four"))
	b := byFreq{m: map[rune]int{}}
	for _, r := range "mississippi" {
		if b.m[r]++; b.m[r] == 1 {
			b.k = append(b.k, r)
		}
	}
	sort.Sort(b)
	fmt.Println(string(b.k), b.m['s'])
	fields := strings.FieldsFunc("a1b22c", unicode.IsDigit)
	fmt.Println(fields, strings.IndexFunc("abcDe", func(r rune) bool { return !isLower(r) }))
	people := []struct {
		name string
		age  int
	}{{"x", 3}, {"y", 1}, {"z", 2}, {"w", 1}}
	sort.SliceStable(people, func(i, j int) bool { return less(people[i].age, people[j].age) })
	fmt.Println(people)
	i := sort.Search(100, func(n int) bool { return square(n) >= 50 })
	fmt.Println(i, strings.Title(cut("some text", 0, 4)))
	bs := []byte("abc")
	for i := range bs {
		bs[i] += byte(next(i))
	}
	fmt.Println(string(bs), []byte(cut("xyz", 1, 3)), string(rune(next(64))))
}

func less(a, b int) bool { return a < b }
func square(n int) int   { return n * n }
