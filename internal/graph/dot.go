package graph

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// Dot writes the graph in the language of Graphviz.
func (g *Graph) Dot(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "digraph {\n\trankdir=LR;\n\tlabel=%s;\n\tnode [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];\n", strconv.Quote(g.Title))
	var groups []string
	members := make(map[string][]Node)
	for _, n := range g.Nodes {
		if members[n.Group] == nil {
			groups = append(groups, n.Group)
		}
		members[n.Group] = append(members[n.Group], n)
	}
	for i, group := range groups {
		indent := "\t"
		if group != "" {
			fmt.Fprintf(b, "\tsubgraph cluster_%d {\n\t\tlabel=%s;\n\t\tcolor=gray;\n", i, strconv.Quote(group))
			indent = "\t\t"
		}
		for _, n := range members[group] {
			s := g.style(n.Kind)
			fmt.Fprintf(b, "%s%s [label=%s, tooltip=%s, fillcolor=%s, color=%s];\n", indent,
				strconv.Quote(n.ID), strconv.Quote(n.Label), strconv.Quote(n.Note), strconv.Quote(s.Fill), strconv.Quote(s.Stroke))
		}
		if group != "" {
			fmt.Fprintf(b, "\t}\n")
		}
	}
	for _, e := range g.Edges {
		s := g.style(e.Kind)
		look := "solid"
		if s.Dashes != "" {
			look = "dashed"
		}
		fmt.Fprintf(b, "\t%s -> %s [color=%s, style=%s, tooltip=%s];\n",
			strconv.Quote(e.From), strconv.Quote(e.To), strconv.Quote(s.Stroke), look, strconv.Quote(e.Note))
	}
	fmt.Fprintf(b, "}\n")
	return b.Flush()
}
