// Package actor stands in for an actor system's.
package actor

type Future struct{}

type PID struct{}

type basePart interface {
	Respond(msg any)
	// ReenterAfter calls the continuation as one of the actor's own messages when
	// the future has its outcome.
	//
	//evert:once continuation
	ReenterAfter(f *Future, continuation func(res any, err error))
}

type Context interface {
	basePart
	Message() any
	Request(to *PID, msg any) *Future
}
