package names_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/names"
)

const src = `package p

var global int

func other() {}

func F(rest int) {
	n := 1
	_ = n
	loop: for { break loop }
}
`

func pool(t *testing.T) *names.Pool {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return names.New(file.Decls[2], pkg, "deferred")
}

// TestFresh makes sure that no name is given that means something already.
func TestFresh(t *testing.T) {
	p := pool(t)
	for _, test := range []struct {
		want       string
		candidates []string
	}{
		{"result", []string{"result"}},
		{"result2", []string{"result"}}, // given before
		{"result3", []string{"result"}},
		{"afterIf", []string{"rest", "afterIf"}}, // rest is a parameter
		{"loop2", []string{"loop"}},              // a label
		{"global2", []string{"global"}},          // of the package
		{"other2", []string{"other"}},
		{"deferred2", []string{"deferred"}}, // an import
		{"len2", []string{"len"}},           // predeclared
		{"range2", []string{"range"}},       // a keyword
		{"v", []string{"_", "", "v"}},
		{"get", []string{"get#", "getResult"}},
		{"get2", []string{"get#", "getResult"}},            // rather than getResult
		{"otherResult", []string{"other#", "otherResult"}}, // other is a function
	} {
		if got := p.Fresh(test.candidates...); got != test.want {
			t.Errorf("Fresh(%q) = %s, want %s", test.candidates, got, test.want)
		}
	}
}

// TestAgain makes sure that a name serves again where it is not in scope, unless it
// is the user's or kept.
func TestAgain(t *testing.T) {
	p := pool(t)
	p.Fresh("result")
	p.Keep(p.Fresh("scope"))
	nothing := func(string) bool { return false }
	result := func(name string) bool { return name == "result" }
	for _, test := range []struct {
		inScope    func(string) bool
		want       string
		candidates []string
	}{
		{nothing, "result", []string{"result"}},
		{result, "result2", []string{"result"}},
		{result, "value", []string{"result", "value"}},
		{nothing, "scope2", []string{"scope"}},
		{nothing, "n2", []string{"n"}},
		{nothing, "go2", []string{"go"}},
	} {
		if got := p.Again(test.inScope, test.candidates...); got != test.want {
			t.Errorf("Again(%q) = %s, want %s", test.candidates, got, test.want)
		}
	}
}

func TestLower(t *testing.T) {
	for name, want := range map[string]string{
		"Fetch": "fetch", "fetch": "fetch", "URLOf": "urlOf", "URL": "url", "ID": "id", "HTTPServer": "httpServer",
		"A": "a", "AB": "ab", "ABc": "aBc", "Äpfel": "äpfel", "": "", "X1": "x1",
	} {
		if got := names.Lower(name); got != want {
			t.Errorf("Lower(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"fetch": "Fetch", "Fetch": "Fetch", "äpfel": "Äpfel"} {
		if got := names.Upper(name); got != want {
			t.Errorf("Upper(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestResult(t *testing.T) {
	errType := types.Universe.Lookup("error").Type()
	for _, test := range []struct {
		callee string
		typ    types.Type
		want   []string
	}{
		{"FetchUser", types.Typ[types.Int], []string{"user", "fetchUser#", "fetchUserResult"}},
		{"fetch", types.Typ[types.Int], []string{"fetch#", "fetchResult"}},
		{"fetcher", types.Typ[types.Int], []string{"fetcher#", "fetcherResult"}}, // not the verb
		{"Likes", types.Typ[types.Int], []string{"likes#", "likesResult"}},
		{"f", types.Typ[types.Int], []string{"gotF"}},
		{"", types.Typ[types.Int], []string{"value"}},
		{"Close", errType, []string{"err", "closeErr"}},
		{"pos", types.Typ[types.Bool], []string{"isPos"}},
		{"IsOpen", types.Typ[types.Bool], []string{"isOpenNow", "ok"}},
	} {
		if got := names.Result(test.callee, test.typ); !slices.Equal(got, test.want) {
			t.Errorf("Result(%s, %s) = %q, want %q", test.callee, test.typ, got, test.want)
		}
	}
}
