package deferred

import "reflect"

// A MapRange walks over a map like a range statement whose body may wait: entries
// that are removed before they are reached do not appear, entries that are added
// may or may not, and every other one appears once
// (https://go.dev/ref/spec#For_range).
type MapRange[K comparable, V any] struct {
	iter *reflect.MapIter
}

// RangeMap starts a walk. A nil map has no entries.
//
//	for k, v := range m { ... }
//
// is
//
//	for entries := deferred.RangeMap(m); entries.Next(); {
//		k, v := entries.Key(), entries.Value()
//		...
//	}
func RangeMap[M ~map[K]V, K comparable, V any](m M) *MapRange[K, V] {
	return &MapRange[K, V]{iter: reflect.ValueOf((map[K]V)(m)).MapRange()}
}

// Next goes to the next entry and reports whether there is one.
func (r *MapRange[K, V]) Next() bool { return r.iter.Next() }

// Key returns the entry's key, as it is in the map: a NaN too.
func (r *MapRange[K, V]) Key() (k K) {
	reflect.ValueOf(&k).Elem().SetIterKey(r.iter)
	return k
}

// Value returns the entry's value at the time of the call of Next.
func (r *MapRange[K, V]) Value() (v V) {
	reflect.ValueOf(&v).Elem().SetIterValue(r.iter)
	return v
}
