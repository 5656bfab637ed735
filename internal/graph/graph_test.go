package graph

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
)

// random makes a graph with n nodes, and about two edges each, circles and calls of
// themselves included.
func random(n int, seed int64) *Graph {
	r := rand.New(rand.NewSource(seed))
	g := &Graph{Title: "random", Styles: []Style{{Kind: "n", Fill: "white", Stroke: "black", Means: "a <node>"}, {Kind: "e", Stroke: "red", Dashes: "4"}}}
	for i := range n {
		g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint(i), Label: strings.Repeat("x", 1+r.Intn(20)), Kind: "n"})
	}
	for range 2 * n {
		g.Edges = append(g.Edges, Edge{From: fmt.Sprint(r.Intn(n)), To: fmt.Sprint(r.Intn(n)), Kind: "e", Note: "a & b"})
	}
	return g
}

// No two things overlap, all stand on the picture, and every line leads to the right.
func TestLayout(t *testing.T) {
	for seed := range int64(50) {
		l := newLayout(random(1+int(seed), seed))
		for _, rank := range l.ranks {
			for i, s := range rank {
				if s.x < 0 || s.y < 0 || s.x+s.w > l.w || s.y+s.h > l.h {
					t.Fatalf("seed %d: outside: %+v of %v x %v", seed, s, l.w, l.h)
				}
				if i > 0 && s.y < rank[i-1].y+rank[i-1].h {
					t.Fatalf("seed %d: overlap", seed)
				}
			}
		}
		for _, ln := range l.lines {
			for i, s := range ln.spots[1:] {
				if before := ln.spots[i]; s.rank != before.rank+1 || s.x <= before.x+before.w {
					t.Fatalf("seed %d: a line from rank %d to %d", seed, before.rank, s.rank)
				}
			}
		}
	}
}

// A chain of a hundred thousand calls needs no deep stack.
func TestLongChain(t *testing.T) {
	g := &Graph{}
	for i := range 100_000 {
		g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint(i)})
		if i > 0 {
			g.Edges = append(g.Edges, Edge{From: fmt.Sprint(i - 1), To: fmt.Sprint(i)})
		}
	}
	if l := newLayout(g); len(l.ranks) != len(g.Nodes) {
		t.Errorf("%d ranks", len(l.ranks))
	}
}

func TestSVG(t *testing.T) {
	var b bytes.Buffer
	if err := random(20, 1).SVG(&b); err != nil {
		t.Fatal(err)
	}
	shapes := map[string]int{}
	for d := xml.NewDecoder(&b); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			shapes[e.Name.Local]++
		}
	}
	// A background, 20 nodes and the key's; 40 edges, two arrows, and the key's.
	if shapes["rect"] != 22 || shapes["path"] != 43 || shapes["text"] != 22 {
		t.Errorf("%v", shapes)
	}
}

func TestDot(t *testing.T) {
	g := &Graph{Title: "two", Nodes: []Node{{ID: "a", Label: "A", Group: "p"}, {ID: "b", Label: `B "quoted"`}}, Edges: []Edge{{From: "a", To: "b"}}}
	var b bytes.Buffer
	if err := g.Dot(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`subgraph cluster_0`, `"a" [label="A"`, `label="B \"quoted\""`, `"a" -> "b"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, &b)
		}
	}
}
