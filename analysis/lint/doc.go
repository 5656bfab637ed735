// Package lint is Evert's linter: one analyzer that reports, and what it knows.
//
// # The parts
//
// What blocks is known from package blocking, where nothing may block from package
// where, which rules there are from package rules, and what is silenced from
// package diag. Here is what puts these together, a file for each rule or family
// of rules:
//
//	reactor.go     EV101 to EV106: what may not stand in code on the reactor
//	busy.go        EV102: loops that wait by turning
//	values.go      EV201: functions given away
//	methods.go     EV202: methods and the interfaces that they implement
//	directives.go  EV203; signature.go compares callback forms with what they are for
//	dropped.go     EV302: Deferreds that nobody has
//	selfwait.go    EV303: what waits for itself
//	inthread.go    EV304: what only the reactor may do, in threads
//	needless.go    EV305: threads for what does not block
//	once.go        EV306, which package once finds
//	fix.go         suggested fixes of EV101, EV102 and EV201; split.go takes a body
//	               apart at a call, as the rewriter would, but in the source's text
//
// EV204 is diag's, EV205 that of package uptodate beside the rewriter, since
// nothing here may import that.
//
// # What it relies on
//
// Drivers differ. Packages may have type errors, as they do in an editor, so that
// types and objects may be missing anywhere. Facts are small and the same each
// time, since gopls looks at them to see whether something has changed. There are
// no settings in files; flags only turn rules on and off. The text of fixes is
// formatted, since gopls takes it as it is.
package lint
