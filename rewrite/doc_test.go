package rewrite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDoc makes sure that the package documentation covers each number of the list
// of what a callback form must preserve, if need be in several sections, and that all it
// names is there.
func TestDoc(t *testing.T) {
	src, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^  - (S\d+): (.*)$`).FindAllStringSubmatch(string(src), -1)
	covered := map[string]bool{}
	for _, l := range lines {
		covered[l[1]] = true
		for _, name := range strings.Split(l[2], ", ") {
			if err := shown(name); err != nil {
				t.Errorf("%s: %s: %v", l[1], name, err)
			}
		}
	}
	for i := 1; i <= 23; i++ {
		if !covered[fmt.Sprintf("S%d", i)] {
			t.Errorf("nothing is said of S%d", i)
		}
	}
}

// shown looks for a case of a golden package, a test, or a file.
func shown(name string) error {
	switch dir, decl, _ := strings.Cut(name, "."); {
	case strings.HasPrefix(name, "internal/"):
		_, err := os.Stat(name)
		return err
	case strings.HasPrefix(name, "programs/"):
		_, err := os.Stat(filepath.Join("../testdata", name))
		return err
	case strings.HasPrefix(name, "golden/"):
		return declared(filepath.Join("..", dir, "*.go"), decl)
	default:
		return declared(filepath.Join("..", dir, "*_test.go"), decl)
	}
}

// declared looks for a function in files.
func declared(pattern, name string) error {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if strings.Contains(string(src), "\nfunc "+name+"(") {
			return nil
		}
	}
	return fmt.Errorf("no function in %s", pattern)
}
