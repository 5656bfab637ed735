package report

import (
	"go/token"
	"strings"
	"testing"
)

func TestParsePosition(t *testing.T) {
	for _, c := range []struct {
		in   string
		want token.Position
	}{
		{"", token.Position{}},
		{"-", token.Position{}},
		{"x.go", token.Position{Filename: "/d/x.go"}},
		{"x.go:3", token.Position{Filename: "/d/x.go", Line: 3}},
		{"/a/x.go:3:14", token.Position{Filename: "/a/x.go", Line: 3, Column: 14}},
		{"p/a:b.go:3:14", token.Position{Filename: "/d/p/a:b.go", Line: 3, Column: 14}},
	} {
		if got := ParsePosition(c.in, "/d"); got != c.want {
			t.Errorf("ParsePosition(%q) = %#v, want %#v", c.in, got, c.want)
		}
	}
}

func TestPrint(t *testing.T) {
	at := func(file string, line int) token.Position {
		return token.Position{Filename: file, Line: line, Column: 1}
	}
	var out strings.Builder
	Names{Dir: "/home/me/p"}.Print(&out, []Message{
		{at("/home/me/p/x.go", 10), "ten"},
		{at("/home/me/p/x.go", 9), "nine"},
		{at("/home/me/p/x.go", 9), "nine"},
		{at("/home/me/a/y.go", 1), "beside"},
		{at("/usr/z.go", 1), "far away"},
		{token.Position{}, "nowhere"},
	})
	want := `nowhere
../a/y.go:1:1: beside
x.go:9:1: nine
x.go:10:1: ten
/usr/z.go:1:1: far away
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}
