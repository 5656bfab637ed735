package programs

import (
	"fmt"
	"path/filepath"
	"runtime"
	"time"
)

// BuildEvert builds the evert command, from the module that the current folder is in,
// and returns its path.
func BuildEvert(dir string) (string, error) {
	bin := filepath.Join(dir, "evert")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	out, err := Run(10*time.Minute, ".", "go", "build", "-o", bin, "github.com/evert-go/evert/cmd/evert")
	if err != nil {
		return "", err
	}
	if out.Exit != 0 {
		return "", fmt.Errorf("cannot build evert:\n%s", out.Stderr)
	}
	return filepath.Abs(bin)
}
