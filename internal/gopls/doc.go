// Package gopls builds a gopls, the language server of Go, that has Evert's
// analyzers.
//
// gopls has no plugins, so what adds something to it is a program that contains
// it. That program is in folder wrapper: gopls's own main function, with more
// analyzers in gopls's table. The folder is no package of this module, since it
// imports gopls's internal packages, which the go command allows only to modules
// whose path begins like theirs. So a build writes it, as a module named below
// gopls, to a temporary folder.
//
// # What the module requires
//
// The module starts from gopls's own go.mod and go.sum, so that gopls is built
// from what its authors tested. Evert is added to it: by its version, if the
// running evert was installed by one, and otherwise by the folder of its source.
// Evert requires no later x/tools than gopls does, so nothing of gopls changes.
//
// # Versions
//
// Each version of gopls may move its internals. What the wrapper uses of them is
// checked by the compiler, but for the fields of gopls's table, which are not
// exported: those are set by name, when the program starts, and a build starts
// it once to see whether they are there.
package gopls
