package rewrite

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"regexp"
	"sort"
	"strings"

	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// edit replaces src[from:to].
type edit struct {
	from, to int
	text     string
}

// shimSource is the source file with the bodies of converted functions replaced by
// calls of their shims. Lines stay where they were.
func (g *generator) shimSource(o *output) ([]byte, error) {
	src, err := os.ReadFile(o.name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the source again: %w", err)
	}
	s := &shimmer{o: o, src: src}
	for _, f := range o.funcs {
		s.function(f)
	}
	s.imports()
	return applyEdits(src, s.edits), nil
}

// applyEdits returns src with the edits, which do not overlap.
func applyEdits(src []byte, edits []edit) []byte {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from < edits[j].from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(src[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(src[at:])
	return out.Bytes()
}

// shimmer collects the edits of one file.
type shimmer struct {
	o     *output
	src   []byte
	edits []edit
}

func (s *shimmer) offset(n ast.Node) (from, to int) {
	fset := s.o.pkg.Fset
	return fset.PositionFor(n.Pos(), false).Offset, fset.PositionFor(n.End(), false).Offset
}

// function names the parameters that have no names and replaces the body.
func (s *shimmer) function(f *plan.Func) {
	fun := emit.ShimName(f.Form)
	if f.Decl.Recv != nil {
		fun = s.fields(f.Decl.Recv, "evertRecv")[0] + "." + fun
	} else if tp := f.Decl.Type.TypeParams; tp != nil {
		fun += "[" + strings.Join(s.fields(tp, "evertType"), ", ") + "]"
	}
	args := s.fields(f.Decl.Type.Params, "evertArg")
	if f.Obj.Signature().Variadic() {
		args[len(args)-1] += "..."
	}
	call := fun + "(" + strings.Join(args, ", ") + ")"
	if ir.ShapeOf(f.Obj.Signature()).Len() > 0 {
		call = "return " + call
	}
	from, to := s.offset(f.Decl.Body)
	end := s.output(f, from, to)
	lines := bytes.Count(s.src[from:end], []byte("\n"))
	s.edits = append(s.edits, edit{from, end, "{ " + call + strings.Repeat("\n", lines)}, edit{to, to, " "})
}

// output finds the comment at the end of an example that says what it prints, and
// without which go test would not run it. It returns where the text to be replaced
// ends.
func (s *shimmer) output(f *plan.Func, from, to int) int {
	if f.Decl.Recv == nil && strings.HasPrefix(f.Decl.Name.Name, "Example") {
		for _, g := range f.File.Comments {
			at, _ := s.offset(g)
			if at > from && at < to && exampleOutput.MatchString(g.Text()) {
				return at
			}
		}
	}
	return to - 1
}

// exampleOutput is how go/doc knows the comment.
var exampleOutput = regexp.MustCompile(`(?i)^[[:space:]]*(unordered )?output:`)

// fields returns the names of parameters, after giving names to those without.
func (s *shimmer) fields(list *ast.FieldList, prefix string) []string {
	var out []string
	if list == nil {
		return nil
	}
	for _, f := range list.List {
		if len(f.Names) == 0 {
			name := fmt.Sprintf("%s%d", prefix, len(out))
			from, _ := s.offset(f.Type)
			s.edits = append(s.edits, edit{from, from, name + " "})
			out = append(out, name)
		}
		for _, id := range f.Names {
			name := id.Name
			if name == "_" {
				name = fmt.Sprintf("%s%d", prefix, len(out))
				from, to := s.offset(id)
				s.edits = append(s.edits, edit{from, to, name})
			}
			out = append(out, name)
		}
	}
	return out
}

// imports makes imports blank that only the replaced bodies used.
func (s *shimmer) imports() {
	used := map[types.Object]bool{}
	dots := map[*types.Package]bool{}
	bodies := map[ast.Node]bool{}
	for _, f := range s.o.funcs {
		bodies[f.Decl.Body] = true
	}
	info := s.o.pkg.TypesInfo
	ast.Inspect(s.o.src, func(n ast.Node) bool {
		if n != nil && bodies[n] {
			return false
		}
		if id, ok := n.(*ast.Ident); ok {
			if obj := info.Uses[id]; obj != nil {
				used[obj] = true
				if obj.Pkg() != nil {
					dots[obj.Pkg()] = true
				}
			}
		}
		return true
	})
	for _, spec := range s.o.src.Imports {
		var obj types.Object = info.Implicits[spec]
		if spec.Name != nil {
			if spec.Name.Name == "_" {
				continue
			}
			obj = info.Defs[spec.Name]
		}
		pn, _ := obj.(*types.PkgName)
		if spec.Name != nil && spec.Name.Name == "." {
			if from, to := s.offset(spec.Name); pn == nil || !dots[pn.Imported()] {
				s.edits = append(s.edits, edit{from, to, "_"})
			}
			continue
		}
		if pn == nil || used[pn] {
			continue
		}
		if spec.Name != nil {
			from, to := s.offset(spec.Name)
			s.edits = append(s.edits, edit{from, to, "_"})
		} else {
			from, _ := s.offset(spec.Path)
			s.edits = append(s.edits, edit{from, from, "_ "})
		}
	}
}
