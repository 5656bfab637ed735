package deferred

import (
	"iter"
	"runtime"
)

// A Generator is a function that runs as a coroutine and can stand still in the
// middle of its code. [Generate] makes it and hands it to the function, which awaits
// Deferreds with it.
type Generator struct {
	of     generated
	own    *core                   // of the Deferred of the function's results
	yield  func(struct{}) bool     // suspends
	next   func() (struct{}, bool) // resumes
	moving bool                    // the coroutine is running, or what it called
	over   bool                    // it has ended, as kind and err say
	failed error                   // of a wait that may not fail, and ended the function
	raised *PanicError             // the last panic that came out of a wait
	came   *fault                  // the last failure that did
	at     uintptr                 // where it was awaited
	kind   kind
	err    error

	// How the function ended; see guard.
	returned, back bool
	value          any
	stack          []byte

	debugCoroutine
}

// generated is the function behind a Generator.
type generated interface {
	step
	upstream
	call() error
}

// start makes the coroutine and runs it up to its first wait.
//
// Coroutines are not kept for the next function: each is bound to how the goroutine
// that made it was locked to a thread (runtime.LockOSThread), and those left over
// would look like a leak.
func (g *Generator) start(of generated, own *core) {
	g.of, g.own = of, own
	g.next, _ = iter.Pull(g.coroutine)
	g.resume()
}

// resume runs the coroutine up to its next wait, or its end.
func (g *Generator) resume() {
	g.moving = true
	g.resumed()
	defer g.swallow()
	g.next()
}

// goexiting is what a coroutine that runtime.Goexit ended panics with. The iterator
// would hand Goexit on to the goroutine that resumes it: the reactor's.
type goexiting struct{}

func (g *Generator) swallow() {
	if g.over && !g.back {
		_ = recover() // goexiting
	}
}

// suspend stands still until c has fired, which is what up stands for.
func (g *Generator) suspend(up upstream, c *core) error {
	if !g.moving {
		panic("deferred: cannot await outside of the function that the Generator was handed to")
	}
	if _, root := g.of.cores(); root == c {
		return ErrCircular
	}
	c.add(g.of)
	g.own.up = up
	g.moving = false
	g.yield(struct{}{})
	g.adopt()
	return nil
}

// raise goes on with a panic or runtime.Goexit that came out of a wait.
func (g *Generator) raise(k kind, err error) {
	if k == exited {
		runtime.Goexit()
	}
	p := err.(*PanicError)
	g.raised = p
	if p.exiting { // who recovers it goes back to Goexit
		defer panic(p.Value)
		runtime.Goexit()
	}
	panic(p.Value)
}

// fail ends the function with err. Nothing can recover it, and deferred calls run.
func (g *Generator) fail(err error) {
	g.failed = err
	runtime.Goexit()
}

// coroutine is what runs on the coroutine's goroutine.
func (g *Generator) coroutine(yield func(struct{}) bool) {
	g.yield = yield
	g.adopt()
	defer g.exit()
	g.guard()
	g.back = true
}

// guard calls the function. It does not return if that calls runtime.Goexit, and
// returns with returned unset if it panics, even if what recover returns is nil
// (panic(nil) in modules before go 1.21).
func (g *Generator) guard() {
	defer g.recovered()
	g.err = g.of.call()
	g.returned = true
}

func (g *Generator) recovered() {
	if g.returned {
		return
	}
	if v := recover(); v != nil {
		g.value, g.stack = v, stack()
	}
}

// exit notes how the function ended.
func (g *Generator) exit() {
	g.moving, g.over = false, true
	g.release()
	switch {
	case g.returned:
	case g.back || g.stack != nil:
		p := g.thrown()
		p.exiting = !g.back && g.failed == nil // a deferred call panicked while Goexit ran it
		g.kind, g.err = panicked, p
	case g.failed != nil:
		g.err = g.failed
	default:
		g.kind, g.err = exited, ErrGoexit
	}
	g.of, g.value, g.stack, g.raised = nil, nil, nil, nil
	if !g.back {
		panic(goexiting{})
	}
}

// thrown is the panic that ended the function. If it came out of a wait its stack is
// kept: that is where it began.
func (g *Generator) thrown() *PanicError {
	if g.raised != nil && same(g.raised.Value, g.value) {
		return g.raised
	}
	return newPanicError(g.value, g.stack)
}
