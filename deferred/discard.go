package deferred

// Discard drops what d results in, its error included, as a call does whose
// results are not used. A panic passes on.
func Discard[T any](d *Deferred[T]) *Deferred[Void] {
	return AddBoth(d, func(T, error) (Void, error) { return Void{}, nil })
}
