package programs

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/evert-go/evert/internal/longfunc"
)

// TestLongFunctions runs programs with one long function in both forms. With -full it
// has two thousand waits.
func TestLongFunctions(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	waits := 150
	if *full {
		waits = 2000
	}
	src, err := longfunc.Source("mixed", waits)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "long.go"), []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	want, err := Run(*limit, dir, "go", "run", "long.go")
	if err != nil {
		t.Fatal(err)
	}
	evert := build(t)
	for _, mode := range []string{"never", "random:" + strconv.Itoa(waits)} {
		got, err := Run(*limit, dir, evert, "run", "-all", "-v", "-suspend="+mode, "long.go")
		if err != nil {
			t.Fatal(err)
		}
		if d := Difference(want, got, false); d != "" {
			t.Errorf("-suspend=%s: %s\nstderr: %.2000s", mode, d, got.Stderr)
		}
		if n, refused, ok := got.Functions(); !ok || n == 0 || refused > 0 {
			t.Errorf("-suspend=%s: %d functions in callback form, %d refused\nstderr: %.2000s", mode, n, refused, got.Stderr)
		}
	}
}
