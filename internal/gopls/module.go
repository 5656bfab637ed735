package gopls

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"path"
	"path/filepath"

	"github.com/evert-go/evert"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

//go:embed wrapper/*.go
var wrapper embed.FS

// tag is the build tag of the wrapper's files.
const tag = "evertgopls"

const (
	goplsPath   = "golang.org/x/tools/gopls"
	wrapperPath = goplsPath + "/evert"
)

// A download is what the go command says of a module that it has fetched.
type download struct {
	Path, Version, Dir, Sum, GoModSum, Error string
}

// download fetches a module, or finds it in the module cache.
func (b *builder) download(ctx context.Context, module, version string) (*download, error) {
	out, err := b.output(ctx, "mod", "download", "-json", module+"@"+version)
	d := new(download)
	if json.Unmarshal(out, d) == nil && d.Error != "" {
		return nil, errors.New(d.Error)
	}
	if err != nil {
		return nil, err
	}
	if d.Dir == "" {
		return nil, fmt.Errorf("the go command does not say where %s@%s is", module, version)
	}
	return d, nil
}

// writeModule writes the wrapper's module.
func (b *builder) writeModule(ctx context.Context) error {
	gopls, err := b.download(ctx, goplsPath, b.cfg.Version)
	if err != nil {
		return fmt.Errorf("cannot get gopls %s: %w", b.cfg.Version, err)
	}
	dir, sums, err := b.evertModule(ctx)
	if err != nil {
		return err
	}
	mod, err := requirements(gopls, dir, b.cfg.Evert)
	if err != nil {
		return err
	}
	sum := new(bytes.Buffer)
	for _, d := range []string{gopls.Dir, dir} {
		content, err := os.ReadFile(filepath.Join(d, "go.sum"))
		if err != nil {
			return err
		}
		sum.Write(content)
	}
	for _, d := range append(sums, gopls) {
		fmt.Fprintf(sum, "%s %s %s\n%[1]s %[2]s/go.mod %[4]s\n", d.Path, d.Version, d.Sum, d.GoModSum)
	}
	if err := b.write("go.mod", mod); err != nil {
		return err
	}
	if err := b.write("go.sum", sum.Bytes()); err != nil {
		return err
	}
	return b.writeWrapper()
}

// evertModule finds Evert's own module, and what to write to go.sum for it.
func (b *builder) evertModule(ctx context.Context) (dir string, sums []*download, err error) {
	src := b.cfg.Evert
	if src.Dir != "" {
		return src.Dir, nil, nil
	}
	d, err := b.download(ctx, src.Path, src.Version)
	if err != nil {
		return "", nil, fmt.Errorf("cannot get evert %s: %w", src, err)
	}
	if src.Sum != "" && d.Sum != src.Sum {
		return "", nil, fmt.Errorf("evert %s is not what this evert was built from: its sum is %s rather than %s", src, d.Sum, src.Sum)
	}
	return d.Dir, []*download{d}, nil
}

// requirements makes the wrapper's go.mod: gopls's, with gopls and Evert besides.
func requirements(gopls *download, evertDir string, src Source) ([]byte, error) {
	f, err := readModfile(gopls.Dir)
	if err != nil {
		return nil, err
	}
	ours, err := readModfile(evertDir)
	if err != nil {
		return nil, err
	}
	if f.Go == nil || ours.Go == nil {
		return nil, fmt.Errorf("go.mod of gopls %s or of evert has no go line", gopls.Version)
	}
	if err := f.AddModuleStmt(wrapperPath); err != nil {
		return nil, err
	}
	if version.Compare("go"+ours.Go.Version, "go"+f.Go.Version) > 0 {
		if err := f.AddGoStmt(ours.Go.Version); err != nil {
			return nil, err
		}
	}
	has := make(map[string]string)
	for _, r := range f.Require {
		has[r.Mod.Path] = r.Mod.Version
	}
	add := func(path, version string) {
		if err == nil && semver.Compare(version, has[path]) > 0 {
			err = f.AddRequire(path, version)
		}
	}
	for _, r := range ours.Require {
		add(r.Mod.Path, r.Mod.Version)
	}
	add(goplsPath, gopls.Version)
	switch {
	case src.Dir != "":
		add(evert.Path, "v0.0.0")
		if err == nil {
			err = f.AddReplace(evert.Path, "", src.Dir, "")
		}
	case src.Path != evert.Path:
		add(evert.Path, "v0.0.0")
		if err == nil {
			err = f.AddReplace(evert.Path, "", src.Path, src.Version)
		}
	default:
		add(evert.Path, src.Version)
	}
	if err != nil {
		return nil, err
	}
	return f.Format()
}

func readModfile(dir string) (*modfile.File, error) {
	name := filepath.Join(dir, "go.mod")
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return modfile.Parse(name, content, nil)
}

// writeWrapper writes the sources of the program.
func (b *builder) writeWrapper() error {
	entries, err := wrapper.ReadDir("wrapper")
	if err != nil {
		return err
	}
	for _, e := range entries {
		content, err := wrapper.ReadFile(path.Join("wrapper", e.Name()))
		if err == nil {
			err = b.write(e.Name(), content)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(b.work, name), content, 0o666)
}
