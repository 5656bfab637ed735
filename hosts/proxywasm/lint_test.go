package proxywasm_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The linter finds the mistake of the plugin that is written by hand, with the package pack,
// and nothing else there.
func TestLinterFindsMistake(t *testing.T) {
	out, err := exec.Command("go", "run", "github.com/evert-go/evert/cmd/evert", "vet", "./testdata/byhand").CombinedOutput()
	if err == nil {
		t.Error("there are no findings")
	}
	var found []string
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, ": EV") {
			found = append(found, strings.TrimSpace(line))
		}
	}
	want := "byhand.go:45:3: EV306: the request stays paused if proxywasm.DispatchHttpCall fails: its error is dropped"
	if len(found) != 1 || !strings.HasSuffix(found[0], want) {
		t.Errorf("%s", out)
	}
}
