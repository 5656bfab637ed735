// Package docs tests the documentation. Go code on the pages in docs/ compiles; what
// the packages that users import export has a doc comment, and an example that is run.
//
// # Code on the pages
//
// Each block of Go on a page is type-checked, against the packages as they are,
// and is formatted as gofmt does. A block is a file, if it begins with a package clause, or
// declarations, or statements without a return. The latter two stand in a package with
// what they are about: testdata/prelude.go, whose imports they have, and
// testdata/variables.go, and with what other blocks of the page declare. They may leave
// variables unused.
//
// A block with a file's name after the language, "go hosts/goja/loop.go", is quoted: its
// lines are in that file.
//
// A program is run, and prints what the next block says. A function that is said to be
// the callback form of another one is what Evert generates from that one, in one of the
// three styles.
//
// # Doc comments and examples
//
// Every exported constant, variable, function, type and method has a doc comment, and
// that of a function, type or method says its name.
//
// Every exported function and type has an example whose output is compared. These rules
// say what an example stands for:
//
//   - An example of a method is one of its type, and an example of a type, or of one of
//     its methods, is one of all its methods.
//   - Names that differ only in a number at the end, such as Succeed and Succeed2 to
//     Succeed8, which is a number of results, are a family. An example of one is one of
//     all.
//
// There are no exceptions by name.
package docs
