package blocking

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Functions such as io.Copy and bufio.Reader's methods block if what they read
// from or write to does. The table says which methods of which arguments they
// use; here the arguments are judged.

// networkFields hold readers of an interface type that are known to read from
// somewhere.
var networkFields = map[string]Class{
	"net/http.Response.Body": Net,
	"net/http.Request.Body":  Net,
}

// knownResults are functions whose results, of an interface type, are known to be
// readers or writers of something.
var knownResults = map[string]Class{
	"(*os/exec.Cmd).StdoutPipe": Process,
	"(*os/exec.Cmd).StderrPipe": Process,
	"(*os/exec.Cmd).StdinPipe":  Process,
}

// consoleCall reports whether a call writes to the console, which is not taken for
// blocking: loggers do, print functions do, and methods of os.Stdout and
// os.Stderr.
func (s *scope) consoleCall(fn *types.Func, call *ast.CallExpr) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch path := fn.Pkg().Path(); {
	case path == "log", path == "log/slog":
		return true
	case path == "fmt" && strings.HasPrefix(fn.Name(), "Print"):
		return true
	case path == "os" && fn.Signature().Recv() != nil:
		recv := argsOf(s.info, call, -1)
		return len(recv) == 1 && isStandard(s.info, recv[0], "Stdout", "Stderr")
	}
	return false
}

// sourceGiven reports whether a call of go/parser.ParseFile is given the source: it
// reads a file only if that is nil.
func (s *scope) sourceGiven(fn *types.Func, call *ast.CallExpr) bool {
	if fn.FullName() != "go/parser.ParseFile" || len(call.Args) != 4 {
		return false
	}
	return !s.info.Types[call.Args[2]].IsNil()
}

// isStandard reports whether an expression is one of the variables of package os
// with these names.
func isStandard(info *types.Info, x ast.Expr, names ...string) bool {
	sel, ok := ast.Unparen(x).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	v, ok := info.Uses[sel.Sel].(*types.Var)
	if !ok || v.Pkg() == nil || v.Pkg().Path() != "os" {
		return false
	}
	for _, name := range names {
		if v.Name() == name {
			return true
		}
	}
	return false
}

// useTargets judges the arguments that a function of the standard library reads
// from and writes to, and the receiver of a method of an interface, if more is
// known of its value than the type says.
func (s *scope) useTargets(fn *types.Func, call *ast.CallExpr) []target {
	var targets []target
	j := &judge{s: s}
	for _, use := range s.prog.table.Uses(fn.FullName()) {
		for _, arg := range argsOf(s.info, call, use.Param) {
			for _, t := range j.expr(arg, use.Method, use.Param < 0) {
				t.via = display(fn)
				targets = append(targets, t)
			}
		}
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) && ioMethod(fn.Name()) {
		for _, arg := range argsOf(s.info, call, -1) {
			targets = append(targets, j.expr(arg, fn.Name(), true)...)
		}
	}
	return targets
}

// ioMethod reports whether a method reads or writes, as those of the table's uses.
func ioMethod(name string) bool {
	switch name {
	case "Read", "ReadAt", "ReadByte", "ReadRune", "ReadFrom", "Write", "WriteAt", "WriteByte", "WriteRune", "WriteString", "WriteTo":
		return true
	}
	return false
}

// A judge follows a reader or writer to where it comes from.
type judge struct {
	s    *scope
	seen map[*types.Var]bool
}

// expr returns what a call of the method of an expression's value may wait for.
// With origin, the expression's own type is known and says nothing: only where
// the value comes from counts.
func (j *judge) expr(x ast.Expr, method string, origin bool) []target {
	x = ast.Unparen(x)
	info := j.s.info
	if isStandard(info, x, "Stdout", "Stderr") {
		return nil
	}
	if isStandard(info, x, "Stdin") {
		return []target{{known: Fact{Class: Console}, name: "os.Stdin"}}
	}
	if !origin {
		if targets := j.typ(info.TypeOf(x), method); len(targets) > 0 {
			return targets
		}
	}
	switch x := x.(type) {
	case *ast.Ident:
		return j.variable(x, method)
	case *ast.SelectorExpr:
		return j.selector(x, method)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return j.expr(x.X, method, true)
		}
	case *ast.CallExpr:
		return j.call(x, method)
	}
	return nil
}

// variable follows a variable that is assigned exactly once.
func (j *judge) variable(id *ast.Ident, method string) []target {
	v, ok := j.s.info.ObjectOf(id).(*types.Var)
	if !ok || j.seen[v] {
		return nil
	}
	b := j.s.bindings[v]
	if b == nil || b.unknown || len(b.exprs) != 1 {
		return nil
	}
	if j.seen == nil {
		j.seen = make(map[*types.Var]bool)
	}
	j.seen[v] = true
	defer delete(j.seen, v)
	return j.expr(b.exprs[0], method, false)
}

func (j *judge) selector(x *ast.SelectorExpr, method string) []target {
	selection := j.s.info.Selections[x]
	if selection == nil || selection.Kind() != types.FieldVal {
		return nil
	}
	typ := selection.Recv()
	if ptr, ok := typ.Underlying().(*types.Pointer); ok {
		typ = ptr.Elem()
	}
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	field := named.Obj().Pkg().Path() + "." + named.Obj().Name() + "." + x.Sel.Name
	if class, ok := networkFields[field]; ok && strings.HasPrefix(method, "Read") {
		return []target{{known: Fact{Class: class}, name: field}}
	}
	return nil
}

// call follows conversions, and functions whose results hold their arguments.
func (j *judge) call(x *ast.CallExpr, method string) []target {
	info := j.s.info
	if tv, ok := info.Types[x.Fun]; ok && tv.IsType() {
		if len(x.Args) == 1 {
			return j.expr(x.Args[0], method, false)
		}
		return nil
	}
	fn := staticFunc(info, x.Fun)
	if fn == nil {
		return nil
	}
	symbol := fn.FullName()
	if class, ok := knownResults[symbol]; ok {
		return []target{{known: Fact{Class: class}, name: display(fn)}}
	}
	var targets []target
	for _, i := range j.s.prog.table.Wraps(symbol) {
		for _, arg := range argsOf(info, x, i) {
			targets = append(targets, j.expr(arg, method, false)...)
		}
	}
	return targets
}

// typ looks the method up in a static type. What a type lacks, an adapter does
// with Read or Write.
func (j *judge) typ(typ types.Type, method string) []target {
	if typ == nil {
		return nil
	}
	for _, name := range append([]string{method}, fallback(method)...) {
		obj, _, _ := types.LookupFieldOrMethod(typ, true, nil, name)
		if fn, ok := obj.(*types.Func); ok {
			return j.s.funcTargets(fn.Origin())
		}
	}
	return nil
}

func fallback(method string) []string {
	switch method {
	case "ReadByte", "ReadRune":
		return []string{"Read"}
	case "WriteByte", "WriteRune", "WriteString":
		return []string{"Write"}
	}
	return nil
}
