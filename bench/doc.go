// Package bench compares the runtime with what Go has for the same purpose. Each
// benchmark has a sub-benchmark for either, to be run side by side:
//
//	go test -run '^$' -bench . -count 10 ./bench | go run ./bench/ratio
//
// What counts is the ratio of two sub-benchmarks of one run. Each does the same
// work: an operation is one post, one call in a thread, one timer.
//
// Package forms has the blocking functions whose callback forms are measured; promise
// libraries are a module of their own, in others.
package bench
