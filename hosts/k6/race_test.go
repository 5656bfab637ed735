package k6host

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A thousand promises at once are no race in callback form, and are one if goroutines do
// the work.
func TestRace(t *testing.T) {
	command := filepath.Join(t.TempDir(), "race.test")
	if out, err := exec.Command("go", "test", "-race", "-c", "-o", command, "./testdata/race").CombinedOutput(); err != nil {
		if strings.Contains(string(out), "-race requires cgo") || strings.Contains(string(out), "-race is not supported") {
			t.Skipf("the race detector is not to be had: %s", out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(command, "-test.run", "Callback").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("callback form: %v\n%s", err, out)
	}
	out, err = exec.Command(command, "-test.run", "Naive").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "WARNING: DATA RACE") {
		t.Errorf("goroutines: %v\n%s", err, out)
	}
}
