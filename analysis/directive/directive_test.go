package directive_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/directive"
)

// parse type-checks the source of package p, without imports, and reads its
// directives.
func parse(t *testing.T, src string) (*token.FileSet, *types.Info, *types.Package, *directive.Set) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object), Types: make(map[ast.Expr]types.TypeAndValue)}
	conf := types.Config{Error: func(error) {}}
	pkg, _ := conf.Check("example.com/deferred", fset, []*ast.File{file}, info)
	return fset, info, pkg, directive.Parse(fset, []*ast.File{file}, pkg, info)
}

const header = "package deferred\n\ntype Deferred[T any] struct{}\n\n"

// The problems of a source, as LINE: MESSAGE, with lines counted after the header.
func problems(t *testing.T, src string) []string {
	t.Helper()
	fset, _, _, set := parse(t, header+src)
	var list []string
	for _, p := range set.Problems {
		list = append(list, fmt.Sprintf("%d: %s", fset.Position(p.Pos).Line-4, p.Message))
	}
	return list
}

// problemTests has sources with the beginnings of their problems.
var problemTests = []struct {
	name, src string
	want      []string // prefixes
}{
	{"none", "//evert:callback\nfunc F() {}", nil},
	{"other tools", "//go:noinline\n//nolint:x\nfunc F() {}", nil},
	{"unknown", "//evert:callbak\nfunc F() {}", []string{"1: unknown directive //evert:callbak: there are callback, "}},
	{"no name", "//evert:\nfunc F() {}", []string{"1: cannot read directive //evert:: the name follows"}},
	{"upper case", "//evert:Blocking\nfunc F() {}", []string{"1: cannot read directive //evert:Blocking"}},
	{"space", "// evert:blocking\nfunc F() {}", []string{`1: cannot take "// evert:blocking" for a directive: write //evert:blocking, without the space`}},
	{"prose", "// evert:blocking marks functions.\n// evert:allow is for lines.\nfunc F() {}", nil},
	{"argument", "//evert:nonblocking now\nfunc F() {}", []string{`1: //evert:nonblocking takes no argument, not "now"`}},
	{"callback argument", "//evert:callback frames\nfunc F() {}", []string{`1: //evert:callback takes style=Style, not "frames"`}},
	{"style", "//evert:callback style=frames\nfunc F() {}\n\n//evert:callback style=chain\nfunc G() {}\n\n//evert:callback style=\"generator\"\nfunc H() {}", []string{`7: //evert:callback: there is no style "\"generator\"": there are chain, frames, generator`}},
	{"unknown style", "//evert:callback style=fast\nfunc F() {}", []string{`1: //evert:callback: there is no style "fast": there are chain, frames, generator`}},
	{"no style", "//evert:callback style=\nfunc F() {}", []string{`1: //evert:callback: there is no style "": there are`}},
	{"style twice", "//evert:callback style=chain style=frames\nfunc F() {}", []string{"1: //evert:callback: style= is given twice"}},
	{"style elsewhere", "//evert:blocking style=chain\nfunc F() {}", []string{`1: //evert:blocking takes callback=Name, not "style=chain"`}},
	{"style, with a space", "// evert:callback style=frames\nfunc F() {}", []string{`1: cannot take "// evert:callback style=frames" for a directive`}},
	{"blocking argument", "//evert:blocking net\nfunc F() {}", []string{`1: //evert:blocking takes callback=Name, not "net"`}},
	{"blocking name", "//evert:blocking callback=a.B\nfunc F() {}", []string{"1: //evert:blocking: callback=a.B is not the name of a function"}},
	{"blocking twice", "//evert:blocking callback=A callback=B\nfunc F() {}", []string{"1: //evert:blocking: callback= is given twice"}},
	{"unclosed quote", "//evert:callback \"x\nfunc F() {}", []string{"1: cannot read the arguments of //evert:callback: a quoted string does not end"}},
	{"missing form", "//evert:blocking callback=G\nfunc F() {}", []string{"1: cannot find G, the callback form of F"}},
	{"no form", "//evert:blocking callback=G\nfunc F() {}\n\nfunc G() int { return 1 }", []string{"1: G is no callback form: it does not return a *deferred.Deferred"}},
	{"form", "//evert:blocking callback=G\nfunc F() {}\n\nfunc G() *Deferred[int] { return nil }", nil},
	{"form of a method", "type T int\n\n//evert:blocking callback=G\nfunc (T) F() {}\n\nfunc (*T) G() *Deferred[int] { return nil }", nil},
	{"form of a method elsewhere", "type T int\n\n//evert:blocking callback=G\nfunc (T) F() {}\n\nfunc G() *Deferred[int] { return nil }", []string{"3: cannot find G"}},
	{"form of an interface's method", "type I interface {\n\t//evert:blocking callback=G\n\tF()\n\tG() *Deferred[int]\n}", nil},
	{"missing form of an interface's method", "type I interface {\n\t//evert:blocking callback=G\n\tF()\n}", []string{"2: cannot find G"}},
	{"twice", "//evert:thread\n//evert:thread\nfunc F() {}", []string{"2: //evert:thread is given twice"}},
	{"blocking and nonblocking", "//evert:blocking\n//evert:nonblocking\nfunc F() {}", []string{"2: //evert:nonblocking contradicts //evert:blocking: it blocks or it does not"}},
	{"callback and blocking", "//evert:callback\n//evert:blocking\nfunc F() {}", []string{"2: //evert:blocking contradicts //evert:callback"}},
	{"thread and callback", "//evert:thread\n//evert:callback\nfunc F() {}", []string{"2: //evert:callback contradicts //evert:thread"}},
	{"thread and nonblocking", "//evert:thread\n//evert:nonblocking\nfunc F() {}", []string{"2: //evert:nonblocking contradicts"}},
	{"blocking and thread", "//evert:blocking\n//evert:thread\nfunc F() {}", nil},
	{"on a variable", "//evert:blocking\nvar f func()", []string{"1: misplaced directive //evert:blocking: it marks functions and methods, interface methods, func types, fields, parameters of func type"}},
	{"on a struct", "//evert:blocking\ntype T struct{}", []string{"1: misplaced directive //evert:blocking"}},
	{"on an interface", "//evert:blocking\ntype T interface{}", []string{"1: misplaced"}},
	{"on a group", "//evert:blocking\ntype (\n\tF func()\n)", []string{"1: misplaced"}},
	{"in a group", "type (\n\t//evert:blocking\n\tF func()\n)", nil},
	{"callback on a type", "//evert:callback\ntype F func()", []string{"1: misplaced directive //evert:callback: it marks functions and methods"}},
	{"thread on an interface's method", "type I interface {\n\t//evert:thread\n\tF()\n}", []string{"2: misplaced"}},
	{"on an embedded interface", "type J interface{}\n\ntype I interface {\n\t//evert:blocking\n\tJ\n}", []string{"4: misplaced"}},
	{"on a plain field", "type T struct {\n\t//evert:blocking\n\tn int\n}", []string{"2: misplaced"}},
	{"on a plain parameter", "func F(\n\t//evert:blocking\n\tn int,\n) {\n}", []string{"2: misplaced"}},
	{"in a body", "func F() {\n\t//evert:blocking\n\tF()\n}", []string{"2: misplaced"}},
	{"at the end", "func F() {}\n\n//evert:callback\n", []string{"3: misplaced"}},
	{"apart", "//evert:callback\n\nfunc F() {}", []string{"1: misplaced"}},
	{"thread without a call", "func F() {\n\tn := 1 //evert:thread\n\t_ = n\n}", []string{"2: misplaced directive //evert:thread: there is no call on that line"}},
	{"thread on a call", "func F() {\n\tF() //evert:thread\n\t//evert:thread\n\tF()\n}", nil},
	{"thread with an argument", "func F() {\n\tF() //evert:thread x\n}", []string{"2: //evert:thread takes no argument"}},
	{"allow", "func F() {\n\tF() //evert:allow EV101 it is quick\n}", nil},
	{"allow without a reason", "func F() {\n\tF() //evert:allow EV101\n}", []string{"2: //evert:allow EV101 needs a reason"}},
	{"allow without a rule", "func F() {\n\tF() //evert:allow quick\n}", []string{"2: //evert:allow takes the ID of a rule and a reason"}},
	{"counterpart", "//evert:counterpart net/http.Get\nfunc F() *Deferred[int] { return nil }", nil},
	{"counterpart without a target", "//evert:counterpart\nfunc F() *Deferred[int] { return nil }", []string{"1: //evert:counterpart takes one argument"}},
	{"counterpart of nonsense", "//evert:counterpart Get\nfunc F() *Deferred[int] { return nil }", []string{`1: cannot read "Get": a counterpart is named as`}},
	{"counterpart without a Deferred", "//evert:counterpart net/http.Get\nfunc F() int { return 1 }", []string{"1: F is no callback form"}},
	{"counterpart that is a method", "type T int\n\n//evert:counterpart net/http.Get\nfunc (T) F() *Deferred[int] { return nil }", []string{"3: misplaced directive //evert:counterpart: it marks functions"}},
	{"counterpart of what is not there", "//evert:counterpart example.com/deferred.G\nfunc F() *Deferred[int] { return nil }", []string{"1: cannot find example.com/deferred.G"}},
	{"counterpart and blocking", "//evert:counterpart a/b.C\n//evert:blocking\nfunc F() *Deferred[int] { return nil }", []string{"2: //evert:blocking contradicts //evert:counterpart"}},
	{"once", "//evert:once done unless err\nfunc F(done func()) (err error) { return nil }", nil},
	{"once of two", "//evert:once done or fail if ok\nfunc F(done func(), fail func(error)) (ok bool) { return false }", nil},
	{"once of results", "//evert:once resolve or reject unless err\nfunc F() (resolve func(), reject func(error), err error) { return }", nil},
	{"once by place", "//evert:once param2 unless result2\nfunc F(_ int, _ func()) (int, error) { return 0, nil }", nil},
	{"once on a func type", "//evert:once done\ntype F func(done func())", nil},
	{"once on a field", "type T struct {\n\t//evert:once done unless status\n\tf func(done func()) (status int)\n}", nil},
	{"once of a Deferred", "//evert:once d\nfunc F(d *Deferred[int]) {}", nil},
	{"once, two of them", "//evert:once a\n//evert:once b\nfunc F(a, b func()) {}", nil},
	{"once, the same twice", "//evert:once a\n//evert:once a\nfunc F(a func()) {}", []string{"2: //evert:once is given twice"}},
	{"once without a name", "//evert:once\nfunc F(a func()) {}", []string{"1: //evert:once needs a name: //evert:once done unless err"}},
	{"once with a condition only", "//evert:once unless err\nfunc F(a func()) (err error) { return nil }", []string{"1: //evert:once needs a name"}},
	{"once of what is not there", "//evert:once b\nfunc F(a func()) {}", []string{"1: //evert:once: there is no parameter or result b"}},
	{"once of a plain parameter", "//evert:once n\nfunc F(n int) {}", []string{"1: //evert:once: n is no function and no *deferred.Deferred"}},
	{"once of both sides", "//evert:once a or b\nfunc F(a func()) (b func()) { return nil }", []string{"1: //evert:once: parameters and results cannot stand together"}},
	{"once without or", "//evert:once a b\nfunc F(a, b func()) {}", []string{`1: //evert:once: write or between names, not "b"`}},
	{"once with an open or", "//evert:once a or\nfunc F(a, b func()) {}", []string{"1: //evert:once: there is no name after or"}},
	{"once of one twice", "//evert:once a or a\nfunc F(a func()) {}", []string{"1: //evert:once: a is named twice"}},
	{"once unless nothing", "//evert:once a unless\nfunc F(a func()) (err error) { return nil }", []string{"1: //evert:once: there is no name after unless"}},
	{"once unless what is not there", "//evert:once a unless err\nfunc F(a func()) {}", []string{"1: //evert:once: there is no result err"}},
	{"once unless a parameter", "//evert:once a unless b\nfunc F(a func(), b error) {}", []string{"1: //evert:once: b is a parameter"}},
	{"once unless a string", "//evert:once a unless s\nfunc F(a func()) (s string) { return s }", []string{"1: //evert:once: s is no error, bool or number"}},
	{"once if and unless", "//evert:once a if ok unless err\nfunc F(a func()) (ok bool, err error) { return }", []string{"1: //evert:once takes if or unless, not both"}},
	{"once, more after the condition", "//evert:once a unless err or so\nfunc F(a func()) (err error) { return nil }", []string{`1: //evert:once: cannot read "or" after unless err`}},
	{"once on an interface", "//evert:once a\ntype I interface{}", []string{"1: misplaced directive //evert:once: it marks functions and methods, interface methods, func types, fields, declarations of the form var _ = pkg.Func"}},
	{"once in prose", "// evert:once marks functions.\nfunc F(a func()) {}", nil},
	{"pauses", "const Pause = 1\n\n//evert:pauses request if Pause\nfunc F() int { return 1 }", []string{"3: //evert:pauses: there is no result of the type of Pause"}},
	{"pauses with a type", "type Action int\n\nconst Pause Action = 1\n\n//evert:pauses request if Pause\nfunc F() Action { return 1 }", nil},
	{"pauses always", "//evert:pauses request\nfunc F() {}", nil},
	{"pauses unless", "//evert:pauses request unless err\nfunc F() (err error) { return nil }", nil},
	{"pauses in a parameter", "//evert:pauses request in f if paused\nfunc F(f func() (paused bool)) {}", nil},
	{"pauses in what is not there", "//evert:pauses request in g\nfunc F(f func()) {}", []string{"1: //evert:pauses: g is no parameter of func type"}},
	{"pauses in a plain parameter", "//evert:pauses request in n\nfunc F(n int) {}", []string{"1: //evert:pauses: n is no parameter of func type"}},
	{"pauses if what is not there", "//evert:pauses request if Pause\nfunc F() int { return 1 }", []string{"1: //evert:pauses: there is no result or constant Pause"}},
	{"pauses and resumes", "//evert:pauses request\n//evert:resumes request\nfunc F() {}", []string{"2: //evert:resumes contradicts //evert:pauses: what resumes does not pause"}},
	{"pauses, two of them", "type Action int\n\nconst A, B Action = 1, 2\n\n//evert:pauses request if A\n//evert:pauses request if B\nfunc F() Action { return 1 }", nil},
	{"pauses, the same twice", "//evert:pauses request\n//evert:pauses request\nfunc F() {}", []string{"2: //evert:pauses is given twice"}},
	{"resumes", "//evert:resumes request response\nfunc F() {}", nil},
	{"resumes nothing", "//evert:resumes\nfunc F() {}", []string{"1: //evert:resumes needs a name: //evert:resumes request"}},
	{"resumes nonsense", "//evert:resumes the-request\nfunc F() {}", []string{`1: //evert:resumes: "the-request" is not a name`}},
	{"a call of this package", "//evert:resumes request\nvar _ = F\n\nfunc F() {}", []string{"1: //evert:resumes stands at the declaration of F, which is in this package"}},
	{"a call of no function", "//evert:resumes request\nvar _ = 1 + 1", []string{"1: //evert:resumes: 1 + 1 names no function"}},
	{"a call that does not type-check", "//evert:resumes request\nvar _ = unknown.F", nil},
	{"a call with a name", "//evert:resumes request\nvar x = F\n\nfunc F() {}", []string{"1: misplaced directive //evert:resumes"}},
	{"blocking on a call", "//evert:blocking\nvar _ = F\n\nfunc F() {}", []string{"1: misplaced directive //evert:blocking"}},
	{"several", "//evert:x\nfunc F() {}\n\n//evert:y\nfunc G() {}", []string{"1: unknown", "4: unknown"}},
	{"type errors", "//evert:blocking callback=G\nfunc F(x Unknown) {}\n\nfunc G() Unknown { return nil }", nil},
}

func TestProblems(t *testing.T) {
	for _, test := range problemTests {
		t.Run(test.name, func(t *testing.T) {
			got := problems(t, test.src)
			if !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("problems %q, want %q", got, test.want)
			}
		})
	}
}

// names lists the directives of an object.
func names(list []directive.Directive) string {
	var words []string
	for _, d := range list {
		word := d.Name
		if d.Arg != "" {
			word += " " + d.Arg
		}
		if d.Callback() != "" {
			word += " callback=" + d.Callback()
		}
		if d.Rest != "" {
			word += " (" + d.Rest + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func TestObjects(t *testing.T) {
	_, info, _, set := parse(t, header+`
// F does it.
//
//evert:blocking callback=FDeferred
//evert:thread
func F() {}

func FDeferred() *Deferred[int] { return nil }

type T[X any] struct {
	//evert:blocking
	before, both func()
	after        func() //evert:nonblocking
	plain        func()
}

//evert:callback
func (T[X]) M() {}

//evert:nonblocking
type H func()

type I interface {
	//evert:blocking
	N()
	O() //evert:nonblocking
	P()
}

func G(a int, //evert:allow EV101 for nothing
	//evert:blocking
	b, c func(),
	d func(), //evert:nonblocking
	e func(func()),
) {
	type local struct {
		//evert:blocking
		inner func()
	}
	_ = func(
		//evert:blocking
		q func(),
	) {
	}
}

//evert:nonblocking
//evert:blocking
func Contradiction() {}
`)
	want := map[string]string{
		"F": "blocking callback=FDeferred, thread", "before": "blocking", "both": "blocking", "after": "nonblocking",
		"M": "callback", "H": "nonblocking", "N": "blocking", "O": "nonblocking", "b": "blocking", "c": "blocking",
		"d": "nonblocking", "inner": "blocking", "q": "blocking", "Contradiction": "nonblocking",
	}
	for id, obj := range info.Defs {
		var got string
		switch obj := obj.(type) {
		case *types.Func:
			got = names(set.Func(obj))
		case *types.TypeName:
			got = names(set.Type(obj))
		case *types.Var:
			got = names(set.Var(obj))
		}
		if got != want[id.Name] {
			t.Errorf("%s: directives %q, want %q", id.Name, got, want[id.Name])
		}
		delete(want, id.Name)
	}
	for name := range want {
		t.Errorf("%s is not declared", name)
	}
	if n := len(set.Objects()); n != 14 {
		t.Errorf("%d objects are marked, want 14", n)
	}
	if len(set.Problems) != 1 {
		t.Errorf("problems %v, want the contradiction only", set.Problems)
	}
}

func TestLines(t *testing.T) {
	src := header + `func F(...int) int {
	F() //evert:thread
	//evert:thread
	F(
		1,
	)
	F(
		2,
	) //evert:thread
	F(F(), //evert:allow EV101 a reason of several words
		3)
	if F() > 0 { //evert:thread
		return 1
	}
	//evert:allow EV102 one
	//evert:allow EV103 two
	return F()
}
`
	_, _, _, set := parse(t, src)
	if len(set.Problems) > 0 {
		t.Errorf("problems: %v", set.Problems)
	}
	want := map[int]string{
		2: "thread", 4: "thread", 7: "thread", 10: "allow EV101 (a reason of several words)", 12: "thread",
		17: "allow EV102 (one), allow EV103 (two)",
	}
	for line := 1; line < 20; line++ {
		if got := names(set.Line("p.go", line+4)); got != want[line] {
			t.Errorf("line %d: %q, want %q", line, got, want[line])
		}
	}
}

func TestPairs(t *testing.T) {
	_, _, _, set := parse(t, header+`
//evert:counterpart net/http.Get
func Get() *Deferred[int] { return nil }

//evert:counterpart database/sql.(*DB).Query
func Query() *Deferred[int] { return nil }
`)
	var got []string
	for _, pair := range set.Pairs() {
		got = append(got, fmt.Sprintf("%s %s %q", pair.Func.Name(), pair.Target, pair.Target.Symbols()))
	}
	want := []string{
		`Get net/http.Get ["net/http.Get"]`,
		`Query database/sql.(DB).Query ["(database/sql.DB).Query" "(*database/sql.DB).Query"]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("pairs %q, want %q", got, want)
	}
}

// TestCalls reads directives about functions of another package, of all forms.
func TestCalls(t *testing.T) {
	fset := token.NewFileSet()
	src := map[string]string{
		"host": "package host\n\ntype Action int\n\nconst Pause Action = 1\n\nfunc Start(f func()) (err error) { return nil }\n\nfunc Of[T any](f func(T)) {}\n\nfunc Resume() {}\n\ntype Handler interface{ OnRequest() Action }\n\ntype Client struct{}\n\nfunc (*Client) Get(f func()) {}\n",
		"pack": `package pack

import "host"

//evert:once f unless err
var _ = host.Start

var (
	//evert:once f
	_ = host.Of[int]
	_ = host.Resume //evert:resumes request
	//evert:pauses request if host.Pause
	_ = host.Handler.OnRequest

	//evert:once f
	_ = (*host.Client).Get
	//evert:once g
	_ = (*host.Client).Get
)
`,
	}
	done := map[string]*types.Package{}
	conf := types.Config{Importer: importerFunc(func(path string) (*types.Package, error) { return done[path], nil }), Error: func(error) {}}
	var set *directive.Set
	for _, path := range []string{"host", "pack"} {
		file, err := parser.ParseFile(fset, path+".go", src[path], parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		info := &types.Info{Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object), Types: make(map[ast.Expr]types.TypeAndValue)}
		done[path], _ = conf.Check(path, fset, []*ast.File{file}, info)
		set = directive.Parse(fset, []*ast.File{file}, done[path], info)
	}
	var got []string
	for _, call := range set.Calls() {
		got = append(got, fmt.Sprint(call.Func.FullName(), " ", call.Name, " ", call.List, call.Args))
	}
	want := []string{
		"host.Start once [f] map[unless:err]",
		"host.Of once [f] map[]",
		"host.Resume resumes [request] map[]",
		"(host.Handler).OnRequest pauses [request] map[if:host.Pause]",
		"(*host.Client).Get once [f] map[]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("calls\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(set.Problems) != 1 || set.Problems[0].Message != "//evert:once: there is no parameter or result g" {
		t.Errorf("problems %v, want the one about g", set.Problems)
	}
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

func TestParseTarget(t *testing.T) {
	for s, want := range map[string]directive.Target{
		"time.Sleep":                 {Path: "time", Func: "Sleep"},
		"example.com/a.b/v2.F":       {Path: "example.com/a.b/v2", Func: "F"},
		"example.com/a.(T).M":        {Path: "example.com/a", Type: "T", Func: "M"},
		"gopkg.in/yaml.v3.(*Node).M": {Path: "gopkg.in/yaml.v3", Type: "Node", Func: "M"},
		"":                           {}, "F": {}, ".F": {}, "a.": {}, "a.b-c": {}, "a.(T)": {}, "a.(T).": {}, "a.().M": {}, ".(T).M": {}, "a.(T.M": {},
	} {
		got, err := directive.ParseTarget(s)
		if got != want || (err != nil) != (want == directive.Target{}) {
			t.Errorf("ParseTarget(%q) = %+v, %v, want %+v", s, got, err, want)
		}
	}
}

func TestNilSet(t *testing.T) {
	var set *directive.Set
	if set.Func(nil) != nil || set.Type(nil) != nil || set.Var(nil) != nil || set.Line("", 0) != nil || set.Pairs() != nil || set.Objects() != nil {
		t.Error("a nil set has directives")
	}
}
