package once

import (
	"fmt"
	"slices"
	"strings"
)

// A Fact is what is known of a function, of an interface's method, of a field of
// func type or of a func type: what its directives say, and what it may complete.
type Fact struct {
	Once    []Contract
	Pauses  []Pause
	Resumes []string
	Touches []string // what it may resume, itself or through others; sorted
}

// AFact makes Fact a fact of go/analysis.
func (*Fact) AFact() {}

// A Contract is a once directive: exactly one of the parameters is called, once.
// If they are results it is the caller that has to call one of them.
type Contract struct {
	Slots   []int
	Results bool
	When    Condition
}

// A Pause is a pauses directive.
type Pause struct {
	Names []string
	In    int // the parameter whose function pauses, -1 for the function itself
	When  Condition
}

// A Condition says for which results something holds.
type Condition struct {
	Kind   Test
	Result int
	Value  string // of Equal: a constant, exactly
}

// A Test is a kind of condition.
type Test int

// The tests.
const (
	Always  Test = iota
	Zero         // unless err: the result is zero
	NonZero      // if ok: it is not
	Equal        // if ActionPause: it is that constant
)

func (f *Fact) empty() bool {
	return len(f.Once) == 0 && len(f.Pauses) == 0 && len(f.Resumes) == 0 && len(f.Touches) == 0
}

// merge returns the union of two facts. What f says of a parameter or of what it
// pauses counts, and not what other says of the same.
func (f Fact) merge(other Fact) Fact {
	all := Fact{
		Once:    slices.Clone(f.Once),
		Pauses:  slices.Clone(f.Pauses),
		Resumes: union(f.Resumes, other.Resumes),
		Touches: union(f.Touches, other.Touches),
	}
	for _, c := range other.Once {
		same := func(own Contract) bool {
			return own.Results == c.Results && slices.ContainsFunc(own.Slots, func(slot int) bool { return slices.Contains(c.Slots, slot) })
		}
		if !slices.ContainsFunc(f.Once, same) {
			all.Once = append(all.Once, c)
		}
	}
	for _, p := range other.Pauses {
		same := func(own Pause) bool { return own.In == p.In && slices.Equal(own.Names, p.Names) }
		if !slices.ContainsFunc(f.Pauses, same) {
			all.Pauses = append(all.Pauses, p)
		}
	}
	return all
}

// add returns a fact with what one more directive says.
func (f Fact) add(other Fact) Fact {
	return Fact{
		Once:    slices.Concat(f.Once, other.Once),
		Pauses:  slices.Concat(f.Pauses, other.Pauses),
		Resumes: union(f.Resumes, other.Resumes),
	}
}

// union returns the sorted union of two lists.
func union(a, b []string) []string {
	list := slices.Concat(a, b)
	slices.Sort(list)
	return slices.Compact(list)
}

// String describes the fact in a line.
func (f *Fact) String() string {
	var parts []string
	for _, c := range f.Once {
		what := "once"
		if c.Results {
			what = "once results"
		}
		parts = append(parts, fmt.Sprintf("%s %v%v", what, c.Slots, c.When))
	}
	for _, p := range f.Pauses {
		s := "pauses " + strings.Join(p.Names, " ")
		if p.In >= 0 {
			s += fmt.Sprintf(" in %d", p.In)
		}
		parts = append(parts, s+p.When.String())
	}
	if len(f.Resumes) > 0 {
		parts = append(parts, "resumes "+strings.Join(f.Resumes, " "))
	}
	if len(f.Touches) > 0 {
		parts = append(parts, "touches "+strings.Join(f.Touches, " "))
	}
	return strings.Join(parts, "; ")
}

func (c Condition) String() string {
	switch c.Kind {
	case Zero:
		return fmt.Sprintf(" unless %d", c.Result)
	case NonZero:
		return fmt.Sprintf(" if %d", c.Result)
	case Equal:
		return fmt.Sprintf(" if %d is %s", c.Result, c.Value)
	}
	return ""
}

// A Pack is the fact of a package that has directives about functions of other
// packages.
type Pack struct {
	Calls []Call // sorted
}

// A Call is what a pack says about one function.
type Call struct {
	Path, Symbol string // the package, and types.Func.FullName
	Fact         Fact
}

// AFact makes Pack a fact of go/analysis.
func (*Pack) AFact() {}

func (p *Pack) String() string {
	list := make([]string, len(p.Calls))
	for i, call := range p.Calls {
		list[i] = call.Symbol + " " + call.Fact.String()
	}
	return "pack " + strings.Join(list, ", ")
}

// Aware is the fact of a package that has seen some pack: what its functions may
// resume is known.
type Aware struct{}

// AFact makes Aware a fact of go/analysis.
func (*Aware) AFact() {}

func (*Aware) String() string { return "aware" }
