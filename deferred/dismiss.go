package deferred

// A target is something that is to be cancelled: a Deferred, or the place where
// a combinator waits for one.
type target interface {
	// cancelNext cancels it, up to the next joint, and returns what that waits
	// for, which is to be cancelled then.
	cancelNext() []target
}

// A dismissal cancels one target after the other, and what each brings along
// before the next: the order of a recursion, on a flat stack, however deep
// combinators are nested.
//
// It cancels all of them, whatever cancellers do. Their panics are reported as
// failures that nobody handled, since whoever is told of the outcome has no
// part in them.
type dismissal struct{ left []target } // the next one is the last

func (w *dismissal) add(targets []target) {
	for i := len(targets) - 1; i >= 0; i-- {
		w.left = append(w.left, targets[i])
	}
}

func (w *dismissal) run() {
	defer func() {
		if len(w.left) > 0 { // runtime.Goexit: it goes on when all are cancelled
			w.run()
		}
	}()
	for n := len(w.left); n > 0; n = len(w.left) {
		t := w.left[n-1]
		w.left[n-1] = nil
		w.left = w.left[:n-1]
		w.add(safely(t))
	}
}

// safely cancels t and reports the panic of a canceller.
func safely(t target) (next []target) {
	over := false
	defer func() {
		if over {
			return
		}
		if v := recover(); v != nil {
			report(newPanicError(v, stack()))
		}
	}()
	next = t.cancelNext()
	over = true
	return next
}

// cancelSafely cancels targets whose cancellers' panics are not the caller's.
func cancelSafely(targets ...target) {
	w := &dismissal{left: make([]target, 0, len(targets))}
	w.add(targets)
	w.run()
}

// cancelNext cancels what an input waits for, once: the failure of the first
// that is cancelled may be a reason to cancel the others.
func (in *input[T]) cancelNext() []target {
	if in.d == nil || in.cancelled {
		return nil
	}
	in.cancelled = true
	return in.d.cancelNext()
}

func targets[T any](waiting []input[T]) []target {
	all := make([]target, 0, len(waiting))
	for i := range waiting {
		if waiting[i].d != nil {
			all = append(all, &waiting[i])
		}
	}
	return all
}

// cancelAll cancels what steps are waiting for, unless that was done before.
func cancelAll[T any](waiting []input[T]) { cancelSafely(targets(waiting)...) }

// dismissed is what a joint's dismiss returns that waits with these steps. They
// are cancelled also if they were before: whoever cancels twice wants that.
func dismissed[T any](waiting []input[T]) (next []target, fire bool) {
	for i := range waiting {
		waiting[i].cancelled = false
	}
	return targets(waiting), false
}
