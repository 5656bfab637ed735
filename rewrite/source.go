package rewrite

import (
	"fmt"
	"go/ast"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"
)

func importNames(file *ast.File) []string {
	out := []string{"deferred", "reactor", "threads", "frames", "shim"}
	for _, s := range file.Imports {
		if s.Name != nil {
			out = append(out, s.Name.Name)
		} else {
			path := strings.Trim(s.Path.Value, "`\"")
			out = append(out, path[strings.LastIndex(path, "/")+1:])
		}
	}
	return out
}

// commented reports a comment inside n.
func commented(file *ast.File, n ast.Node) bool {
	i := sort.Search(len(file.Comments), func(i int) bool { return file.Comments[i].Pos() > n.Pos() })
	return i < len(file.Comments) && file.Comments[i].Pos() < n.End()
}

// perTurn reports that the file's language version gives each turn of a loop its
// own variables: go 1.22.
func perTurn(pkg *packages.Package, file *ast.File) bool {
	v := pkg.TypesInfo.FileVersions[file]
	if v == "" {
		return true
	}
	return !olderThan(v, 22)
}

// olderThan reports a version go1.N with N below minor.
func olderThan(version string, minor int) bool {
	var major, n int
	if _, err := fmt.Sscanf(version, "go%d.%d", &major, &n); err != nil {
		return false
	}
	return major < 1 || major == 1 && n < minor
}

// buildLine is the //go:build line of the generated file: the source's, and what
// lifts an old module's language version to one with generics.
func buildLine(pkg *packages.Package, src *ast.File) string {
	line := ""
	for _, g := range src.Comments {
		for _, c := range g.List {
			if c.Pos() < src.Package && strings.HasPrefix(c.Text, "//go:build ") {
				line = strings.TrimPrefix(c.Text, "//go:build ")
			}
		}
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" && olderThan("go"+pkg.Module.GoVersion, 21) {
		if line == "" {
			line = "go1.21"
		} else {
			line = "(" + line + ") && go1.21"
		}
	}
	if line == "" {
		return ""
	}
	return "//go:build " + line
}
