// Package evert holds the sources of Evert's runtime, so that the command can
// write them out for modules that do not require Evert: for builds that go
// through a shim.
package evert

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

//go:embed deferred/*.go reactor/*.go threads/*.go frames/*.go shim/*.go
var sources embed.FS

// runtimeModule is the go.mod of the runtime by itself. Its language version is
// as low as generics allow, since the modules that use it inherit it.
const runtimeModule = "module github.com/evert-go/evert\n\ngo 1.18\n"

// WriteRuntime writes the runtime packages to dir as a module of their own,
// with the module path that generated code imports them by. Tests are left
// out.
func WriteRuntime(dir string) error {
	err := fs.WalkDir(sources, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path))
		if entry.IsDir() {
			return os.MkdirAll(to, 0o777)
		}
		if strings.HasSuffix(path, "_test.go") {
			return nil
		}
		content, err := sources.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o666)
	})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "go.mod"), []byte(runtimeModule), 0o666)
	}
	if err != nil {
		return fmt.Errorf("cannot write the runtime: %w", err)
	}
	return nil
}
