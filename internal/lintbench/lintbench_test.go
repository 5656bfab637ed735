package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/internal/govet"
)

// Marks are put before functions that use the packages, below their comments, and
// nowhere else.
func TestMarkUsers(t *testing.T) {
	dir := t.TempDir()
	const before = `package m

import (
	"database/sql"
	"net/http"
)

// Get gets.
func Get() { http.Get("") }

func handler(w http.ResponseWriter, _ *http.Request) {}

type store struct{ db *sql.DB }

// count counts.
//
//go:noinline
func (s *store) count() int {
	f := func() { s.db.Query("") }
	f()
	return 0
}

func plain() error { return http.ErrAbortHandler }
`
	const after = `package m

import (
	"database/sql"
	"net/http"
)

// Get gets.
//evert:nonblocking
func Get() { http.Get("") }

//evert:nonblocking
func handler(w http.ResponseWriter, _ *http.Request) {}

type store struct{ db *sql.DB }

// count counts.
//
//go:noinline
//evert:nonblocking
func (s *store) count() int {
	f := func() { s.db.Query("") }
	f()
	return 0
}

func plain() error { return http.ErrAbortHandler }
`
	for name, text := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.24\n", "m.go": before} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	n, err := markUsers(context.Background(), dir)
	if err != nil || n != 3 {
		t.Fatalf("%d functions marked, error %v", n, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "m.go")); err != nil || string(got) != after {
		t.Errorf("error %v\n%s", err, got)
	}
}

// A sample depends on the seed, and stays when others come and go.
func TestDraw(t *testing.T) {
	var all []finding
	for i := range 100 {
		all = append(all, finding{module: "m", where: fmt.Sprint(i), Diagnostic: govet.Diagnostic{Rule: "EV101"}})
	}
	where := func(drawn []finding) map[string]bool {
		set := make(map[string]bool)
		for _, f := range drawn {
			set[f.where] = true
		}
		return set
	}
	common := func(a, b map[string]bool) (n int) {
		for w := range a {
			if b[w] {
				n++
			}
		}
		return n
	}
	first := where(draw(all, 1, 10))
	if len(first) != 10 {
		t.Fatalf("%d drawn", len(first))
	}
	if n := common(first, where(draw(all, 2, 10))); n > 5 {
		t.Errorf("another seed draws %d of the same", n)
	}
	if n := common(first, where(draw(all[1:], 1, 10))); n < 9 {
		t.Errorf("without one that is not drawn, or is, %d are the same", n)
	}
	if n := len(draw(all, 1, 1000)); n != 100 {
		t.Errorf("of 100, 1000 drawn are %d", n)
	}
}

// The standard library has no directives.
func TestLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("it type-checks the standard library twice")
	}
	n, found, err := library(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if n < 200 || len(found) > 0 {
		t.Errorf("%d packages, %d diagnostics, the first: %v", n, len(found), append(found, analysis.Diagnostic{})[0].Message)
	}
}
