package write

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/report"
)

// A staged change has its new content in a temporary file beside the target.
type staged struct {
	Change
	temp string // empty for a removal
}

// Commit applies the changes. Folders that cannot be written are left as they
// are, with a message for each of their files, and the others are still done, unless
// source files are changed in place: then it is all or nothing;
// an error (of ctx, or of a rename) means that nothing has changed.
func Commit(ctx context.Context, changes []Change) (done []Change, problems []report.Message, err error) {
	all, problems := stage(ctx, changes)
	defer func() {
		for _, s := range all {
			if s.temp != "" {
				os.Remove(s.temp) // already renamed unless something failed
			}
		}
	}()
	// Source files need each other: without some the others would not build.
	if len(problems) > 0 && slices.ContainsFunc(changes, Change.inPlace) {
		return nil, problems, nil
	}
	// The last point at which an interrupt counts: what follows is quick, and
	// either runs to its end or is taken back.
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for i, s := range all {
		if err := s.apply(); err != nil {
			for _, earlier := range all[:i] {
				err = errors.Join(err, earlier.takeBack())
			}
			return nil, problems, err
		}
		done = append(done, s.Change)
	}
	return done, problems, nil
}

// stage writes the temporary files. All changes of a folder that refuses one
// are dropped: half of a package's files would be worse than none.
func stage(ctx context.Context, changes []Change) ([]staged, []report.Message) {
	var all []staged
	var problems []report.Message
	failed := make(map[string]bool)
	for _, c := range changes {
		if ctx.Err() != nil {
			break
		}
		s, err := newStaged(c)
		if err != nil {
			failed[filepath.Dir(c.Name)] = true
			problems = append(problems, inFile(c.Name,
				"cannot write: %s: make the folder writable, or use -overlay DIR", reason(err)))
			continue
		}
		all = append(all, s)
	}
	kept := all[:0]
	for _, s := range all {
		if failed[filepath.Dir(s.Name)] {
			if s.temp != "" {
				os.Remove(s.temp)
			}
			continue
		}
		kept = append(kept, s)
	}
	return kept, problems
}

func newStaged(c Change) (staged, error) {
	s := staged{Change: c}
	// A dot keeps the file out of the package should the run be killed; the
	// temporary file of a removal only finds out whether the folder can be
	// written.
	f, err := os.CreateTemp(filepath.Dir(c.Name), "."+filepath.Base(c.Name)+".evert-*")
	if err != nil {
		return s, err
	}
	s.temp = f.Name()
	_, err = f.Write(c.New)
	if err = errors.Join(err, f.Chmod(mode(c)), f.Close()); err != nil {
		os.Remove(s.temp)
		return s, err
	}
	return s, nil
}

// mode is the permissions of the new file: those of the old one, or else those
// of the source, without any right to execute.
func mode(c Change) fs.FileMode {
	for _, name := range []string{c.Name, c.Source} {
		if info, err := os.Stat(name); name != "" && err == nil {
			return info.Mode().Perm() &^ 0o111
		}
	}
	return 0o644
}

func (s staged) apply() error {
	if s.New == nil {
		return os.Remove(s.Name)
	}
	return os.Rename(s.temp, s.Name)
}

// takeBack restores what was there before apply.
func (s staged) takeBack() error {
	if s.Old == nil {
		return os.Remove(s.Name)
	}
	return os.WriteFile(s.Name, s.Old, mode(s.Change))
}

// reason is the cause of a file error without the operation and the name,
// which may be that of a temporary file.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return strings.TrimSpace(err.Error())
}
