// Package archtest holds the directions in which packages import each other, by
// a test:
//
//	cmd/evert -> internal/... -> rewrite -> its stages -> ir, names
//	                             rewrite -> analysis
//	examples, golden, threads, shim -> reactor -> deferred
//
// The stages of package rewrite know the ir and not each other, so that each can
// be read, tested and replaced by itself. The runtime packages know none of the
// rest, and nothing outside the standard library, since generated code brings
// them into other people's programs.
package archtest
