package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/graph"
	"github.com/evert-go/evert/internal/write"
	"github.com/evert-go/evert/rewrite"
)

// What functions and calls look like in the pictures of evert explain.
const (
	isSplit   graph.Kind = "split"
	isHand    graph.Kind = "hand"
	isThread  graph.Kind = "thread"
	isRuntime graph.Kind = "runtime"
	isRefused graph.Kind = "refused"
	byForm    graph.Kind = "call"
	byThread  graph.Kind = "entry"
)

var pictureStyles = []graph.Style{
	{Kind: isSplit, Means: "split: its callback form is generated", Fill: "#d9e8fb", Stroke: "#3b6ea5"},
	{Kind: isHand, Means: "has a callback form already", Fill: "#d8f0d8", Stroke: "#3c8a3c"},
	{Kind: isRuntime, Means: "the runtime waits for it", Fill: "#eeeeee", Stroke: "#777777"},
	{Kind: isThread, Means: "blocks: a hurdle, which a thread takes", Fill: "#fde3c8", Stroke: "#c06a1a"},
	{Kind: isRefused, Means: "its caller cannot be split because of it", Fill: "#f8d0d0", Stroke: "#b02a2a"},
	{Kind: byForm, Means: "calls a callback form", Stroke: "#555555"},
	{Kind: byThread, Means: "enters a thread", Stroke: "#c06a1a", Dashes: "5 3"},
}

// picture draws the functions that are split and what they wait for. Calls that do not
// wait are left out.
func (a *app) picture(title string, decisions []rewrite.Decision) *graph.Graph {
	p := &pictured{g: &graph.Graph{Title: title, Styles: pictureStyles}, app: a, nodes: make(map[string]int), edges: make(map[[2]string]int)}
	for _, d := range decisions {
		p.node(d.Caller, graph.Node{ID: d.Caller, Label: d.Func, Kind: isSplit, Group: packageOf(d.Caller)})
	}
	for _, d := range decisions {
		p.call(d)
	}
	return p.g
}

// pictured is a picture in the making.
type pictured struct {
	g     *graph.Graph
	app   *app
	nodes map[string]int
	edges map[[2]string]int
}

func (p *pictured) node(id string, n graph.Node) {
	if _, ok := p.nodes[id]; !ok {
		p.nodes[id] = len(p.g.Nodes)
		p.g.Nodes = append(p.g.Nodes, n)
	}
}

// call adds a call that waits, and what it waits for.
func (p *pictured) call(d rewrite.Decision) {
	n := graph.Node{ID: d.Callee, Label: short(d.Caller, d.Callee), Note: strings.Join(d.Chain, " < ")}
	e := graph.Edge{From: d.Caller, Kind: byForm}
	switch d.Way {
	case rewrite.InPlace:
		return
	case rewrite.ByForm:
		n.Kind, n.Group = isSplit, packageOf(d.Callee)
	case rewrite.ByHand:
		n.Kind = isHand
	case rewrite.ByRuntime:
		n.ID, n.Label, n.Kind = "runtime "+d.What, d.What, isRuntime
	case rewrite.ByThread, rewrite.ByAsking:
		n.Kind, e.Kind = isThread, byThread
	case rewrite.Refused:
		n.Kind = isRefused
	}
	if n.ID == "" {
		n.ID, n.Label = d.Caller+" "+d.Call, d.Call
	}
	p.node(n.ID, n)
	e.To = n.ID
	e.Note = p.app.names.Position(d.Pos) + ": " + d.What
	if d.Reason != "" {
		e.Note += ": " + d.Reason
	}
	at := [2]string{e.From, e.To}
	if i, ok := p.edges[at]; ok {
		known := &p.g.Edges[i]
		if known.Note += "\n" + e.Note; e.Kind == byThread {
			known.Kind = byThread
		}
		return
	}
	p.edges[at] = len(p.g.Edges)
	p.g.Edges = append(p.g.Edges, e)
}

// packageOf cuts the function off a name such as example.com/shop.Store.Get.
func packageOf(name string) string {
	dir, last := path.Split(name)
	pkg, _, _ := strings.Cut(last, ".")
	return dir + pkg
}

// short is the name of a callee with only the last element of its package's path, and
// without that in the caller's package.
func short(caller, callee string) string {
	if own := packageOf(caller); own == packageOf(callee) {
		return strings.TrimPrefix(callee, own+".")
	}
	return path.Base(callee)
}

// pictureFormat is the format that the flags ask for, or "".
func pictureFormat(f *common, dot, svg bool) (string, error) {
	switch {
	case dot && svg, f.json && (dot || svg):
		return "", f.wrong("-dot, -svg and -json contradict each other: give one of them")
	case dot:
		return "dot", nil
	case svg:
		return "svg", nil
	}
	return "", nil
}

// drawTo draws a picture into a file, or prints it if that has no name.
func (a *app) drawTo(ctx context.Context, file, format string, patterns []string, decisions []rewrite.Decision) error {
	var picture bytes.Buffer
	if err := a.draw(&picture, format, patterns, decisions); err != nil {
		return err
	}
	if file != "" {
		return a.save(ctx, file, picture.Bytes())
	}
	_, err := a.stdout.Write(picture.Bytes())
	return err
}

// save writes a picture to a file, which is a new one or an earlier picture.
func (a *app) save(ctx context.Context, name string, picture []byte) error {
	file := filepath.Join(a.dir, name)
	if filepath.IsAbs(name) {
		file = name
	}
	old, err := os.ReadFile(file)
	switch {
	case err != nil && !os.IsNotExist(err):
		return err
	case err == nil && !isPicture(old):
		return fmt.Errorf("%s: exists, and is no picture of evert explain: rename or remove it", name)
	case bytes.Equal(old, picture):
		return nil
	}
	_, problems, err := write.Commit(ctx, []write.Change{{Name: file, Old: old, New: picture}})
	if len(problems) > 0 {
		a.names.Print(a.stderr, problems)
		return errSilent
	}
	return err
}

// isPicture reports what draw has written.
func isPicture(text []byte) bool {
	return bytes.HasPrefix(text, []byte("<svg ")) && bytes.Contains(text, []byte("<title>evert explain")) ||
		bytes.HasPrefix(text, []byte("digraph {")) && bytes.Contains(text, []byte("label=\"evert explain"))
}

// draw prints the picture in one of the formats.
func (a *app) draw(w io.Writer, format string, patterns []string, decisions []rewrite.Decision) error {
	g := a.picture("evert explain "+strings.Join(patterns, " "), decisions)
	slices.SortStableFunc(g.Nodes, func(x, y graph.Node) int { return strings.Compare(x.Group, y.Group) })
	switch format {
	case "dot":
		return g.Dot(w)
	case "svg":
		return g.SVG(w)
	}
	return fmt.Errorf("there is no format %q", format)
}
