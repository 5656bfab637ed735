// Package stdlib knows which functions of Go's standard library block.
//
// The knowledge is computed, not listed by hand: package gen, run by go
// generate, walks the library's source for each operating system and writes one
// table for each, below tables/. The tables are embedded, because not every
// driver of analyzers computes facts for the standard library, and because
// computing them takes most of a minute.
//
// A table has four relations over symbols, a symbol being what
// [go/types.Func.FullName] returns for the generic origin of a function:
//
//   - blocks: the function may wait, of which class, and through which chain of
//     calls. It has the exported functions and methods, the methods that exported
//     types have by embedding an unexported one, and the methods of interfaces
//     that wait by contract, such as net.Conn's Read.
//   - calls: the function calls a parameter in place, before it returns.
//     Parameter -1 is the receiver.
//   - uses: the function calls a method, such as Read, of an interface-typed
//     parameter or of something that its receiver wraps. Whether it blocks
//     depends on what it is given: io.Copy to a bytes.Buffer does not.
//   - wraps: what the function returns holds on to that parameter, so that a
//     later use of the result is a use of the parameter.
//
// # What counts as blocking
//
// The roots are the places where a thread or goroutine really stops: waits on
// the network poller, system calls that give up the processor, process starts,
// time.Sleep, WaitGroup.Wait and Cond.Wait, channel operations. Only static
// calls spread it, plus literals and parameters that are called in place, plus
// the contract interfaces. A call graph that also resolves other dynamic calls
// would make a third of the library block, net/url and math/big included.
//
// Mutexes are in the table, of class lock, but do not spread; nor does anything
// spread through a stop list of functions that are trusted to be quick.
package stdlib

//go:generate go run ./gen -out tables
