package rewrite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/internal/longfunc"
	"github.com/evert-go/evert/rewrite"
)

// program is a package with one long function.
type program struct {
	src string
	pkg *packages.Package
	set *load.Set
}

// long loads programs with one long function each, by shape and number of waits.
func long(t testing.TB, waits ...int) map[string]*program {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "go.mod"), "module long\n\ngo 1.24\n")
	programs := map[string]*program{}
	for _, shape := range longfunc.Shapes {
		for _, n := range waits {
			src, err := longfunc.Source(shape, n)
			if err != nil {
				t.Fatal(err)
			}
			name := shape + strconv.Itoa(n)
			writeFile(t, filepath.Join(dir, name, "main.go"), src)
			programs["long/"+name] = &program{src: src}
		}
	}
	set, err := load.Load(context.Background(), load.Config{Dir: dir, Env: os.Environ(), Patterns: []string{"./..."}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Fatalf("%s: %v", e.Package, e.Messages)
	}
	for _, p := range set.Roots {
		programs[p.PkgPath].pkg, programs[p.PkgPath].set = p, set
	}
	return programs
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// generate returns what the long function becomes.
func (p *program) generate(t testing.TB) string { return p.in(t, rewrite.Chain) }

// in returns what it becomes in a style.
func (p *program) in(t testing.TB, style string) string {
	t.Helper()
	res, err := rewrite.Generate([]*packages.Package{p.pkg}, blocking.Infer(p.set.All), rewrite.Options{All: true, Threads: true, Style: style})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Funcs {
		if !f.Converted {
			t.Fatalf("%s: %s", f.Name, f.Reason)
		}
	}
	if len(res.Files) != 1 {
		t.Fatalf("%d files", len(res.Files))
	}
	return string(res.Files[0].Content)
}

// TestLong converts functions with many waits in a row, in several shapes. For more
// waits the output must grow no faster than the input, and not be nested more deeply.
// It is at most three times as long, in lines, or five lines for each wait where the
// source has several waits on a line.
func TestLong(t *testing.T) {
	const waits = 250
	programs := long(t, waits, 2*waits)
	for _, shape := range longfunc.Shapes {
		t.Run(shape, func(t *testing.T) {
			once := programs["long/"+shape+strconv.Itoa(waits)]
			out, twice := once.generate(t), programs["long/"+shape+strconv.Itoa(2*waits)].generate(t)
			if in, got := lines(once.src), lines(out); got > max(3*in, 5*waits) {
				t.Errorf("%d lines become %d", in, got)
			}
			if ratio := float64(len(twice)) / float64(len(out)); ratio > 2.1 {
				t.Errorf("twice as many waits give %.2f times the output", ratio)
			}
			if a, b := deepest(out), deepest(twice); b > a {
				t.Errorf("twice as many waits are nested %d deep, not %d", b, a)
			}
		})
	}
}

// TestLongFrames is TestLong in frames style, where the code stands twice, and each wait
// is a type: six times as long, or 22 lines for each wait where one line has several.
func TestLongFrames(t *testing.T) {
	const waits = 250
	programs := long(t, waits, 2*waits)
	for _, shape := range longfunc.Shapes {
		t.Run(shape, func(t *testing.T) {
			once := programs["long/"+shape+strconv.Itoa(waits)]
			out, twice := once.in(t, rewrite.Frames), programs["long/"+shape+strconv.Itoa(2*waits)].in(t, rewrite.Frames)
			if !strings.Contains(out, "func longFast(") {
				t.Error("it is not in frames style")
			}
			if in, got := lines(once.src), lines(out); got > max(6*in, 22*waits) {
				t.Errorf("%d lines become %d", in, got)
			}
			if ratio := float64(len(twice)) / float64(len(out)); ratio > 2.1 {
				t.Errorf("twice as many waits give %.2f times the output", ratio)
			}
		})
	}
}

// BenchmarkLong shows the time for each wait of a function with many: it must not
// grow with their number.
func BenchmarkLong(b *testing.B) {
	sizes := []int{250, 500, 1000, 2000}
	programs := long(b, sizes...)
	for _, shape := range longfunc.Shapes {
		for _, waits := range sizes {
			b.Run(fmt.Sprintf("%s/%d", shape, waits), func(b *testing.B) {
				p := programs["long/"+shape+strconv.Itoa(waits)]
				var out string
				for b.Loop() {
					out = p.generate(b)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*waits), "µs/wait")
				b.ReportMetric(float64(lines(out))/float64(lines(p.src)), "lines/line")
				b.ReportMetric(float64(deepest(out)), "deepest")
			})
		}
	}
}

func lines(s string) int { return strings.Count(s, "\n") }

// deepest is the largest number of tabs that a line starts with.
func deepest(s string) int {
	most := 0
	for _, l := range strings.Split(s, "\n") {
		most = max(most, len(l)-len(strings.TrimLeft(l, "\t")))
	}
	return most
}
