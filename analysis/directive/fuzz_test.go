package directive_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/evert-go/evert/analysis/directive"
)

// FuzzParse reads directives from all that parses, also with type errors: each one
// that it finds, and each complaint, has a place in the file.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"//evert:callback\nfunc F() {}\n",
		"//evert:blocking callback=G\nfunc F(n int) (int, error) { return 0, nil }\n\nfunc G() *Deferred[int] { return nil }\n",
		"//evert:blocking\n//evert:nonblocking\nfunc F() {}\n",
		"type T struct {\n\tf func() //evert:blocking\n}\n",
		"type I interface {\n\t//evert:blocking callback=MDeferred\n\tM()\n}\n",
		"//evert:counterpart net/http.(*Client).Do\nfunc DoDeferred() *Deferred[int] { return nil }\n",
		"func F() {\n\tg() //evert:allow EV101 for nothing\n\t//evert:thread\n\tg()\n}\n\nfunc g(a int, //evert:blocking\n) {}\n",
		"//evert:once done or fail unless err\nfunc F(done func(), fail func(error)) (err error) { return nil }\n",
		"const Pause = true\n\n//evert:pauses request in f if Pause\nfunc F(f func() bool) {}\n\n//evert:resumes request\nfunc G() {}\n",
		"import \"time\"\n\n//evert:once f\nvar _ = time.AfterFunc\n",
		"//evert:\n//evert :callback\n// evert:callback\n/*evert:callback*/\nvar x = func() {}\n",
	} {
		f.Add(header + src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
		if err != nil {
			return
		}
		info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
		conf := types.Config{Error: func(error) {}}
		pkg, _ := conf.Check("example.com/deferred", fset, []*ast.File{file}, info)
		set := directive.Parse(fset, []*ast.File{file}, pkg, info)
		for _, p := range set.Problems {
			if p.Message == "" || p.Pos < file.FileStart || p.Pos > file.FileEnd {
				t.Errorf("problem %q at %v, outside of the file", p.Message, fset.Position(p.Pos))
			}
		}
	})
}

// FuzzParseTarget reads names of functions: what is read has all its parts.
func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"net/http.Get", "net/http.(*Client).Do", "net/http.(Client).Do", "gopkg.in/yaml.v3.Unmarshal", "a.", ".b", "a.(*).c", "a.(b)c", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		target, err := directive.ParseTarget(s)
		if err != nil {
			return
		}
		if target.Path == "" || !token.IsIdentifier(target.Func) || target.Type != "" && !token.IsIdentifier(target.Type) {
			t.Errorf("%q is read as %+v", s, target)
		}
	})
}
