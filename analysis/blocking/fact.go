package blocking

import (
	"fmt"
	"go/types"
	"strings"
)

// A Class says what a function waits for.
type Class string

// The classes.
const (
	Net     Class = "net"
	File    Class = "file"
	Process Class = "process"
	Wait    Class = "wait" // for other goroutines, or for what a directive does not say
	Sleep   Class = "sleep"
	Channel Class = "channel"
	Lock    Class = "lock"    // reported at calls; does not spread
	Console Class = "console" // reading; writing is not taken for blocking
)

// maxChain bounds a fact's chain: facts are stored for every package that
// depends on theirs.
const maxChain = 5

// A Fact is what is known of a function. The zero Fact is that of a function
// that neither blocks nor is marked.
//
// It is an analysis.Fact, of functions, of the names of func types, and of
// struct fields and package variables of func type.
type Fact struct {
	Class Class // "" if it does not block

	// Chain leads from the function down to where it waits: the display names
	// of the functions between, and at last of a function of the standard
	// library, a marked one, or an operation such as "channel receive".
	Chain []string

	Annotated      bool // marked blocking, or reaches something that is
	Leaf           bool // itself marked blocking
	Quick          bool // only through calls that return at once in practice, such as stat
	Thread         bool // marked thread; in an Effect, also the call's line
	Nonblocking    bool // marked nonblocking
	MarkedCallback bool // marked callback

	// Style is the style that the directive callback asks for, if it does.
	Style string

	// Callback is the callback form, if it has a hand-written one: a bare name,
	// of a function of the same package or a method of the same type, or path.Name
	// for a counterpart in a pack.
	Callback string

	// Generated is the name of the callback form that Evert has generated beside
	// the function, in an earlier run, if there is one.
	Generated string

	// CallsParams has the indices of the parameters that the function calls in
	// place. -1 is a receiver of func type.
	CallsParams []int

	// Returned is what calling the function's result may wait for, if it returns
	// a function, as iterators do.
	Returned *Fact

	// BlockingParams has the indices of parameters marked blocking.
	BlockingParams []int
}

// AFact makes Fact a fact of go/analysis.
func (*Fact) AFact() {}

// Blocks reports whether the fact says that something blocks.
func (f Fact) Blocks() bool { return f.Class != "" }

// marked reports whether a directive says what the function does, so that its
// body does not count.
func (f Fact) marked() bool { return f.Leaf || f.Nonblocking }

// empty reports whether the fact says nothing, and need not be kept.
func (f Fact) empty() bool {
	return f.Class == "" && !f.Leaf && !f.Thread && !f.Nonblocking && !f.MarkedCallback &&
		f.Callback == "" && f.Generated == "" && len(f.CallsParams) == 0 && len(f.BlockingParams) == 0 && f.Returned == nil
}

// String describes the fact in a line: "blocks net: a.g < net/http.Get; annotated".
func (f Fact) String() string {
	var parts []string
	if f.Blocks() {
		s := "blocks " + string(f.Class)
		if len(f.Chain) > 0 {
			s += ": " + strings.Join(f.Chain, " < ")
		}
		parts = append(parts, s)
	}
	for _, mark := range []struct {
		on   bool
		name string
	}{
		{f.Leaf, "leaf"}, {f.Annotated && !f.Leaf, "annotated"}, {f.Quick, "quick"}, {f.Thread, "thread"},
		{f.Nonblocking, "nonblocking"}, {f.MarkedCallback, "callback"},
	} {
		if mark.on {
			parts = append(parts, mark.name)
		}
	}
	if f.Style != "" {
		parts = append(parts, "style "+f.Style)
	}
	if f.Callback != "" {
		parts = append(parts, "form "+f.Callback)
	}
	if f.Generated != "" {
		parts = append(parts, "generated "+f.Generated)
	}
	if len(f.CallsParams) > 0 {
		parts = append(parts, fmt.Sprintf("calls %v", f.CallsParams))
	}
	if len(f.BlockingParams) > 0 {
		parts = append(parts, fmt.Sprintf("blocking params %v", f.BlockingParams))
	}
	if f.Returned != nil {
		parts = append(parts, "returns what "+f.Returned.String())
	}
	return strings.Join(parts, "; ")
}

// An Effect is what is known of a call.
type Effect struct {
	Callee *types.Func // nil for func values and literals
	Fact
	Why string // "net: Fetch < net/http.Get", names of the caller's package short

	// ParamLit is set if the callee itself may be harmless, but is given a
	// function that blocks and calls it in place.
	ParamLit bool
}

// display returns a function's name for chains: net/http.(*Client).Do.
func display(fn *types.Func) string {
	fn = fn.Origin()
	if fn.Pkg() == nil {
		return fn.Name() // error's Error
	}
	path := fn.Pkg().Path() + "."
	recv := fn.Signature().Recv()
	if recv == nil {
		return path + fn.Name()
	}
	typ, star := recv.Type(), ""
	if ptr, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ, star = ptr.Elem(), "*"
	}
	if named, ok := types.Unalias(typ).(*types.Named); ok {
		if star != "" {
			return fmt.Sprintf("%s(*%s).%s", path, named.Obj().Name(), fn.Name())
		}
		return fmt.Sprintf("%s%s.%s", path, named.Obj().Name(), fn.Name())
	}
	return path + "(interface)." + fn.Name()
}

// join puts a callee in front of its chain, and cuts the middle out of chains
// that get too long: the ends say most.
func join(name string, chain []string) []string {
	list := make([]string, 0, len(chain)+1)
	if name != "" {
		list = append(list, name)
	}
	list = append(list, chain...)
	if len(list) <= maxChain {
		return list
	}
	last := list[len(list)-1]
	return append(append(list[:maxChain-2:maxChain-2], "..."), last)
}

// Reason is the fact's class and chain for readers in package path, for whom names
// of that package are short.
func (f Fact) Reason(path string) string { return why(f.Class, f.Chain, path) }

// why formats a class and a chain for readers in package path, for whom names of
// that package are short.
func why(class Class, chain []string, path string) string {
	short := make([]string, len(chain))
	for i, name := range chain {
		short[i] = strings.TrimPrefix(name, path+".")
	}
	if len(short) == 0 {
		return string(class)
	}
	return string(class) + ": " + strings.Join(short, " < ")
}
