package gopls

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/evert-go/evert"
	"golang.org/x/mod/modfile"
)

// A Source says where the build gets Evert's module from: a version of it, or a
// folder.
type Source struct {
	Path    string // of the module that stands for Evert's; usually its own
	Version string
	Sum     string // of the version, if it is known

	Dir string // if there is no version
}

func (s Source) String() string {
	switch {
	case s.Dir != "":
		return s.Dir
	case s.Path != evert.Path:
		return s.Path + " " + s.Version
	}
	return s.Version
}

// Folder is the source in a folder that the user named.
func Folder(dir string) (Source, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Source{}, err
	}
	name := filepath.Join(dir, "go.mod")
	content, err := os.ReadFile(name)
	if err != nil {
		return Source{}, fmt.Errorf("%s is no checkout of evert: %w", dir, err)
	}
	if path := modfile.ModulePath(content); path != evert.Path {
		return Source{}, fmt.Errorf("%s is no checkout of evert: its module is %s, not %s", dir, path, evert.Path)
	}
	return Source{Path: evert.Path, Dir: dir}, nil
}

var errNoSource = errors.New("this evert was built from a folder that is not there any more: name a checkout of evert with -evert DIR, or install a released version of it")

// Self is the source that the running program was built from.
func Self() (Source, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	if s, ok := installed(info); ok {
		return s, nil
	}
	if r := info.Main.Replace; r != nil && r.Version == "" && filepath.IsAbs(r.Path) {
		return Folder(r.Path)
	}
	// Built in a checkout: this file is there still, unless paths were trimmed.
	_, file, _, ok := runtime.Caller(0)
	if ok && filepath.IsAbs(file) {
		if s, err := Folder(filepath.Join(filepath.Dir(file), "..", "..")); err == nil {
			return s, nil
		}
	}
	return Source{}, errNoSource
}

// installed finds the version of a program that came from a module proxy. One
// that was built in a checkout may have a version too, from the version control,
// but no sum, and nobody else may know that version.
func installed(info *debug.BuildInfo) (Source, bool) {
	m := &info.Main
	if m.Path != evert.Path {
		return Source{}, false
	}
	if m.Replace != nil {
		m = m.Replace
	}
	if m.Version == "" || m.Sum == "" {
		return Source{}, false
	}
	return Source{Path: m.Path, Version: m.Version, Sum: m.Sum}, true
}
