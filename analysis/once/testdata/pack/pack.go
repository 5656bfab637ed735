// Package pack describes the calls of a gateway's plugins.
package pack

import "example.com/gateway"

//evert:once callBack unless err
var _ = gateway.Dispatch

//evert:once callback unless result1
var _ = gateway.Client.Get

//evert:resumes request
var _ = gateway.Resume

//evert:resumes response
var _ = gateway.ResumeResponse

//evert:resumes request response
var _ = gateway.Respond

//evert:pauses request if gateway.Pause
var _ = gateway.Context.OnRequestHeaders

//evert:pauses response if gateway.Pause
var _ = gateway.Context.OnResponseHeaders

//evert:pauses request in onRequest if gateway.Pause
var _ = gateway.Register
