package convert

import (
	"errors"
	"go/token"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/rewrite"
)

func at(file string) token.Position { return token.Position{Filename: file, Line: 1, Column: 1} }

func TestGuarded(t *testing.T) {
	err := Guard(func() error { panic("oops") })
	var bug *InternalError
	if !errors.As(err, &bug) {
		t.Fatalf("error %v, want an InternalError", err)
	}
	text := bug.Error()
	if !strings.HasPrefix(text, "internal error: oops: this is a bug of evert") || strings.Contains(text, "goroutine") {
		t.Errorf("the message is %q", text)
	}
	plain := errors.New("plain")
	if got := Guard(func() error { return plain }); got != plain {
		t.Errorf("an error became %v", got)
	}
}

// A package with a problem keeps its earlier output; others are not affected.
func TestHoldBack(t *testing.T) {
	o := &Outcome{
		Problems: []report.Message{{Pos: at("/m/p/x.go"), Text: "unknown directive"}},
		Files:    []rewrite.File{{Name: "/m/p/y_deferred.go"}, {Name: "/m/p/q/z_deferred.go"}},
		Own:      []string{"/m/p/x_deferred.go", "/m/q/x_deferred.go"},
	}
	o.holdBack()
	if len(o.Files) != 1 || o.Files[0].Name != "/m/p/q/z_deferred.go" {
		t.Errorf("files %v", o.Files)
	}
	if len(o.Own) != 1 || o.Own[0] != "/m/q/x_deferred.go" {
		t.Errorf("earlier output %v", o.Own)
	}
}

func TestCounts(t *testing.T) {
	o := &Outcome{Funcs: []rewrite.Func{{Name: "F", Converted: true}, {Name: "G", Pos: at("/m/x.go"), Reason: "it uses cgo"}}}
	if o.Converted() != 1 || len(o.Refused()) != 1 || len(o.Funcs) != 2 {
		t.Errorf("%d converted, %d refused of %d", o.Converted(), len(o.Refused()), len(o.Funcs))
	}
	if got := (report.Names{Dir: "/m"}).Line(Refusal(o.Refused()[0])); got != "x.go:1:1: cannot split G: it uses cgo" {
		t.Errorf("refusal %q", got)
	}
}

func TestFilesDir(t *testing.T) {
	for in, want := range map[string]string{"x.go": "/m", "p/x.go": "/m/p", "/q/x.go": "/q", "./...": "", ".": ""} {
		if got := FilesDir("/m", []string{in}); got != want {
			t.Errorf("FilesDir(%q) = %q, want %q", in, got, want)
		}
	}
	if FilesDir("/m", nil) != "" {
		t.Error("no patterns, and yet files")
	}
}
