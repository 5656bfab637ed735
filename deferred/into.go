package deferred

// Zero returns the zero value of what d will fire with: a way to declare a
// variable of a type that has no name where it is needed, such as an unexported
// type of another package.
//
//	waiting := lib.OpenDeferred(r)        // a Deferred of an unexported type
//	value := deferred.Zero(waiting)
//	return deferred.ChainInto(waiting, &value, func() ...
func Zero[T any](d *Deferred[T]) (zero T) { return zero }

// ChainInto is [Chain] for a value whose type has no name: it is left in *v.
func ChainInto[T, U any](d *Deferred[T], v *T, f func() *Deferred[U]) *Deferred[U] {
	return Chain(d, func(got T) *Deferred[U] {
		*v = got
		return f()
	})
}

// ChainBothInto is [ChainBoth] for a value whose type has no name.
func ChainBothInto[T, U any](d *Deferred[T], v *T, f func(error) *Deferred[U]) *Deferred[U] {
	return ChainBoth(d, func(got T, err error) *Deferred[U] {
		*v = got
		return f(err)
	})
}
