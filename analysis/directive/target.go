package directive

import (
	"fmt"
	"go/token"
	"strings"
)

// A Target names a function or method of some package, as a counterpart's
// argument does.
type Target struct {
	Path string // import path
	Type string // "" for a function
	Func string
}

// ParseTarget reads path.Func, path.(Type).Method or path.(*Type).Method. The
// star makes no difference: a type cannot have two methods of one name.
func ParseTarget(s string) (Target, error) {
	bad := fmt.Errorf("cannot read %q: a counterpart is named as path.Func or path.(Type).Method", s)
	path, rest, found := s, "", false
	if i := strings.Index(s, ".("); i >= 0 {
		path = s[:i]
		typ, method, ok := strings.Cut(s[i+2:], ").")
		typ = strings.TrimPrefix(typ, "*")
		if !ok || path == "" || !token.IsIdentifier(typ) || !token.IsIdentifier(method) {
			return Target{}, bad
		}
		return Target{path, typ, method}, nil
	}
	// The last dot: import paths have dots, too.
	if i := strings.LastIndexByte(s, '.'); i > 0 {
		path, rest, found = s[:i], s[i+1:], true
	}
	if !found || !token.IsIdentifier(rest) {
		return Target{}, bad
	}
	return Target{Path: path, Func: rest}, nil
}

// Symbols returns the names, as [go/types.Func.FullName] has them, that the
// target may go by: a method's receiver is a pointer or not.
func (t Target) Symbols() []string {
	if t.Type == "" {
		return []string{t.Path + "." + t.Func}
	}
	return []string{
		"(" + t.Path + "." + t.Type + ")." + t.Func,
		"(*" + t.Path + "." + t.Type + ")." + t.Func,
	}
}

func (t Target) String() string {
	if t.Type == "" {
		return t.Path + "." + t.Func
	}
	return t.Path + ".(" + t.Type + ")." + t.Func
}
