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
//	no results     DeferToThread0
//	T              DeferToThread1
//	error          DeferToThreadErr
//	(T, error)     DeferToThread
//
// If the Deferred is cancelled it fails at once, and what the function returns is dropped.
// If the reactor stops first it fails with [reactor.ErrReactorStopped].
//
// # Contexts
//
// A function that heeds a context can be told that it is not wanted any more.
// [DeferToThreadContext] calls it with one, which ends with the given context, when the
// Deferred is cancelled, and when the reactor stops. As long as the function has not been
// called it is not called then.
//
//	rows, err := db.QueryContext(ctx, q)    threads.DeferToThreadContext(ctx, r, func(ctx context.Context) (*sql.Rows, error) {
//	                                            return db.QueryContext(ctx, q)
//	                                        })
//
// # Pools
//
// A [Pool] runs at most so many functions at a time. It is for what uses something scarce,
// for some calls by [DeferToPool], or for all of a loop by its SetThreads. What comes
// while all goroutines are busy is queued, and its Deferred is pending: nothing is refused,
// and nothing is lost. Whoever should not get ahead of the pool waits for room:
//
//	sem := make(chan bool, 8)              pool := threads.NewPool(8)
//	for _, name := range names {           pool.SetRoom(100)
//		sem <- true                        deferred.Loop(func(loop *deferred.Looping[deferred.Void]) *deferred.Deferred[deferred.Void] {
//		go func() {                            if len(names) == 0 {
//			defer func() { <-sem }()               return deferred.Done()
//			remove(name)                       }
//		}()                                    return deferred.Then(pool.Room(r), func() *deferred.Deferred[deferred.Void] {
//	}                                              name := names[0]
//	                                               names = names[1:]
//	                                               threads.DeferToPool(r, pool, func() (bool, error) { return remove(name) })
//	                                               return loop.Again()
//	                                           })
//	                                       })
//
// [Pool.Resize] changes the bound, [Pool.Stats] tells how busy the pool is. [Pool.Shutdown]
// closes it and waits for what is queued, for a limited time; it is made for a loop:
//
//	loop.BeforeShutdown(func() *deferred.Deferred[deferred.Void] {
//		return pool.Shutdown(loop, 10*time.Second)
//	})
//
// # Channels and locks
//
// [Receive], [ReceiveOK], [Send], [Select], [Lock], [RLock] and [Wait] are the
// callback forms of operations that wait for other goroutines. All but Wait first
// try whether the operation can be done at once, and do it in place then, so a wait
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
// the reactor. On the reactor's own goroutine, where it would wait for itself, it returns
// [ErrOnReactor].
//
//	page, err := threads.BlockingCallFromThread(r, func() *deferred.Deferred[Page] {
//		return pageDeferred(r, url)
//	})
package threads
