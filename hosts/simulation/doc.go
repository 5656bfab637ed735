// Package simulation is the world of a gateway's plugin, on one goroutine and in a time of
// its own: the handlers of package proxywasm run in it as they are. A seed decides what
// chance decides elsewhere: when clients come, how long a call is on its way, which one gets
// lost, and in which order things happen that happen at the same time.
//
//	seed, err := simulation.Search(1000, func(w *simulation.World) error {
//		w.Serve("quota", func(path string) (int, string) { return 200, "2" })
//		for range 3 {
//			w.Arrive("ann", func() *deferred.Deferred[*host.Response] { return handleDeferred(w) })
//		}
//		return w.Run(time.Minute)
//	})
//
// Search tries one seed after the other until something goes wrong. The same seed does the
// same again, in the same order, to the byte of the trace that [Trace] writes.
//
// # Who owns the loop
//
// A [World] is a [reactor.Clock], which [reactor.NewSimulation] makes. Its time passes in Run
// only, from one thing that happens to the next, so that an hour takes as long as what is
// done in it.
//
// # What cannot be simulated
//
// Threads, since they would bring an order that no seed knows: the handlers are generated
// with -threads=off. And whatever else looks at the real time, starts goroutines, or ranges
// over a map where the order matters.
package simulation
