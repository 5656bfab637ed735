package programs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Module is a copy of one that may be written to.
type Module struct {
	Path, Version string
	Dir           string
}

// Fetch downloads a module through the module proxy and copies it to dir.
func Fetch(name, dir string) (*Module, error) {
	out, err := Run(5*time.Minute, ".", "go", "mod", "download", "-json", name)
	if err != nil {
		return nil, err
	}
	var got struct{ Path, Version, Dir, Error string }
	if err := json.Unmarshal([]byte(out.Stdout), &got); err != nil {
		return nil, fmt.Errorf("cannot download %s: %s", name, strings.TrimSpace(out.Stderr))
	}
	if got.Error != "" {
		return nil, fmt.Errorf("cannot download %s: %s", name, got.Error)
	}
	if err := os.CopyFS(dir, os.DirFS(got.Dir)); err != nil {
		return nil, fmt.Errorf("cannot copy %s: %w", name, err)
	}
	return &Module{Path: got.Path, Version: got.Version, Dir: dir}, writable(dir)
}

// writable makes the files so: in the module cache they are not.
func writable(dir string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chmod(path, info.Mode().Perm()|0o200)
	})
}
