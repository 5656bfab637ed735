package overlay

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Runtime puts the runtime's sources into a folder, by means of write, and
// returns it.
//
// The folder is part of what the go command's build cache goes by, so one with
// a new name each time would have everything compiled anew. It is therefore
// kept in the user's cache under a name made from its content; if that does not
// work, it is a folder below work.
func Runtime(work string, write func(dir string) error) (string, error) {
	fresh := filepath.Join(work, "runtime")
	if err := os.MkdirAll(fresh, 0o777); err != nil {
		return "", err
	}
	if err := write(fresh); err != nil {
		return "", err
	}
	sum, err := hashDir(fresh)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return fresh, nil
	}
	kept := filepath.Join(cache, "evert", "runtime-"+sum)
	if have, err := hashDir(kept); err == nil && have == sum {
		return kept, nil
	}
	if err := keep(kept, write); err != nil {
		return fresh, nil
	}
	return kept, nil
}

// keep brings the runtime to its place in the cache, whole or not at all, also
// when several runs do it at the same time. What may be there is damaged.
func keep(kept string, write func(dir string) error) error {
	if err := os.MkdirAll(filepath.Dir(kept), 0o777); err != nil {
		return err
	}
	// The temporary folder may be on another file system, so write once more.
	beside, err := os.MkdirTemp(filepath.Dir(kept), "new-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	if err := os.Chmod(beside, 0o755); err != nil {
		return err
	}
	if err := write(beside); err != nil {
		return err
	}
	if err := os.RemoveAll(kept); err != nil {
		return err
	}
	return os.Rename(beside, kept)
}

// hashDir sums up the names and contents of the files below dir.
func hashDir(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		fmt.Fprintf(h, "%s %d\n%s", filepath.ToSlash(rel), len(data), data)
		return err
	})
	return fmt.Sprintf("%x", h.Sum(nil)[:8]), err
}
