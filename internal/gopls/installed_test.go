package gopls_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/internal/gopls"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// TestRealInstalled is the way of a user who has installed a released version: go
// install, from a module proxy, and evert gopls, far from any checkout.
func TestRealInstalled(t *testing.T) {
	if !*real {
		t.Skip("it builds gopls, from the module proxy: run it with go test ./internal/gopls -run TestReal -gopls")
	}
	const version = "v0.0.1-test"
	dir := t.TempDir()
	proxy := filepath.Join(dir, "proxy")
	release(t, proxy, version)
	known, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(known))
	env := append(os.Environ(),
		"GOPROXY="+strings.Join([]string{fileURL(proxy), fileURL(filepath.Join(fields[0], "cache", "download")), fields[1]}, ","),
		"GONOSUMDB=*", // of the release nobody knows a sum
		"GOMODCACHE="+filepath.Join(dir, "modules"), "GOBIN="+filepath.Join(dir, "bin"), "GOWORK=off", "GOFLAGS=")
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	t.Cleanup(func() { run("go", "clean", "-modcache") }) // its files are read-only
	run("go", "install", evert.Path+"/cmd/evert@"+version)
	program := filepath.Join(dir, "bin", "evert-gopls")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out := run(filepath.Join(dir, "bin", "evert"), "gopls"); !strings.Contains(out, "wrote "+program+"\n") {
		t.Errorf("evert gopls prints:\n%s", out)
	}
	if out := run(program, "version"); !strings.Contains(out, gopls.Tried+" with evert "+version) {
		t.Errorf("gopls version prints:\n%s", out)
	}
	if out := run("go", "version", "-m", program); !strings.Contains(out, "\tdep\t"+evert.Path+"\t"+version+"\th1:") {
		t.Errorf("gopls is made of:\n%s", out)
	}
}

func fileURL(dir string) string { return "file://" + filepath.ToSlash(dir) }

// release makes this checkout a version in the folder of a module proxy.
func release(t *testing.T, proxy, version string) {
	t.Helper()
	source, err := gopls.Self()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(proxy, filepath.FromSlash(evert.Path), "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join(source.Dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{
		"list":            func(w io.Writer) error { _, err := io.WriteString(w, version+"\n"); return err },
		version + ".info": func(w io.Writer) error { _, err := io.WriteString(w, `{"Version": "`+version+`"}`); return err },
		version + ".mod":  func(w io.Writer) error { _, err := w.Write(mod); return err },
		version + ".zip": func(w io.Writer) error {
			return zip.CreateFromDir(w, module.Version{Path: evert.Path, Version: version}, source.Dir)
		},
	} {
		f, err := os.Create(filepath.Join(dir, name))
		if err == nil {
			err = write(f)
		}
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
