// Package directive reads and checks Evert's directives.
//
// # What a directive is
//
// A directive is a line comment of Go's directive form, //evert:NAME ARGS, with
// no space after the slashes and a lower-case name. It stands in the doc comment
// of what it marks. Two kinds stand on a line instead: thread, on the line of a
// call, and allow, on the line whose diagnostic it silences. A comment that
// shares its line with code belongs to that line, a comment alone on its line to
// the next line of code.
//
//	//evert:blocking callback=FetchDeferred
//	func Fetch(url string) ([]byte, error)
//
//	//evert:callback style=frames
//	func Load(url string) (*Page, error) {
//		n := lib.Count(path) //evert:thread
//
// Parameters have no doc comments in Go's syntax, so a directive inside a
// parameter list marks the parameter on its own line, or the one below it.
//
// The three about completing something exactly once, once, pauses and resumes,
// may also describe functions of other packages. They stand at a declaration that
// names the function, and whoever imports the package knows:
//
//	//evert:once callBack unless err
//	var _ = proxywasm.DispatchHttpCall
//
// # Soundness
//
// A directive that is silently ignored is worse than none: its author believes
// that it works. So every comment that begins with evert: ends in one of two
// places, attached to an object or a line, or in [Set.Problems], with its
// position. That includes unknown names, bad arguments, contradictions, and
// directives that stand where they mark nothing.
//
// # How it works
//
// [Parse] makes one pass over the declarations of a file, which claims the
// directives of doc comments (attach.go), and a second over all comments, which
// binds the unclaimed ones to lines or reports them (lines.go). What each
// directive may mark, take and stand with is a table (rules.go). The functions and
// parameters that directives name are looked up (names.go, once.go).
package directive
