package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"
)

const mark = "//evert:nonblocking\n"

// waiting are the packages whose users are marked.
var waiting = []string{"net/http", "database/sql"}

// markUsers marks the functions of a module that call functions of net/http or
// database/sql, or have a request or the like among their parameters, tests left
// out, and returns how many there are.
func markUsers(ctx context.Context, dir string) (int, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context: ctx, Dir: dir, Env: environ(),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports,
	}, "./...")
	if err != nil {
		return 0, err
	}
	offsets := make(map[string][]int) // of the lines to mark, by file
	count := 0
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			tf := pkg.Fset.File(file.FileStart)
			if strings.HasSuffix(tf.Name(), "_test.go") || !slices.Contains(pkg.GoFiles, tf.Name()) {
				continue
			}
			for _, decl := range file.Decls {
				fd, ok := decl.(*ast.FuncDecl)
				if ok && fd.Body != nil && uses(pkg.TypesInfo, fd) {
					offsets[tf.Name()] = append(offsets[tf.Name()], lineStart(tf, fd.Type.Func))
					count++
				}
			}
		}
	}
	for name, list := range offsets {
		if err := insert(name, list, mark); err != nil {
			return 0, err
		}
	}
	return count, nil
}

func lineStart(tf *token.File, pos token.Pos) int {
	return tf.Offset(tf.LineStart(tf.Line(pos)))
}

// uses reports whether a function is to be marked.
func uses(info *types.Info, fd *ast.FuncDecl) bool {
	fn, ok := info.Defs[fd.Name].(*types.Func)
	if !ok {
		return false
	}
	for i := range fn.Signature().Params().Len() {
		if ofWaiting(named(fn.Signature().Params().At(i).Type())) {
			return true
		}
	}
	found := false
	ast.Inspect(fd.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			found = found || ofWaiting(typeutil.Callee(info, call))
		}
		return !found
	})
	return found
}

func named(typ types.Type) types.Object {
	if ptr, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = ptr.Elem()
	}
	if n, ok := types.Unalias(typ).(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

func ofWaiting(obj types.Object) bool {
	return obj != nil && obj.Pkg() != nil && slices.Contains(waiting, obj.Pkg().Path())
}

// insert inserts a text at several places of a file.
func insert(name string, offsets []int, text string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	slices.Sort(offsets)
	for _, at := range slices.Backward(offsets) {
		if at > len(data) {
			return fmt.Errorf("%s has changed", name)
		}
		data = slices.Insert(data, at, []byte(text)...)
	}
	return os.WriteFile(name, data, 0o666)
}
