package deferred

// A walk runs what waits for a Deferred, and what waits for what that
// resolves, and so on to the end of every chain, in a loop: a chain of a
// million nested waits completes on a flat stack.
//
// The order is depth first, as it would be if each continuation called the
// next: all that follows from the first waiter happens before the second one.
type walk struct {
	at       *core   // fired, its waiters are being run
	left     []*core // fired earlier, with waiters still to be run
	running  step    // the step that is being run
	finished bool
	value    any // what the step panicked with
	stack    []byte
}

// notify runs the waiters of c, which was just resolved.
func notify(c *core) {
	if c == nil {
		return
	}
	w := walk{at: c}
	w.start()
}

// start walks to the end. A continuation that panics is one more way for the
// Deferred behind it to be resolved: recovered once here, not once in every
// step, and the walk goes on.
func (w *walk) start() {
	defer w.exit()
	for {
		w.steps()
		if w.finished {
			return
		}
		// steps returned although it was not finished: it was a panic, even if
		// what recover returned was nil (panic(nil) in modules before go 1.21).
		w.advance(w.running.fail(panicked, newPanicError(w.value, w.stack)))
		w.value, w.stack = nil, nil
	}
}

// exit continues the walk if runtime.Goexit ended it: the Deferred of the step
// that called it takes that outcome, and everybody behind it learns of it
// before the goroutine goes on unwinding.
func (w *walk) exit() {
	if w.finished {
		return
	}
	if w.stack != nil { // a panic of a deferred call that Goexit ran
		p := newPanicError(w.value, w.stack)
		p.exiting = true
		w.value, w.stack = nil, nil
		w.advance(w.running.fail(panicked, p))
	} else {
		w.advance(w.running.fail(exited, ErrGoexit))
	}
	w.start()
}

// steps runs one step after the other. It returns with finished unset if one
// panicked.
func (w *walk) steps() {
	defer w.recovered()
	for w.at != nil {
		if w.at.paused() {
			w.leave()
			continue
		}
		s := w.at.take()
		if s == nil {
			w.leave()
			continue
		}
		w.running = s
		w.advance(s.run())
	}
	w.finished = true
}

func (w *walk) recovered() {
	if w.finished {
		return
	}
	if v := recover(); v != nil {
		w.value, w.stack = v, stack()
	}
}

// advance goes on with the waiters of next, which the last step resolved; nil
// means that it resolved nothing that anybody waits for.
func (w *walk) advance(next *core) {
	w.running = nil
	if next == nil {
		return
	}
	if w.at.waiter != nil && !w.at.paused() {
		w.left = append(w.left, w.at)
	} else {
		w.at.rest()
	}
	w.at = next
}

// leave goes back to the Deferred before, whose waiters have not all been run.
func (w *walk) leave() {
	w.at.rest()
	w.at = nil
	if n := len(w.left); n > 0 {
		w.at, w.left = w.left[n-1], w.left[:n-1]
	}
}
