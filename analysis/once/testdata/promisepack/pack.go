// Package promisepack describes the calls of a JavaScript engine.
package promisepack

import "example.com/js"

//evert:once resolve or reject
var _ = (*js.Runtime).NewPromise

var (
	//evert:once f if result1
	_ = (*js.Loop).RunOnLoop

	_ = (*js.Loop).Register //evert:once result1
)
