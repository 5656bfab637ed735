package gojahost

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A thousand promises at once are no race in callback form, and are one if goroutines
// settle them.
func TestRace(t *testing.T) {
	command := filepath.Join(t.TempDir(), "race")
	if out, err := exec.Command("go", "build", "-race", "-o", command, "./testdata/race").CombinedOutput(); err != nil {
		if strings.Contains(string(out), "-race requires cgo") || strings.Contains(string(out), "-race is not supported") {
			t.Skipf("the race detector is not to be had: %s", out)
		}
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(command, "callback").CombinedOutput()
	if err != nil || string(out) != "sum 1998000 quoted 1000\n" {
		t.Errorf("callback form: %v\n%s", err, out)
	}
	out, err = exec.Command(command, "naive").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "WARNING: DATA RACE") {
		t.Errorf("goroutines: %v\n%s", err, out)
	}
}
