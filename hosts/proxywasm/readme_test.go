package proxywasm_test

import (
	"os"
	"strings"
	"testing"
)

// The code that the README shows is that of the example.
func TestReadme(t *testing.T) {
	var source strings.Builder
	for _, name := range []string{"README.md", "example/gate/gate.go", "example/gate/plugin.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	readme, code, _ := strings.Cut(source.String(), "// Package gate")
	blocks := strings.Split(readme, "```go\n")[1:]
	for _, block := range blocks {
		if block, _, _ = strings.Cut(block, "```"); !strings.Contains(code, block) {
			t.Errorf("no code of the example:\n%s", block)
		}
	}
	if len(blocks) != 2 {
		t.Errorf("%d blocks", len(blocks))
	}
}
