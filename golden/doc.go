// Package golden holds, for each package under testdata/run, the callback form
// that Evert generates: golden/X has a copy of testdata/run/X, and beside each
// file x.go the generated x_deferred.go.
//
// The files are for reading, and they are run: the test of this package runs
// every exported function of the form func(n int) (string, error) in blocking
// and in callback form, with waits that are over at once, in a later turn, and
// at random, and compares results, errors, panics and effects.
//
// Nothing here is edited by hand. After a change of the generator or of
// testdata/run, write the files anew, look at the difference, and test:
//
//	go test ./rewrite -run TestGolden -update
//	git diff golden
//	go test ./golden
package golden
