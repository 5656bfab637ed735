package deferred

// Debug reports a debug build, one with the build tag evertdebug:
//
//	go test -tags evertdebug ./...
//
// It checks that a Deferred is used on one loop's goroutine only, and panics if not. A
// second fire tells where the first one was, and an unhandled failure where the
// Deferred was made. It can make all waits suspend, see [SuspendAll].
const Debug = debug

// SuspendAll makes continuations that are chained on a Deferred which has fired wait
// for a later turn, for which post has to see; nil ends that. It finds code that
// relies on a wait being over, or on one that is not. It does nothing but in a debug
// build.
//
//	deferred.SuspendAll(r.CallFromThread)
//
// It is for the whole process, so there should be one reactor.
func SuspendAll(post func(func()) error) { suspendAll(post) }

// EnterLoop is for reactors: what is used on the calling goroutine until leave is
// called belongs to its loop. It does nothing but in a debug build.
func EnterLoop() (leave func()) { return enterLoop() }
