// Package frameworkpack describes the framework, and the gateway below it.
package frameworkpack

import (
	"example.com/framework"
	"example.com/gateway"
	_ "example.com/pack"
)

var (
	//evert:once cb unless result1
	_ = framework.Client.Get
	//evert:once cb unless result1
	_ = framework.Client.Post
	//evert:once callback unless result1
	_ = framework.Redis.Get
	//evert:once callback unless result1
	_ = framework.Redis.Command

	_ = gateway.Pause // so that the import is used

	//evert:pauses request in f if gateway.Pause
	_ = framework.ProcessRequestHeadersBy[int]
	//evert:pauses request in f if gateway.Pause
	_ = framework.ProcessRequestBodyBy[int]

	//evert:resumes request response
	_ = framework.SendError
)
