package directive

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The names of all directives.
const (
	Callback    = "callback"
	Blocking    = "blocking"
	Thread      = "thread"
	Nonblocking = "nonblocking"
	Counterpart = "counterpart"
	Allow       = "allow"
	Once        = "once"
	Pauses      = "pauses"
	Resumes     = "resumes"
)

// The styles of callback forms.
const (
	Chain     = "chain"
	Frames    = "frames"
	Generator = "generator"
)

var styles = []string{Chain, Frames, Generator}

// A Directive is one well-formed directive.
type Directive struct {
	Name string
	Arg  string            // the first positional argument: counterpart's target, allow's ID
	Args map[string]string // blocking's callback; callback's style; what follows if, unless and in
	List []string          // once, pauses, resumes: the names
	Rest string            // allow: the reason
	Pos  token.Pos         // of the comment
}

// Callback returns the name given with callback=, or "".
func (d Directive) Callback() string { return d.Args["callback"] }

// Style returns the style given with style=, or "".
func (d Directive) Style() string { return d.Args["style"] }

// A Problem is something wrong with a directive.
type Problem struct {
	Pos     token.Pos
	Message string
}

// A Pair is one line of a pack: Func is the callback form of Target, a symbol
// in the notation of [ParseTarget].
type Pair struct {
	Target Target
	Func   *types.Func
	Pos    token.Pos
}

// A lineKey names a line of a file by the file's name as the file set has it.
type lineKey struct {
	file string
	line int
}

// A Set holds the directives of one package.
type Set struct {
	byObject map[types.Object][]Directive
	byLine   map[lineKey][]Directive
	pairs    []Pair
	calls    []Call

	// Problems lists what is wrong, in the order of positions.
	Problems []Problem
}

// Func returns the directives of a function, method or interface method.
func (s *Set) Func(obj *types.Func) []Directive {
	if s == nil || obj == nil {
		return nil
	}
	return s.byObject[obj.Origin()]
}

// Type returns the directives of a func type's name.
func (s *Set) Type(obj *types.TypeName) []Directive {
	if s == nil || obj == nil {
		return nil
	}
	return s.byObject[obj]
}

// Var returns the directives of a struct field or of a parameter.
func (s *Set) Var(obj *types.Var) []Directive {
	if s == nil || obj == nil {
		return nil
	}
	return s.byObject[obj.Origin()]
}

// Line returns the directives that apply to a line: thread and allow.
func (s *Set) Line(file string, line int) []Directive {
	if s == nil {
		return nil
	}
	return s.byLine[lineKey{file, line}]
}

// Pairs returns the counterparts that the package declares, in source order.
func (s *Set) Pairs() []Pair {
	if s == nil {
		return nil
	}
	return s.pairs
}

// Allows returns the allow directives, each once, in source order.
func (s *Set) Allows() []Directive {
	if s == nil {
		return nil
	}
	var list []Directive
	for _, line := range s.byLine {
		for _, d := range line {
			if d.Name == Allow {
				list = append(list, d)
			}
		}
	}
	slices.SortFunc(list, func(a, b Directive) int { return cmp.Compare(a.Pos, b.Pos) })
	return list
}

// Objects returns the marked objects in the order of their positions.
func (s *Set) Objects() []types.Object {
	if s == nil {
		return nil
	}
	list := make([]types.Object, 0, len(s.byObject))
	for obj := range s.byObject {
		list = append(list, obj)
	}
	slices.SortFunc(list, func(a, b types.Object) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return list
}

// Find returns the directive of that name among list.
func Find(list []Directive, name string) (Directive, bool) {
	for _, d := range list {
		if d.Name == name {
			return d, true
		}
	}
	return Directive{}, false
}

// Has reports whether list has a directive of that name.
func Has(list []Directive, name string) bool {
	_, ok := Find(list, name)
	return ok
}

// Parse reads the directives of a package's files. The files must have been
// parsed with comments. info needs Defs; it and pkg may be incomplete, as they
// are for a package with type errors: what has no object is then left out
// without a complaint.
func Parse(fset *token.FileSet, files []*ast.File, pkg *types.Package, info *types.Info) *Set {
	p := &parser{
		fset: fset,
		pkg:  pkg,
		info: info,
		set:  &Set{byObject: make(map[types.Object][]Directive), byLine: make(map[lineKey][]Directive)},
	}
	for _, file := range files {
		p.file(file)
	}
	slices.SortStableFunc(p.set.Problems, func(a, b Problem) int { return cmp.Compare(a.Pos, b.Pos) })
	return p.set
}

// A parser holds the state of one Parse.
type parser struct {
	fset    *token.FileSet
	pkg     *types.Package
	info    *types.Info
	set     *Set
	claimed map[*ast.Comment]bool // of the current file: attached or reported
}

// file reads one file: declarations claim their comments first, so that what is
// left over is known to belong to lines.
func (p *parser) file(file *ast.File) {
	if !mentions(file) {
		return
	}
	p.claimed = make(map[*ast.Comment]bool)
	p.declarations(file)
	p.lines(file)
}

func (p *parser) problem(pos token.Pos, message string) {
	p.set.Problems = append(p.set.Problems, Problem{pos, message})
}
