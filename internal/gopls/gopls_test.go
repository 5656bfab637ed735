package gopls

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/evert-go/evert"
)

// TestRequirements adds Evert to a go.mod like that of gopls.
func TestRequirements(t *testing.T) {
	dir := t.TempDir()
	gopls := &download{Version: "v0.23.0", Dir: filepath.Join(dir, "gopls")}
	ours := filepath.Join(dir, "evert")
	for name, content := range map[string]string{
		"gopls": "module golang.org/x/tools/gopls\n\ngo 1.26.0\n\nrequire (\n\texample.com/a v1.2.0\n\texample.com/b v1.0.0\n)\n",
		"evert": "module github.com/evert-go/evert\n\ngo 1.24.0\n\nrequire (\n\texample.com/a v1.1.0\n\texample.com/b v1.10.0\n\texample.com/c v1.0.0 // indirect\n)\n",
	} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "go.mod"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name string
		src  Source
		want []string
	}{
		{"version", Source{Path: evert.Path, Version: "v1.2.3"}, []string{"github.com/evert-go/evert v1.2.3\n"}},
		{"folder", Source{Path: evert.Path, Dir: "/src/evert"}, []string{"github.com/evert-go/evert v0.0.0\n", "replace github.com/evert-go/evert => /src/evert\n"}},
		{"fork", Source{Path: "example.com/fork", Version: "v1.0.0"}, []string{"replace github.com/evert-go/evert => example.com/fork v1.0.0\n"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			mod, err := requirements(gopls, ours, test.src)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range append(test.want, "module golang.org/x/tools/gopls/evert\n", "go 1.26.0\n",
				"example.com/a v1.2.0\n", "example.com/b v1.10.0\n", "example.com/c v1.0.0\n", "golang.org/x/tools/gopls v0.23.0\n") {
				if !strings.Contains(string(mod), want) {
					t.Errorf("go.mod has no %q:\n%s", want, mod)
				}
			}
		})
	}
}

// TestInstalled tells what came from a module proxy from what was built in a
// checkout.
func TestInstalled(t *testing.T) {
	for _, test := range []struct {
		name string
		main debug.Module
		want string
	}{
		{"released", debug.Module{Path: evert.Path, Version: "v1.0.0", Sum: "h1:x="}, "v1.0.0"},
		{"fork", debug.Module{Path: evert.Path, Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/fork", Version: "v1.0.1", Sum: "h1:y="}}, "example.com/fork v1.0.1"},
		{"checkout", debug.Module{Path: evert.Path, Version: "(devel)"}, ""},
		{"checkout with a version", debug.Module{Path: evert.Path, Version: "v1.0.1-0.20260101000000-abcdefabcdef+dirty"}, ""},
		{"folder", debug.Module{Path: evert.Path, Version: "v1.0.0", Replace: &debug.Module{Path: "../evert"}}, ""},
		{"other module", debug.Module{Path: "example.com/x", Version: "v1.0.0", Sum: "h1:x="}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, ok := installed(&debug.BuildInfo{Main: test.main})
			if ok != (test.want != "") || ok && s.String() != test.want {
				t.Errorf("got %v, %v; want %q", s, ok, test.want)
			}
		})
	}
}

// TestSelf: a test is built in a checkout.
func TestSelf(t *testing.T) {
	s, err := Self()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, "internal", "gopls", "source.go")); err != nil {
		t.Error(err)
	}
}

// TestFolder refuses folders of something else.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := Folder(dir); err == nil || !strings.Contains(err.Error(), "is no checkout of evert") {
		t.Errorf("a folder without go.mod: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/x\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Folder(dir); err == nil || !strings.Contains(err.Error(), "its module is example.com/x") {
		t.Errorf("a folder of another module: %v", err)
	}
}

// TestInstall replaces a program, and leaves nothing else behind.
func TestInstall(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "bin", "to")
	for _, content := range []string{"one", "two"} {
		if err := os.WriteFile(from, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := install(from, to); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(to)
		if err != nil || string(got) != content {
			t.Errorf("got %q, %v; want %q", got, err, content)
		}
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program's mode is %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(to)); len(entries) != 1 {
		t.Errorf("the folder has %d files", len(entries))
	}
}
