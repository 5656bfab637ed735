package overlay

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evert-go/evert/internal/gocmd"
	"golang.org/x/mod/modfile"
)

// Path is the path of Evert's module, which the runtime belongs to.
const Path = "github.com/evert-go/evert"

// A Module is what makes the runtime visible to a build.
type Module struct {
	Flags []string // for go build and go test
	Env   []string // additions to the environment
	Files []File   // additions to the overlay
}

// A Place says where a build takes place.
type Place struct {
	Env     *gocmd.Env
	Dir     string // the current directory
	Work    string // a folder for temporary files
	Runtime string // the runtime's folder
	Modfile string // the user's -modfile, or empty
	Files   bool   // .go files were named one by one
}

// Prepare finds out how the build comes to see the runtime, and writes the
// temporary files that it takes.
func (p Place) Prepare() (*Module, error) {
	switch {
	case p.Env.GOWORK != "":
		return p.workspace()
	case p.Env.GOMOD != "":
		return p.module()
	case p.Files:
		return p.outside()
	}
	return nil, fmt.Errorf("cannot find go.mod in %s or above: run go mod init, or name .go files", p.Dir)
}

// outside gives .go files that belong to no module one of their own. Like
// every go.mod it counts for the current directory, wherever the files are.
func (p Place) outside() (*Module, error) {
	f := new(modfile.File)
	if err := f.AddModuleStmt("command-line-arguments"); err != nil {
		return nil, err
	}
	if err := f.AddGoStmt(p.Env.Language()); err != nil {
		return nil, err
	}
	content, err := p.withRuntime(f)
	if err != nil {
		return nil, err
	}
	return &Module{
		Files: []File{{Name: filepath.Join(p.Dir, "go.mod"), Content: content}},
		Env:   []string{"GOWORK=off"},
	}, nil
}

// module makes a copy of go.mod that knows the runtime.
func (p Place) module() (*Module, error) {
	name := p.Env.GOMOD
	if p.Modfile != "" {
		name = p.Modfile
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
	}
	f, err := readModfile(name)
	if err != nil {
		return nil, err
	}
	m := &Module{Env: []string{"GOWORK=off"}}
	if f.Module != nil && f.Module.Mod.Path == Path {
		return m, nil
	}
	if f.Go == nil {
		// What the go command takes a missing line to mean. With -mod=mod it
		// would add its own version instead.
		if err := f.AddGoStmt("1.16"); err != nil {
			return nil, err
		}
	}
	m.Files, err = replaceVendored(f, filepath.Join(filepath.Dir(p.Env.GOMOD), "vendor"))
	if err != nil {
		return nil, err
	}
	content, err := p.withRuntime(f)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(p.Work, "module")
	if err := writeWithSum(dir, "go.mod", content, strings.TrimSuffix(name, ".mod")+".sum", "go.sum"); err != nil {
		return nil, err
	}
	m.Flags = []string{"-mod=mod", "-modfile=" + filepath.Join(dir, "go.mod")}
	return m, nil
}

// withRuntime returns the go.mod file with the runtime required and replaced.
func (p Place) withRuntime(f *modfile.File) ([]byte, error) {
	version := "v0.0.0"
	for _, r := range f.Require {
		if r.Mod.Path == Path {
			version = r.Mod.Version
		}
	}
	for _, r := range f.Replace {
		if r.Old.Path == Path {
			if err := f.DropReplace(Path, r.Old.Version); err != nil {
				return nil, err
			}
		}
	}
	if err := f.AddRequire(Path, version); err != nil {
		return nil, err
	}
	if err := f.AddReplace(Path, "", p.Runtime, ""); err != nil {
		return nil, err
	}
	f.Cleanup()
	return f.Format()
}

// workspace makes a copy of go.work that uses the runtime's folder.
func (p Place) workspace() (*Module, error) {
	name := p.Env.GOWORK
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f, err := modfile.ParseWork(name, data, nil)
	if err != nil {
		return nil, fmt.Errorf("cannot read the workspace: %v", err)
	}
	// The copy stands elsewhere, so relative paths have to become absolute.
	dir := filepath.Dir(name)
	var uses []string
	for _, u := range f.Use {
		path := absolute(dir, u.Path)
		if m, err := readModfile(filepath.Join(path, "go.mod")); err == nil && m.Module != nil && m.Module.Mod.Path == Path {
			return new(Module), nil // the runtime is part of the workspace
		}
		uses = append(uses, path)
	}
	for _, u := range f.Use {
		if err := f.DropUse(u.Path); err != nil {
			return nil, err
		}
	}
	for _, path := range append(uses, p.Runtime) {
		if err := f.AddUse(path, ""); err != nil {
			return nil, err
		}
	}
	for _, r := range f.Replace {
		if r.New.Version == "" {
			if err := f.AddReplace(r.Old.Path, r.Old.Version, absolute(dir, r.New.Path), ""); err != nil {
				return nil, err
			}
		}
	}
	f.Cleanup()
	work := filepath.Join(p.Work, "workspace")
	if err := writeWithSum(work, "go.work", modfile.Format(f.Syntax), name+".sum", "go.work.sum"); err != nil {
		return nil, err
	}
	return &Module{Env: []string{"GOWORK=" + filepath.Join(work, "go.work")}}, nil
}

func readModfile(name string) (*modfile.File, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return modfile.Parse(name, data, nil)
}

// writeWithSum writes a file into dir and, if there is one, a copy of the file
// of checksums that belongs to it.
func writeWithSum(dir, name string, content []byte, sum, sumName string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
		return err
	}
	data, err := os.ReadFile(sum)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, sumName), data, 0o666)
}

func absolute(dir, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
