package govet

import (
	"fmt"
	"strings"
	"testing"
)

// What go vet -json prints with Go 1.26, and what it printed before, on standard
// error and with headings.
const output = `# example.com/m/b
{
	"example.com/m/b": {
		"evert": [
			{
				"category": "EV101",
				"posn": "/m/b/b.go:9:2",
				"end": "/m/b/b.go:9:8",
				"message": "EV101: call to f blocks the reactor",
				"suggested_fixes": [
					{
						"message": "Do it in a thread",
						"edits": [{"filename": "/m/b/b.go", "start": 10, "end": 12, "new": "}\n{\n"}]
					}
				],
				"related": [{"posn": "/m/b/b.go:3:1", "end": "/m/b/b.go:3:1", "message": "marked"}]
			},
			{"category": "EV203", "posn": "/m/b/b.go:2:1", "end": "/m/b/b.go:2:2", "message": "EV203: bad"}
		]
	}
}
# example.com/m/a [example.com/m/a.test]
evert: a/x.go:3:9: undefined: nothing
	and more
{}
{
	"example.com/m/c": {
		"evert": {
			"error": "internal error"
		}
	}
}
go: downloading example.com/n v1.0.0
go: no such tool
`

func TestRead(t *testing.T) {
	o := &Outcome{dir: "/m"}
	o.errors(o.read(output))
	o.sort()
	var lines []string
	for _, e := range o.Errors {
		lines = append(lines, fmt.Sprintf("%s|%v|%s", e.Package, e.Pos, e.Text))
	}
	for _, d := range o.Diagnostics {
		lines = append(lines, fmt.Sprintf("%s|%v|%v|%s|%v|%v", d.Rule, d.Pos, d.End, d.Message, d.Fixes, d.Related))
	}
	want := []string{
		"|-|no such tool",
		"example.com/m/a|/m/a/x.go:3:9|undefined: nothing\n\tand more",
		"example.com/m/c|-|internal error",
		"EV203|/m/b/b.go:2:1|/m/b/b.go:2:2|bad|[]|[]",
		"EV101|/m/b/b.go:9:2|/m/b/b.go:9:8|call to f blocks the reactor|[{Do it in a thread [{/m/b/b.go 10 12 }\n{\n}]}]|[{/m/b/b.go:3:1 marked}]",
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if !o.Fixable() {
		t.Error("there is something to fix")
	}
}

// What is not JSON is told, and not lost.
func TestReadNonsense(t *testing.T) {
	o := &Outcome{dir: "/m"}
	o.errors(o.read("{\nnonsense\n}\n"))
	if len(o.Errors) != 1 || !strings.HasPrefix(o.Errors[0].Text, "cannot read the output of go vet: ") {
		t.Errorf("errors: %v", o.Errors)
	}
}

func TestSortDiff(t *testing.T) {
	const hunk = "@@ -1,2 +1,2 @@\n--- x (old)\n+++ y (new)\n"
	part := func(name string) string { return "--- " + name + " (old)\n+++ " + name + " (new)\n" + hunk }
	got := sortDiff(part("/m/b.go")+part("/n/a.go")+part("/m/a.go"), map[string]bool{"/m": true}, func(name string) string { return name[3:] })
	if want := "--- a.go\n+++ a.go\n" + hunk + "--- b.go\n+++ b.go\n" + hunk; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := sortDiff("", nil, nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}
