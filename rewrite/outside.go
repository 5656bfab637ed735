package rewrite

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/rewrite/internal/emit"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// outside finds the names by which the methods of a function's frame know its local
// types and constants: they are declared at package level then. Nobody can tell for a
// constant, which gets a name of its own; a type has to keep its name, since it is
// printed, and has "" if that is not to be had.
func (s *frameStyle) outside(f *plan.Func, taken map[string]bool) map[types.Object]string {
	out := map[types.Object]string{}
	ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || id.Name == "_" {
			return true
		}
		switch obj := f.Pkg.TypesInfo.Defs[id].(type) {
		case *types.Const:
			out[obj] = free(s.bases[f.Obj]+names.Upper(id.Name), taken)
		case *types.TypeName:
			if _, isParam := obj.Type().(*types.TypeParam); isParam {
				return true
			}
			if !taken[id.Name] && !s.files(f.Pkg)[id.Name] && s.unhidden(f, obj) && len(typeParams(f)) == 0 {
				taken[id.Name] = true
				out[obj] = id.Name
			} else {
				out[obj] = ""
			}
		}
		return true
	})
	return out
}

// free returns the name, or a longer one, and takes it.
func free(name string, taken map[string]bool) string {
	for taken[name] {
		name += "Value"
	}
	taken[name] = true
	return name
}

// unhidden reports that nothing else of its name is known where a local type is.
func (s *frameStyle) unhidden(f *plan.Func, obj *types.TypeName) bool {
	_, other := obj.Parent().Parent().LookupParent(obj.Name(), obj.Pos())
	return other == nil || s.g.generated(f.Pkg, other.Pos())
}

// typeParams are those of a function or of its receiver.
func typeParams(f *plan.Func) []*types.TypeParam {
	var out []*types.TypeParam
	for _, list := range []*types.TypeParamList{f.Obj.Signature().TypeParams(), f.Obj.Signature().RecvTypeParams()} {
		for i := 0; i < list.Len(); i++ {
			out = append(out, list.At(i))
		}
	}
	return out
}

// files are the names that some file of a package declares or imports, be it a test, or
// for another system.
func (s *frameStyle) files(pkg *packages.Package) map[string]bool {
	if s.inFiles[pkg] != nil {
		return s.inFiles[pkg]
	}
	out := map[string]bool{}
	s.inFiles[pkg] = out
	for _, f := range pkg.Syntax {
		if scope := pkg.TypesInfo.Scopes[f]; scope != nil {
			for _, n := range scope.Names() {
				out[n] = true
			}
		}
	}
	if len(pkg.GoFiles) == 0 {
		return out
	}
	list, err := filepath.Glob(filepath.Join(filepath.Dir(pkg.GoFiles[0]), "*.go"))
	if err != nil {
		return out
	}
	for _, name := range list {
		src, err := os.ReadFile(name)
		if err != nil || bytes.HasPrefix(src, []byte(emit.Header)) {
			continue
		}
		f, _ := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if f != nil && f.Name.Name == pkg.Name {
			declaredIn(f, out)
		}
	}
	return out
}

// declaredIn notes what a file declares, and the names of its imports.
func declaredIn(f *ast.File, out map[string]bool) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				out[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					out[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						out[id.Name] = true
					}
				case *ast.ImportSpec:
					path := strings.Trim(spec.Path.Value, "\"`")
					out[path[strings.LastIndex(path, "/")+1:]] = true
					if spec.Name != nil {
						out[spec.Name.Name] = true
					}
				}
			}
		}
	}
}
