// Package graph draws graphs of who calls whom: as text for Graphviz, and as SVG, from
// left to right, with a small layout of its own, so that it needs no other program.
//
// # The layout
//
// It is that of Sugiyama, Tagawa and Toda, in its simplest form (layout.go): the nodes
// are divided into ranks, so that edges lead from one rank to the next, with waypoints
// where they are longer; the nodes of each rank are ordered by where their neighbours
// stand, a few times to and fro; then they are placed.
package graph

// A Kind says what a node or an edge looks like.
type Kind string

// A Node is a function.
type Node struct {
	ID    string
	Label string
	Note  string // shown when the mouse rests on it
	Kind  Kind
	Group string // those of one group stand in one frame, in Graphviz: a package
}

// An Edge is a call.
type Edge struct {
	From, To string // IDs
	Note     string
	Kind     Kind
}

// A Style is what the nodes and edges of a kind look like. Colors are SVG's.
type Style struct {
	Kind   Kind
	Means  string // for the key
	Fill   string // nodes
	Stroke string
	Dashes string // of edges, as in SVG's stroke-dasharray
}

// A Graph is what is to be drawn. Every edge leads from one node to another, or to
// itself.
type Graph struct {
	Title  string
	Nodes  []Node
	Edges  []Edge
	Styles []Style // those of nodes have a Fill
}

func (g *Graph) style(k Kind) Style {
	for _, s := range g.Styles {
		if s.Kind == k {
			return s
		}
	}
	return Style{Kind: k, Fill: "white", Stroke: "black"}
}

// used reports whether anything in the graph is of a kind.
func (g *Graph) used(k Kind) bool {
	for _, n := range g.Nodes {
		if n.Kind == k {
			return true
		}
	}
	for _, e := range g.Edges {
		if e.Kind == k {
			return true
		}
	}
	return false
}
