// Package threads is for what cannot be split: it takes a call that blocks off
// the reactor's goroutine, and brings its outcome back as a Deferred.
//
//	v, err := lib.Fetch(n)     return deferred.Chain(threads.DeferToThread(r, func() (int, error) {
//	if err != nil {                return lib.Fetch(n)
//		return err             }), func(v int) *deferred.Deferred[deferred.Void] {
//	}                              ...
//	...                        })
//
// The function runs on a goroutine, unless the reactor has other threads to
// offer. What it returns, what it panics with and whether it called
// runtime.Goexit is handed over to the reactor, and the Deferred fires there.
// There is no bound on the number by default, since functions that wait may
// wait for each other; a [Pool] has one.
//
// # Channels and locks
//
// [Receive], [ReceiveOK], [Send], [Select], [Lock], [RLock] and [Wait] are the
// callback forms of operations that wait for other goroutines. They first try
// whether the operation can be done at once, and do it in place then, so a wait
// that is over costs no thread.
//
//	select {                 fromA := threads.OnReceive(a)
//	case v, ok := <-a:       return deferred.Chain(threads.Select(r, fromA, threads.OnSend(b, w)), func(i int) D {
//		useA(v, ok)              switch i {
//	case b <- w:                 case 0:
//		sent()                           v, ok := fromA.Value, fromA.OK
//	}                                    useA(v, ok)
//	...                          case 1:
//	                                 sent()
//	                             }
//	                             ...
//	                         })
//
// # The way back
//
// [BlockingCallFromThread] is for a goroutine that has to wait for something on
// the reactor.
package threads
