// Package deferred stands for the runtime's.
package deferred

type Deferred[T any] struct{ v T }
