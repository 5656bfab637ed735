package reactor

// Soon hands f over to r, as CallFromThread does, on r's own goroutine. It uses
// [SoonCaller] where r has it.
func Soon(r Reactor, f func()) error {
	if s, ok := r.(SoonCaller); ok {
		return s.CallSoon(f)
	}
	return r.CallFromThread(f)
}
