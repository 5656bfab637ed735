package deferred

import "errors"

// Generate runs body as a coroutine, and returns a Deferred of what it returns.
// The body may wait in the middle of any expression:
//
//	func f(n int) (string, error) {      return deferred.Generate(func(g *deferred.Generator) (string, error) {
//		v, err := fetch(n)                   v, err := fetchDeferred(r, n).Await(g)
//		if err != nil {                      if err != nil {
//			return "", err                       return "", err
//		}                                    }
//		return fmt.Sprint(v), nil            return fmt.Sprint(v), nil
//	}                                    })
//
// A wait suspends the body, not the caller: Generate returns when the body first
// has to wait, and whoever fires the awaited Deferred resumes it, up to its next
// wait or its end. A wait that is over does not suspend.
//
// All the rest is plain Go. Deferred calls run when the body ends, and may await as
// well; recover works in them. If the body panics or calls runtime.Goexit that is
// the outcome of its Deferred, also before the first wait, and the caller goes on.
//
// The package documentation tells what becomes of a body that is never resumed.
func Generate[T any](body func(g *Generator) (T, error)) *Deferred[T] {
	g := &generating[T]{body: body}
	g.up = busy{}
	g.start(g, &g.core)
	if g.over {
		g.ended()
	}
	return &g.Deferred
}

// GenerateValue is [Generate] for a function that cannot fail.
func GenerateValue[T any](body func(g *Generator) T) *Deferred[T] {
	return Generate(func(g *Generator) (T, error) { return body(g), nil })
}

// GenerateErr is [Generate] for a function whose only result is an error.
func GenerateErr(body func(g *Generator) error) *Deferred[Void] {
	return Generate(func(g *Generator) (Void, error) { return Void{}, body(g) })
}

// GenerateDone is [Generate] for a function without results.
func GenerateDone(body func(g *Generator)) *Deferred[Void] {
	return Generate(func(g *Generator) (Void, error) {
		body(g)
		return Void{}, nil
	})
}

// Await returns what d was fired with; until then it suspends the function that g
// was handed to. A panic that d was fired with is raised, and runtime.Goexit is
// called, as a call of the function that d is the Deferred of would have done.
//
// It must be called on the coroutine: by the body, or by what the body calls before
// it returns.
func (d *Deferred[T]) Await(g *Generator) (T, error) {
	if d.state == done && d.up == nil {
		return d.val, nil
	}
	d = d.root()
	if d.state != done {
		if err := g.suspend(d, &d.core); err != nil {
			var zero T
			return zero, err
		}
		d = d.root()
	}
	if d.up != nil {
		d.seen()
		g.came, g.at = d.fault(), awaiter()
	}
	if d.kind != returned {
		g.raise(d.kind, d.err())
	}
	return d.val, d.err()
}

// AwaitValue is [Deferred.Await] for the Deferred of a function that cannot fail.
// If it fails nevertheless, since it was cancelled or its reactor stopped, there is
// no way to go on: the body's deferred calls run, as by runtime.Goexit, and its
// Deferred fails with the error.
func (d *Deferred[T]) AwaitValue(g *Generator) T {
	v, err := d.Await(g)
	if err != nil {
		g.fail(err)
	}
	return v
}

// AwaitErr is [Deferred.Await] for the Deferred of a function whose only result is
// an error.
func (d *Deferred[T]) AwaitErr(g *Generator) error {
	_, err := d.Await(g)
	return err
}

// AwaitDone is [Deferred.AwaitValue] for the Deferred of a function without results.
func (d *Deferred[T]) AwaitDone(g *Generator) {
	if _, err := d.Await(g); err != nil {
		g.fail(err)
	}
}

// generating is a function that runs as a coroutine: the Deferred of its results,
// and the step that resumes it when what it waits for has fired.
type generating[T any] struct {
	Deferred[T]
	Generator
	body func(*Generator) (T, error)
}

// call implements generated: it runs on the coroutine.
func (g *generating[T]) call() (err error) {
	body := g.body
	g.body = nil
	g.val, err = body(&g.Generator)
	return err
}

func (g *generating[T]) run() *core {
	g.up = busy{}
	g.resume()
	if !g.over {
		return nil
	}
	return g.ended()
}

// ended resolves the Deferred.
func (g *generating[T]) ended() *core {
	d := g.Deferred.root()
	d.val = g.val
	if err := g.Generator.err; err != nil && g.came != nil && errors.Is(err, g.came.err) {
		d.up = g.came.passingAt(g.at, &d.core)
	}
	g.came = nil
	return d.resolve(g.Generator.kind, g.Generator.err)
}

// fail is called if run did not return, which takes a fault in the coroutine's
// machinery.
func (g *generating[T]) fail(k kind, err error) *core { return g.Deferred.fail(k, err) }
