// Package readme tests that what README.md says is so: that the code on it is what
// Evert generates, that the links lead somewhere, that the commands are those that
// CI runs, and that what it says is refused is refused, for the reason it says.
//
// The inputs of the table of refusals are the packages in testdata/refuse. In each,
// the comment "// refused" marks the line that the refusal is to name.
package readme
