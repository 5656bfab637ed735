// Package bench compares the runtime with what Go has for the same purpose. Each
// benchmark has a sub-benchmark for either, to be run side by side:
//
//	go test -run '^$' -bench . -count 10 ./bench | go run ./bench/ratio -marks
//
// What counts is the ratio of two sub-benchmarks of one run. Each does the same
// work: an operation is one post, one call in a thread, one timer.
//
// Package forms has the blocking functions whose callback forms are measured, and
// package framed has them in frames style, for which -marks prints what it is to reach;
// promise libraries are a module of their own, in others.
package bench
