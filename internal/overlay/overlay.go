package overlay

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A File is what the go command is to see at Name.
type File struct {
	Name    string // absolute
	Content []byte
}

// listName is the name of the file for go build -overlay.
const listName = "overlay.json"

// A list is the content of that file.
type list struct {
	Replace map[string]string
}

// Write puts the files into dir, laid out as in the tree, and beside them the
// list for go build -overlay, whose name it returns. The files named by hidden
// are missing for the go command. Files in dir that an earlier list names are
// removed first.
func Write(dir string, files []File, hidden []string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := clear(dir); err != nil {
		return "", err
	}
	l := list{Replace: make(map[string]string)}
	for _, name := range hidden {
		l.Replace[name] = "" // the go command's way to say that it is not there
	}
	base := commonDir(files)
	for _, f := range files {
		rel, err := filepath.Rel(base, f.Name)
		if err != nil {
			return "", err
		}
		target := filepath.Join(dir, "files", rel)
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(target, f.Content, 0o666); err != nil {
			return "", err
		}
		l.Replace[f.Name] = target
	}
	// A go.mod of its own keeps "./..." of a tree around dir from taking the
	// files for packages.
	if err := os.MkdirAll(filepath.Join(dir, "files"), 0o777); err != nil {
		return "", err
	}
	mod := filepath.Join(dir, "files", "go.mod")
	if _, err := os.Stat(mod); err != nil {
		if err := os.WriteFile(mod, []byte("module overlay // not a package: see ../"+listName+"\n"), 0o666); err != nil {
			return "", err
		}
	}
	data, err := json.MarshalIndent(l, "", "\t")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, listName)
	return name, os.WriteFile(name, append(data, '\n'), 0o666)
}

// clear removes the files of an earlier Write. Only what its list names below
// files/ goes, so that a wrong folder loses nothing.
func clear(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, listName))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	var l list
	if err := json.Unmarshal(data, &l); err != nil {
		return fmt.Errorf("%s: cannot read the list of an earlier run: %v: remove the folder", filepath.Join(dir, listName), err)
	}
	within := filepath.Join(dir, "files") + string(filepath.Separator)
	for _, target := range l.Replace {
		if !strings.HasPrefix(target, within) {
			continue
		}
		if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
			return err
		}
		// Its folder too, if that was the last file; otherwise this fails.
		for d := filepath.Dir(target); strings.HasPrefix(d, within) && os.Remove(d) == nil; {
			d = filepath.Dir(d)
		}
	}
	return nil
}

// commonDir is the deepest folder that all files are below.
func commonDir(files []File) string {
	if len(files) == 0 {
		return ""
	}
	common := filepath.Dir(files[0].Name)
	for _, f := range files[1:] {
		for !below(f.Name, common) {
			common = filepath.Dir(common)
		}
	}
	return common
}

func below(name, dir string) bool {
	if dir == filepath.Dir(dir) {
		return true // a root
	}
	return strings.HasPrefix(name, dir+string(filepath.Separator))
}
