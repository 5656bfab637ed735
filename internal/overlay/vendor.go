package overlay

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// A vendored module is an entry of vendor/modules.txt.
type vendored struct {
	path, version string
	goVersion     string // of the module's go line, or empty
}

// replaceVendored makes f take each vendored module from its folder below
// vendor, so that a build with -mod=mod needs no module cache. The folders lack
// the go.mod files that replacements must have; the result has them, also for
// modules of which nothing was vendored.
//
// A tree without a vendor folder, or with one that the go command would not
// use, stays as it is.
func replaceVendored(f *modfile.File, vendor string) ([]File, error) {
	data, err := os.ReadFile(filepath.Join(vendor, "modules.txt"))
	if os.IsNotExist(err) || err == nil && semver.Compare("v"+f.Go.Version, "v1.14") < 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []File
	for _, m := range parseModulesTxt(string(data)) {
		if m.path == Path {
			continue
		}
		if err := f.AddRequire(m.path, m.version); err != nil {
			return nil, err
		}
		for _, r := range f.Replace {
			if r.Old.Path == m.path {
				if err := f.DropReplace(m.path, r.Old.Version); err != nil {
					return nil, err
				}
			}
		}
		dir := filepath.Join(vendor, filepath.FromSlash(m.path))
		if err := f.AddReplace(m.path, "", dir, ""); err != nil {
			return nil, err
		}
		content := fmt.Sprintf("module %s\n", m.path)
		if m.goVersion != "" {
			content += "\ngo " + m.goVersion + "\n"
		}
		files = append(files, File{Name: filepath.Join(dir, "go.mod"), Content: []byte(content)})
	}
	return files, nil
}

// parseModulesTxt reads vendor/modules.txt:
//
//	# example.com/m v1.2.3 => ../elsewhere
//	## explicit; go 1.20
//	example.com/m/pkg
func parseModulesTxt(text string) []vendored {
	var all []vendored
	for _, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) >= 3 && fields[0] == "#" && semver.IsValid(fields[2]):
			all = append(all, vendored{path: fields[1], version: fields[2]})
		case len(all) == 0 || len(fields) == 0 || fields[0] == "#":
			// A replacement without a version, which no module belongs to.
		case fields[0] == "##":
			for _, note := range strings.Split(line[2:], ";") {
				if v, ok := strings.CutPrefix(strings.TrimSpace(note), "go "); ok {
					all[len(all)-1].goVersion = v
				}
			}
		}
	}
	return all
}
