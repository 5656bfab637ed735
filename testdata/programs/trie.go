// A trie with prefix search, fuzzy search and deletion, and an iterator.
package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

type trie struct {
	children map[rune]*trie
	word     bool
	count    int
}

func (t *trie) insert(w string) bool {
	n := t
	var path []*trie
	for _, r := range w {
		path = append(path, n)
		if n.children == nil {
			n.children = map[rune]*trie{}
		}
		next, ok := n.children[r]
		if !ok {
			next = new(trie)
			n.children[r] = next
		}
		n = next
	}
	if n.word {
		return false
	}
	n.word = true
	for _, p := range append(path, n) {
		p.count++
	}
	return true
}

func (t *trie) walk(prefix string) *trie {
	for _, r := range prefix {
		if t = t.children[r]; t == nil {
			return nil
		}
	}
	return t
}

func (t *trie) sorted() (rs []rune) {
	for r := range t.children {
		rs = append(rs, r)
	}
	slices.Sort(rs)
	return
}

func (t *trie) all(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) { t.walk(prefix).emit(prefix, yield) }
}

func (t *trie) emit(sofar string, yield func(string) bool) bool {
	if t == nil {
		return true
	}
	if t.word && !yield(sofar) {
		return false
	}
	for _, r := range t.sorted() {
		if !t.children[r].emit(sofar+string(r), yield) {
			return false
		}
	}
	return true
}

func (t *trie) match(pattern string) (found []string) {
	var rec func(n *trie, rest []rune, sofar string)
	rec = func(n *trie, rest []rune, sofar string) {
		if len(rest) == 0 {
			if n.word {
				found = append(found, sofar)
			}
			return
		}
		switch r := rest[0]; r {
		case '?':
			for _, c := range n.sorted() {
				rec(n.children[c], rest[1:], sofar+string(c))
			}
		case '*':
			rec(n, rest[1:], sofar)
			for _, c := range n.sorted() {
				rec(n.children[c], rest, sofar+string(c))
			}
		default:
			if c, ok := n.children[r]; ok {
				rec(c, rest[1:], sofar+string(r))
			}
		}
	}
	rec(t, []rune(pattern), "")
	return
}

func (t *trie) remove(w string) (ok bool) {
	defer func() {
		if ok {
			t.count--
		}
	}()
	if w == "" {
		ok, t.word = t.word, false
		return ok
	}
	rs := []rune(w)
	c := t.children[rs[0]]
	if c == nil || !c.remove(string(rs[1:])) {
		return false
	}
	if c.count == 0 {
		delete(t.children, rs[0])
	}
	return true
}

func main() {
	t := new(trie)
	for _, w := range strings.Fields("go gopher gone golang got über übung a car cart care") {
		t.insert(w)
	}
	fmt.Println(t.insert("go"), t.count, t.walk("go").count)
	for w := range t.all("go") {
		if w == "gopher" {
			break
		}
		fmt.Print(w, " ")
	}
	fmt.Println(slices.Collect(t.all("ü")), slices.Collect(t.all("zz")))
	fmt.Println(t.match("g?t"), t.match("ca*"), t.match("*e*"))
	fmt.Println(t.remove("gone"), t.remove("gone"), t.remove("gop"), t.remove("car"), t.count)
	fmt.Println(slices.Collect(t.all("")))
	next, stop := iter.Pull(t.all("c"))
	defer stop()
	for w, ok := next(); ok; w, ok = next() {
		fmt.Print(w, ".")
	}
	fmt.Println()
}
