package rewrite

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/plan"
	"github.com/evert-go/evert/rewrite/internal/verify"
)

// verify type-checks the outputs. It refuses the functions in which it finds
// errors and reports whether there were none.
func (g *generator) verify(outs []*output) bool {
	byFile := map[string]*output{}
	for _, o := range outs {
		byFile[o.name] = o
	}
	v := verify.New(g.pkgs, evert.Path, evert.Runtime())
	ok := true
	packages.Visit(g.pkgs, nil, func(pkg *packages.Package) {
		// A package and its test variant share files; both get what belongs to them.
		generated := map[string][]byte{}
		for _, f := range pkg.Syntax {
			o := byFile[pkg.Fset.Position(f.FileStart).Filename]
			if o == nil {
				continue
			}
			generated[fileName(o.name)] = o.content
			if o.shim != nil {
				generated[o.name] = o.shim
			}
		}
		if len(generated) == 0 && !v.Affected(pkg) {
			return
		}
		for _, e := range v.Check(pkg, generated) {
			ok = false
			g.blame(outs, e)
		}
	})
	return ok
}

// blame refuses the function that an error lies in; if none can be found, all of
// the file.
func (g *generator) blame(outs []*output, e verify.Error) {
	for _, o := range outs {
		if fileName(o.name) != e.File && o.name != e.File {
			continue
		}
		f := o.functionAt(e.File == o.name, e.Line)
		for _, c := range o.funcs {
			if f != nil && c != f || c.Refusal != "" {
				continue
			}
			if g.frames.fits(c) {
				g.frames.refuse(c, fmt.Sprintf("it does not type-check (%s): this is a bug of evert", e.Msg))
			} else if f != nil || !g.frames.any(o.funcs) {
				c.Refusal = fmt.Sprintf("its callback form does not type-check (%s): this is a bug of evert", e.Msg)
				c.At = c.Decl.Name.Pos()
			}
		}
	}
}

// functionAt finds the function whose callback form, or whose source, is at a line.
func (o *output) functionAt(source bool, line int) *plan.Func {
	if source {
		for _, f := range o.funcs {
			if o.pkg.Fset.Position(f.Decl.Pos()).Line <= line && line <= o.pkg.Fset.Position(f.Decl.End()).Line {
				return f
			}
		}
		return nil
	}
	lines := strings.Split(string(o.content), "\n")
	for i := min(line, len(lines)) - 1; i >= 0; i-- {
		if !strings.HasPrefix(lines[i], "func ") {
			continue
		}
		for _, f := range o.funcs {
			if declares(lines[i], f) {
				return f
			}
		}
		for _, f := range o.funcs {
			if n, ok := o.framed[f]; ok && n.declares(lines[i], f) {
				return f
			}
		}
		return nil
	}
	return nil
}

// declares reports that a line starts the fast body of f, or a method of its frame.
func (n framedNames) declares(line string, f *plan.Func) bool {
	recv, rest, isMethod := strings.Cut(strings.TrimPrefix(line, "func ("), ") ")
	if !strings.HasPrefix(line, "func (") || !isMethod {
		return f.Decl.Recv == nil && starts(line, "func "+n.fast)
	}
	if f.Decl.Recv != nil && starts(rest, n.fast) && strings.Contains(recv, recvName(f.Obj)) {
		return true
	}
	_, typ, _ := strings.Cut(recv, "*")
	typ, _, _ = strings.Cut(typ, "[")
	return typ == n.base+"Frame" || strings.HasPrefix(typ, n.base+"After")
}

// starts reports that a line declares a function, which begins with that.
func starts(line, begins string) bool {
	return strings.HasPrefix(line, begins+"(") || strings.HasPrefix(line, begins+"[")
}

// declares reports that a line starts the callback form or the shim of f.
func declares(line string, f *plan.Func) bool {
	for _, name := range []string{f.Form, emit.ShimName(f.Form)} {
		if !strings.Contains(line, " "+name+"(") && !strings.Contains(line, " "+name+"[") {
			continue
		}
		recv := f.Decl.Recv
		if recv == nil {
			return strings.HasPrefix(line, "func "+name)
		}
		return strings.HasPrefix(line, "func (") && strings.Contains(line[:strings.Index(line, ")")+1], recvName(f.Obj))
	}
	return false
}
