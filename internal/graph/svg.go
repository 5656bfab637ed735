package graph

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// keyHeight is the room below the graph for a line of the key.
const keyHeight = 22

// SVG writes the graph as a picture that stands by itself.
func (g *Graph) SVG(w io.Writer) error {
	l := newLayout(g)
	b := bufio.NewWriter(w)
	var key []Style
	for _, s := range g.Styles {
		if g.used(s.Kind) {
			key = append(key, s)
		}
	}
	width := max(l.w, 360)
	height := l.h + float64(len(key)*keyHeight) + 2*margin
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12">`+"\n",
		width, height, width, height)
	fmt.Fprintf(b, "<title>%s</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n", escape(g.Title))
	for _, s := range key {
		fmt.Fprintf(b, `<marker id="arrow-%s" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L8 4 L0 8 z" fill="%s"/></marker>`+"\n", s.Kind, s.Stroke)
	}
	for _, ln := range l.lines {
		l.line(b, ln)
	}
	for i := range g.Nodes {
		l.node(b, l.spots[g.Nodes[i].ID])
	}
	for i, s := range key {
		entry(b, s, l.h+float64(i*keyHeight))
	}
	fmt.Fprintln(b, "</svg>")
	return b.Flush()
}

func (l *layout) node(b io.Writer, s *spot) {
	style := l.g.style(s.node.Kind)
	fmt.Fprintf(b, `<g><title>%s</title><rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="6" fill="%s" stroke="%s"/>`,
		escape(s.node.Note), s.x, s.y, s.w, s.h, style.Fill, style.Stroke)
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text></g>`+"\n", s.x+s.w/2, s.y+s.h/2+4, escape(s.node.Label))
}

// line draws an edge as a curve through its waypoints, from the right side of a node to
// the left side of another. One that leads back is drawn from the left to the right,
// with its arrow at the beginning.
func (l *layout) line(b io.Writer, ln line) {
	style := l.g.style(ln.edge.Kind)
	var d strings.Builder
	first := ln.spots[0]
	x, y := first.x+first.w, first.y+first.h/2
	fmt.Fprintf(&d, "M%.1f %.1f", x, y)
	if len(ln.spots) == 1 { // a call of itself
		fmt.Fprintf(&d, " c30 -22 30 22 0 6")
	}
	for _, s := range ln.spots[1:] {
		nx, ny := s.x, s.y+s.h/2
		mid := (x + nx) / 2
		fmt.Fprintf(&d, " C%.1f %.1f %.1f %.1f %.1f %.1f", mid, y, mid, ny, nx, ny)
		if s.node == nil {
			fmt.Fprintf(&d, " L%.1f %.1f", s.x+s.w, ny)
		}
		x, y = s.x+s.w, ny
	}
	arrow := "marker-end"
	if ln.reverse {
		arrow = "marker-start"
	}
	dashes := ""
	if style.Dashes != "" {
		dashes = ` stroke-dasharray="` + style.Dashes + `"`
	}
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s"%s %s="url(#arrow-%s)"><title>%s</title></path>`+"\n",
		d.String(), style.Stroke, dashes, arrow, style.Kind, escape(ln.edge.Note))
}

// entry is a line of the key.
func entry(b io.Writer, s Style, y float64) {
	if s.Fill != "" {
		fmt.Fprintf(b, `<rect x="%d" y="%.1f" width="34" height="14" rx="4" fill="%s" stroke="%s"/>`, margin, y, s.Fill, s.Stroke)
	} else {
		dashes := ""
		if s.Dashes != "" {
			dashes = ` stroke-dasharray="` + s.Dashes + `"`
		}
		fmt.Fprintf(b, `<path d="M%d %.1f h34" stroke="%s"%s/>`, margin, y+7, s.Stroke, dashes)
	}
	fmt.Fprintf(b, `<text x="%d" y="%.1f">%s</text>`+"\n", margin+44, y+11, escape(s.Means))
}

func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return ""
	}
	return b.String()
}
