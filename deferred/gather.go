package deferred

// GatherResults waits for all of ds, and returns a Deferred of their values in
// the order of ds. The first failure, be it an error, a panic or
// runtime.Goexit, is the outcome at once, and the others are cancelled. What
// they still come to is not asked for any more: their errors count as handled,
// and panics are reported as [SetUnhandled] says.
//
//	a, err := fetch(1)               return deferred.Map(deferred.GatherResults(
//	b, err := fetch(2)                   fetchDeferred(r, 1),
//	                                     fetchDeferred(r, 2),
//	return a + b                     ), func(v []int) int { return v[0] + v[1] })
//
// Without any Deferred the outcome is an empty slice. If all are over when
// GatherResults is called, so is its result.
//
// Cancelling the result cancels all of ds; how they end decides what becomes
// of it, as a rule [ErrCancelled].
//
// It is Twisted's gatherResults with two differences: the siblings of one that
// failed are cancelled, there they go on; and the error is the one that
// occurred, and not wrapped in a [FirstError].
func GatherResults[T any](ds ...*Deferred[T]) *Deferred[[]T] {
	g := &gathering[T]{values: make([]T, len(ds)), left: len(ds)}
	g.up = busy{}
	waiting := join[T](g, ds, false)
	switch {
	case g.over:
		cancelAll(waiting)
		g.broken(returned, nil)
	case g.left == 0:
		g.conclude(g.values, end{})
	default:
		g.waiting, g.up = waiting, joint(g)
	}
	return &g.Deferred
}

type gathering[T any] struct {
	Deferred[[]T]
	waiting []input[T]
	values  []T
	left    int
	over    bool // one has failed, so
	failure end
}

func (g *gathering[T]) cores() (own, root *core) { return nil, nil }

func (g *gathering[T]) got(i int, d *Deferred[T]) *core {
	switch {
	case g.over:
		ignore(d)
		return nil
	case d.err() != nil:
		d.seen()
		g.over, g.failure, g.values = true, d.end(), nil
		if g.waiting == nil { // all this happens in GatherResults
			return nil
		}
		g.up = busy{}
		cancelAll(g.waiting)
		return g.broken(returned, nil)
	}
	g.values[i] = d.val
	if g.left--; g.left > 0 || g.waiting == nil {
		return nil
	}
	return g.conclude(g.values, end{})
}

func (g *gathering[T]) broken(kind, error) *core {
	g.waiting = nil
	return g.conclude(nil, g.failure)
}

func (g *gathering[T]) dismiss() ([]target, bool) { return dismissed(g.waiting) }

// Gather2 waits for two Deferreds of different types. It is [GatherResults] in
// all else.
func Gather2[A, B any](a *Deferred[A], b *Deferred[B]) *Deferred[Pair[A, B]] {
	var t Pair[A, B]
	all := GatherResults(
		Use(a, func(v A) { t.First = v }),
		Use(b, func(v B) { t.Second = v }))
	return Map(all, func([]Void) Pair[A, B] { return t })
}

// Gather3 waits for three Deferreds of different types. It is [GatherResults]
// in all else.
func Gather3[A, B, C any](a *Deferred[A], b *Deferred[B], c *Deferred[C]) *Deferred[Triple[A, B, C]] {
	var t Triple[A, B, C]
	all := GatherResults(
		Use(a, func(v A) { t.First = v }),
		Use(b, func(v B) { t.Second = v }),
		Use(c, func(v C) { t.Third = v }))
	return Map(all, func([]Void) Triple[A, B, C] { return t })
}
