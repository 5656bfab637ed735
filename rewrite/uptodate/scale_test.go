package uptodate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// BenchmarkPackage shows the time that the analyzer takes for each marked function
// of a package, which must not grow with their number: in a package that has no
// generated files yet, in one in which all is up to date, and in one without marks.
func BenchmarkPackage(b *testing.B) {
	for _, state := range []string{"missing", "same", "unmarked"} {
		for _, n := range []int{100, 200, 400, 800} {
			b.Run(fmt.Sprintf("%s/%d", state, n), func(b *testing.B) {
				dir := large(b, n, state != "unmarked")
				pkgs := loadAll(b, dir)
				if state == "same" {
					for _, f := range measured(b, pkgs).findings {
						if err := os.WriteFile(f.Name, f.Content, 0o666); err != nil {
							b.Fatal(err)
						}
					}
					pkgs = loadAll(b, dir)
				}
				var total time.Duration
				for b.Loop() {
					m := measured(b, pkgs)
					total += m.took
					if found := len(m.findings) > 0; found != (state == "missing") {
						b.Fatalf("there are %d findings", len(m.findings))
					}
				}
				b.ReportMetric(float64(total.Microseconds())/float64(b.N*n), "µs/function")
				b.ReportMetric(0, "ns/op") // of all other packages too
			})
		}
	}
}

// large writes a module with a package of n functions that wait, 20 in a file.
func large(b *testing.B, n int, marked bool) string {
	dir := b.TempDir()
	files := []txtar.File{{Name: "go.mod", Data: []byte(
		"module example.com/large\n\ngo 1.24\n\nrequire github.com/evert-go/evert v0.0.0\n\nreplace github.com/evert-go/evert => ./.runtime\n")}}
	for first := 0; first < n; first += 20 {
		text := "package large\n\nimport \"time\"\n"
		for i := first; i < first+20; i++ {
			text += "\n"
			if marked {
				text += "//evert:callback\n"
			}
			text += fmt.Sprintf("func wait%d(n int) (int, error) {\n\tfor ; n > 0; n-- {\n\t\ttime.Sleep(1)\n\t}\n\tif n == 0 {\n\t\treturn wait%d(-1)\n\t}\n\treturn n, nil\n}\n", i, (i+1)%n)
		}
		files = append(files, txtar.File{Name: fmt.Sprintf("f%d.go", first), Data: []byte(text)})
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	runtime := filepath.Join(dir, ".runtime")
	if err := os.Mkdir(runtime, 0o777); err != nil {
		b.Fatal(err)
	}
	if err := evert.WriteRuntime(runtime); err != nil {
		b.Fatal(err)
	}
	return dir
}

func loadAll(b *testing.B, dir string) []*packages.Package {
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax | packages.NeedModule}, ".")
	if err != nil {
		b.Fatal(err)
	}
	return pkgs
}

// A measurement is what the analyzer did with a package, and how long.
type measurement struct {
	took     time.Duration
	findings []*uptodate.Finding
}

func measured(b *testing.B, pkgs []*packages.Package) (m measurement) {
	analyzer := uptodate.New(func(_ *analysis.Pass, f *uptodate.Finding) []analysis.SuggestedFix {
		m.findings = append(m.findings, f)
		return nil
	})
	run := analyzer.Run
	analyzer.Run = func(pass *analysis.Pass) (any, error) {
		start := time.Now()
		result, err := run(pass)
		if strings.HasPrefix(pass.Pkg.Path(), "example.com/large") {
			m.took = time.Since(start)
		}
		return result, err
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{analyzer}, pkgs, &checker.Options{Sequential: true})
	if err != nil {
		b.Fatal(err)
	}
	for act := range graph.All() {
		if act.Err != nil {
			b.Fatal(act.Err)
		}
	}
	return m
}
