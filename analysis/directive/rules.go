package directive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A place is a kind of thing that a directive can stand on.
type place uint

const (
	onFunc       place = 1 << iota // a function or method with a body of its own
	onIfaceFunc                    // a method of an interface
	onFuncType                     // a named func type
	onField                        // a struct field of func type
	onParam                        // a parameter of func type
	onLine                         // a line
	onPlainFunc                    // a function that is no method
	onCall                         // var _ = a function of another package
	onOtherThing                   // anything else that has a doc comment
)

var placeNames = map[place]string{
	onFunc:      "functions and methods",
	onPlainFunc: "functions",
	onIfaceFunc: "interface methods",
	onFuncType:  "func types",
	onField:     "fields",
	onParam:     "parameters of func type",
	onLine:      "lines",
	onCall:      "declarations of the form var _ = pkg.Func",
}

// An argsForm says which arguments a directive takes.
type argsForm int

const (
	argsNone     argsForm = iota
	argsStyle             // optional style=Style
	argsCallback          // optional callback=Name
	argsTarget            // path.Func or path.(Type).Method
	argsAllow             // ID reason
	argsOnce              // name [or name] [unless result | if result]
	argsPauses            // name... [in parameter] [unless result | if result or constant]
	argsResumes           // name...
)

// A rule is what there is to know about a directive's syntax.
type rule struct {
	args   argsForm
	places place
	// against lists directives that cannot stand on the same thing, with the
	// reason; each pair is listed once.
	against map[string]string
	// repeats is set if one thing can have several of it.
	repeats bool
}

var rules = map[string]rule{
	Callback: {args: argsStyle, places: onFunc, against: map[string]string{
		Blocking:    "a blocking function is a leaf, whose callers are split and not it",
		Nonblocking: "what does not block needs no callback form",
		Thread:      "what always runs in a thread gets no callback form",
		Counterpart: "a counterpart is a callback form already",
	}},
	Blocking: {args: argsCallback, places: onFunc | onIfaceFunc | onFuncType | onField | onParam, against: map[string]string{
		Nonblocking: "it blocks or it does not",
		Counterpart: "a counterpart is a callback form and does not block",
	}},
	Thread: {args: argsNone, places: onFunc | onLine, against: map[string]string{
		Nonblocking: "what runs on the reactor needs no thread",
		Counterpart: "a counterpart is a callback form and needs no thread",
	}},
	Nonblocking: {args: argsNone, places: onFunc | onIfaceFunc | onFuncType | onField | onParam},
	Counterpart: {args: argsTarget, places: onPlainFunc},
	Allow:       {args: argsAllow, places: onLine},
	Once:        {args: argsOnce, places: onFunc | onIfaceFunc | onFuncType | onField | onCall, repeats: true},
	Pauses: {args: argsPauses, places: onFunc | onIfaceFunc | onCall, repeats: true, against: map[string]string{
		Resumes: "what resumes does not pause",
	}},
	Resumes: {args: argsResumes, places: onFunc | onIfaceFunc | onField | onCall},
}

func knownNames() string {
	return strings.Join([]string{Callback, Blocking, Thread, Nonblocking, Counterpart, Allow, Once, Pauses, Resumes}, ", ")
}

// placeList names the places of a rule, for messages.
func placeList(places place) string {
	var names []string
	for p := onFunc; p < onOtherThing; p <<= 1 {
		if places&p != 0 {
			names = append(names, placeNames[p])
		}
	}
	return strings.Join(names, ", ")
}

// contradictions returns a message for each pair in list that cannot stand
// together, with the later one of the two.
func contradictions(list []Directive) []Problem {
	var problems []Problem
	for i, later := range list {
		for _, earlier := range list[:i] {
			if earlier.Name == later.Name && rules[later.Name].repeats && !(slices.Equal(earlier.List, later.List) && maps.Equal(earlier.Args, later.Args)) {
				continue
			}
			if earlier.Name == later.Name {
				problems = append(problems, Problem{later.Pos, fmt.Sprintf("//evert:%s is given twice", later.Name)})
				break
			}
			reason := rules[earlier.Name].against[later.Name]
			if reason == "" {
				reason = rules[later.Name].against[earlier.Name]
			}
			if reason != "" {
				problems = append(problems, Problem{later.Pos, fmt.Sprintf("//evert:%s contradicts //evert:%s: %s", later.Name, earlier.Name, reason)})
			}
		}
	}
	return problems
}

// consistent drops from list what contradictions complains about, so that what
// is left can be relied on.
func consistent(list []Directive) []Directive {
	bad := contradictions(list)
	if len(bad) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(d Directive) bool {
		return slices.ContainsFunc(bad, func(p Problem) bool { return p.Pos == d.Pos })
	})
}
