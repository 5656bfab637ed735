package rewrite_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/rewrite"
)

// TestGeneratorForms runs the comparison of package golden on the callback forms in
// generator style.
func TestGeneratorForms(t *testing.T) { compareForms(t, rewrite.Generator) }

// TestFrameForms runs it on those in frames style.
func TestFrameForms(t *testing.T) { compareForms(t, rewrite.Frames) }

// compareForms runs the comparison of package golden on the callback forms in another
// style. They are not checked in: an overlay puts each in the place of the one in chain
// style.
func compareForms(t *testing.T, style string) {
	if testing.Short() {
		t.Skip("builds all golden packages")
	}
	set := read(t)
	files, _ := convert(t, blocking.Infer(set.All), style, set.Roots...)
	dir, err := filepath.Abs(goldens)
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	for name, content := range files {
		at := filepath.Join(tmp, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, content, 0o666); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[filepath.Join(dir, name)] = at
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(tmp, "overlay.json")
	if err := os.WriteFile(at, list, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "test", "-overlay="+at, "-run=TestForms", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
