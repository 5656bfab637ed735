package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// A Call is a directive about a function of another package, which stands at a
// declaration var _ = pkg.Func, var _ = pkg.Type.Method or var _ =
// (*pkg.Type).Method.
type Call struct {
	Directive
	Func *types.Func // a generic origin
}

// Calls returns the directives about functions of other packages, in source
// order.
func (s *Set) Calls() []Call {
	if s == nil {
		return nil
	}
	return s.calls
}

// A Slot is a parameter or a result of a function.
type Slot struct {
	Result bool
	Index  int
}

// FindSlot finds a parameter or result by its name, or by its place: param1 is
// the first parameter, result1 the first result.
func FindSlot(sig *types.Signature, name string) (Slot, bool) {
	for _, result := range []bool{false, true} {
		vars, kind := sig.Params(), "param"
		if result {
			vars, kind = sig.Results(), "result"
		}
		for i := range vars.Len() {
			if vars.At(i).Name() == name {
				return Slot{result, i}, true
			}
		}
		if digits, ok := strings.CutPrefix(name, kind); ok {
			if n, err := strconv.Atoi(digits); err == nil && 1 <= n && n <= vars.Len() {
				return Slot{result, n - 1}, true
			}
		}
	}
	return Slot{}, false
}

// FindConst finds a constant by the name that it has in the file around pos of a
// package: ActionPause or types.ActionPause.
func FindConst(pkg *types.Package, pos token.Pos, name string) *types.Const {
	if pkg == nil {
		return nil
	}
	scope := pkg.Scope()
	if inner := scope.Innermost(pos); inner != nil {
		scope = inner
	}
	first, rest, qualified := strings.Cut(name, ".")
	_, obj := scope.LookupParent(first, token.NoPos)
	if imported, ok := obj.(*types.PkgName); ok && qualified {
		obj = imported.Imported().Scope().Lookup(rest)
	} else if qualified {
		return nil
	}
	c, _ := obj.(*types.Const)
	return c
}

// setOnce reads the arguments of once: done or fail unless err.
func (d *Directive) setOnce(words []string) error {
	words, err := d.cutClauses(words, "if", "unless")
	if err != nil {
		return err
	}
	for i, word := range words {
		if i%2 == 0 {
			d.List = append(d.List, word)
		} else if word != "or" {
			return fmt.Errorf("//%s%s: write or between names, not %q", prefix, d.Name, word)
		}
	}
	if len(words) > 0 && len(words)%2 == 0 {
		return fmt.Errorf("//%s%s: there is no name after or", prefix, d.Name)
	}
	return d.checkList(d.List)
}

// setPauses reads the arguments of pauses: request in handler if ActionPause.
func (d *Directive) setPauses(words []string) error {
	words, err := d.cutClauses(words, "in", "if", "unless")
	if err != nil {
		return err
	}
	d.List = words
	return d.checkList(words)
}

// cutClauses takes the last clauses, each of a keyword and a name, from words.
func (d *Directive) cutClauses(words []string, keywords ...string) ([]string, error) {
	rest := words
	for i, word := range words {
		if !slices.Contains(keywords, word) {
			continue
		}
		rest = words[:min(i, len(rest))]
		if d.Args == nil {
			d.Args = make(map[string]string)
		}
		if _, twice := d.Args[word]; twice {
			return nil, fmt.Errorf("//%s%s: %s is given twice", prefix, d.Name, word)
		}
		if i+1 == len(words) || !isName(words[i+1]) {
			return nil, fmt.Errorf("//%s%s: there is no name after %s", prefix, d.Name, word)
		}
		if i+2 < len(words) && !slices.Contains(keywords, words[i+2]) {
			return nil, fmt.Errorf("//%s%s: cannot read %q after %s %s", prefix, d.Name, words[i+2], word, words[i+1])
		}
		d.Args[word] = words[i+1]
	}
	if d.Args["if"] != "" && d.Args["unless"] != "" {
		return nil, fmt.Errorf("//%s%s takes if or unless, not both", prefix, d.Name)
	}
	return rest, nil
}

// checkList checks that the names are there, and are names.
func (d *Directive) checkList(names []string) error {
	if len(names) == 0 {
		return fmt.Errorf("//%s%s needs a name: %s", prefix, d.Name, examples[d.Name])
	}
	for i, name := range names {
		if !token.IsIdentifier(name) {
			return fmt.Errorf("//%s%s: %q is not a name", prefix, d.Name, name)
		}
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("//%s%s: %s is named twice", prefix, d.Name, name)
		}
	}
	return nil
}

var examples = map[string]string{
	Once:    "//evert:once done unless err",
	Pauses:  "//evert:pauses request if ActionPause",
	Resumes: "//evert:resumes request",
}

// isName accepts an identifier, or one of another package.
func isName(s string) bool {
	pkg, name, qualified := strings.Cut(s, ".")
	return token.IsIdentifier(pkg) && (!qualified || token.IsIdentifier(name))
}

// calls claims the directives of var _ = pkg.Func. Those of other variables are
// left for attach, which reports them.
func (p *parser) calls(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec, ok := spec.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || spec.Names[0].Name != "_" || len(spec.Values) != 1 {
			continue
		}
		docs := []*ast.CommentGroup{spec.Doc, spec.Comment}
		if !decl.Lparen.IsValid() {
			docs = append(docs, decl.Doc)
		}
		fn := p.named(spec.Values[0])
		var list []Directive
		for _, doc := range docs {
			if doc == nil {
				continue
			}
			for _, c := range doc.List {
				if d, ok := p.claim(c, onCall); ok && p.checkCall(d, fn, spec.Values[0]) {
					list = append(list, d)
				}
			}
		}
		p.set.Problems = append(p.set.Problems, contradictions(list)...)
		for _, d := range consistent(list) {
			p.set.calls = append(p.set.calls, Call{d, fn})
		}
	}
}

// named returns the function that an expression names.
func (p *parser) named(x ast.Expr) *types.Func {
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return p.named(x.X)
	case *ast.IndexListExpr:
		return p.named(x.X)
	case *ast.Ident:
		if fn, ok := p.info.Uses[x].(*types.Func); ok {
			return fn.Origin()
		}
	case *ast.SelectorExpr:
		if fn, ok := p.info.Uses[x.Sel].(*types.Func); ok {
			return fn.Origin()
		}
	}
	return nil
}

// checkCall checks a directive about a function of another package. What does not
// type-check is left out without a complaint.
func (p *parser) checkCall(d Directive, fn *types.Func, x ast.Expr) bool {
	if fn == nil {
		if tv, ok := p.info.Types[x]; ok && tv.Type != types.Typ[types.Invalid] {
			p.problem(d.Pos, fmt.Sprintf("//%s%s: %s names no function", prefix, d.Name, types.ExprString(x)))
		}
		return false
	}
	if fn.Pkg() == p.pkg {
		p.problem(d.Pos, fmt.Sprintf("//%s%s stands at the declaration of %s, which is in this package", prefix, d.Name, fn.Name()))
		return false
	}
	before := len(p.set.Problems)
	p.checkCompletions(fn.Signature(), x.Pos(), d)
	return len(p.set.Problems) == before
}

func signatureOf(obj types.Object) *types.Signature {
	sig, _ := obj.Type().Underlying().(*types.Signature)
	return sig
}

// checkCompletions checks that what once and pauses name is there. The object of
// the directive is at pos.
func (p *parser) checkCompletions(sig *types.Signature, pos token.Pos, d Directive) {
	if sig == nil {
		return
	}
	var message string
	if d.Name == Once {
		message = onceProblem(sig, d)
	}
	if in := d.Args["in"]; in != "" && message == "" {
		slot, ok := FindSlot(sig, in)
		if !ok || slot.Result || !isFunc(sig.Params().At(slot.Index).Type()) {
			message = fmt.Sprintf("%s is no parameter of func type", in)
		} else if inner, ok := sig.Params().At(slot.Index).Type().Underlying().(*types.Signature); ok {
			sig = inner // the condition is about its results
		}
	}
	for _, word := range []string{"if", "unless"} {
		if name := d.Args[word]; name != "" && message == "" {
			message = p.conditionProblem(sig, pos, d, word, name)
		}
	}
	if message != "" {
		p.problem(d.Pos, fmt.Sprintf("//%s%s: %s", prefix, d.Name, message))
	}
}

// onceProblem checks the names of once: parameters, which the function calls, or
// results, which its callers call.
func onceProblem(sig *types.Signature, d Directive) string {
	results := 0
	for _, name := range d.List {
		slot, ok := FindSlot(sig, name)
		if !ok {
			return fmt.Sprintf("there is no parameter or result %s", name)
		}
		v := sig.Params()
		if slot.Result {
			results++
			v = sig.Results()
		}
		if typ := v.At(slot.Index).Type(); !isFunc(typ) && !isDeferred(typ) {
			return fmt.Sprintf("%s is no function and no *deferred.Deferred", name)
		}
	}
	if results != 0 && results != len(d.List) {
		return "parameters and results cannot stand together"
	}
	return ""
}

// conditionProblem checks the result, or for pauses also the constant, that
// stands after if or unless.
func (p *parser) conditionProblem(sig *types.Signature, pos token.Pos, d Directive, word, name string) string {
	if slot, ok := FindSlot(sig, name); ok {
		if !slot.Result {
			return fmt.Sprintf("%s is a parameter: a result says whether it runs", name)
		}
		if typ := sig.Results().At(slot.Index).Type(); !hasZero(typ) {
			return fmt.Sprintf("%s is no error, bool or number", name)
		}
		return ""
	}
	if d.Name != Pauses || word != "if" {
		return fmt.Sprintf("there is no result %s", name)
	}
	c := FindConst(p.pkg, pos, name)
	if c == nil {
		return fmt.Sprintf("there is no result or constant %s", name)
	}
	if ResultOf(sig, c) < 0 {
		return fmt.Sprintf("there is no result of the type of %s", name)
	}
	return ""
}

// ResultOf returns the index of the result that can be a constant, or -1.
func ResultOf(sig *types.Signature, c *types.Const) int {
	for i := range sig.Results().Len() {
		if types.Identical(sig.Results().At(i).Type(), c.Type()) {
			return i
		}
	}
	return -1
}

// hasZero reports whether a result's being zero can tell something.
func hasZero(typ types.Type) bool {
	switch typ := typ.Underlying().(type) {
	case *types.Basic:
		return typ.Kind() == types.Invalid || typ.Info()&(types.IsBoolean|types.IsInteger) != 0
	case *types.Interface, *types.Pointer:
		return true
	}
	return false
}
