package deferred

import (
	"reflect"
	"strings"
	"sync"
)

// A Way is what package frames knows of a failure: the waits that it has passed without
// Deferreds. What a Deferred has of it is its trail.
type Way struct {
	from   *fault         // a Deferred's, at which it came in
	Began  []uintptr      // or the stack of where it began
	Passed []reflect.Type // of who waited, the innermost first
	More   int            // how many have waited besides
}

// Full reports that no more waits of the way are kept: those that follow are counted.
func (w *Way) Full() bool { return len(w.Passed) >= longest }

// Way is the way of the failure that o has just resumed with. It is asked for by the
// Resumer, first of all.
func (o *Watch[T]) Way() Way {
	if o.d == nil {
		return Way{}
	}
	f := o.d.fault()
	o.d = nil
	return Way{from: f}
}

// Fail fires the Deferred with a value and an error that has come a way.
func (e *Edge[T]) Fail(v T, err error, way Way) {
	notify(e.conclude(v, end{err: err, trail: way.fault(err, &e.core)}))
}

// fault is the way as the trail of c, which is about to fail.
func (w *Way) fault(err error, c *core) *fault {
	f := w.from
	if pc := resumption(w.Began); f == nil && pc != 0 {
		f = c.newFault()
		f.pc, f.kept = pc, 1
	}
	for _, t := range w.Passed {
		if f == nil {
			f = c.newFault()
			f.pc, f.kept = waiterID(t), 1
		} else {
			f = f.passingAt(waiterID(t), c)
		}
	}
	for i := 0; i < w.More; i++ {
		f = f.passingAt(0, c)
	}
	if f == nil || f == w.from {
		f = c.newFault()
		if w.from != nil {
			f = w.from.copy(c)
		}
	}
	f.err = err
	return f
}

// waiters gives numbers to the types of waits.
var waiters struct {
	sync.RWMutex
	ids   map[reflect.Type]uintptr
	types []reflect.Type
}

// waiterID stands for a type of a wait where otherwise a place in the code stands: it is
// higher than those can be.
func waiterID(t reflect.Type) uintptr {
	waiters.RLock()
	id, ok := waiters.ids[t]
	waiters.RUnlock()
	if ok {
		return id
	}
	waiters.Lock()
	defer waiters.Unlock()
	if id, ok := waiters.ids[t]; ok {
		return id
	}
	if waiters.ids == nil {
		waiters.ids = map[reflect.Type]uintptr{}
	}
	id = ^uintptr(len(waiters.types))
	waiters.types = append(waiters.types, t)
	waiters.ids[t] = id
	return id
}

// waiterOf returns the type of a wait, nil if pc is a place in the code.
func waiterOf(pc uintptr) reflect.Type {
	waiters.RLock()
	defer waiters.RUnlock()
	if i := ^pc; i < uintptr(len(waiters.types)) {
		return waiters.types[i]
	}
	return nil
}

// waitName is the name of the type of a wait, with its package.
func waitName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name, _, _ := strings.Cut(t.Name(), "[")
	return t.PkgPath() + "." + name
}

// resumedName is the name of the type of a wait that a function resumes, with its
// package; ok is false if it does not.
func resumedName(function string) (name string, ok bool) {
	const method = ").Resume"
	if !strings.HasSuffix(function, method) {
		return "", false
	}
	pkg, name, ok := strings.Cut(strings.TrimSuffix(function, method), ".(*")
	name, _, _ = strings.Cut(name, "[")
	return unescaped(pkg) + "." + name, ok
}

// unescaped is the path of a package as it is imported: in the names of functions its
// last element has no dots.
func unescaped(path string) string { return strings.ReplaceAll(path, "%2e", ".") }
