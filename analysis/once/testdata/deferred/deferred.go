// Package deferred stands in for Evert's.
package deferred

type Void struct{}

type Deferred[T any] struct{ fired bool }

func New[T any](cancel ...func(*Deferred[T])) *Deferred[T] { return &Deferred[T]{} }

func Succeed[T any](v T) *Deferred[T] { return nil }

func Fail[T any](err error) *Deferred[T] { return nil }

func Map[T, U any](d *Deferred[T], f func(T) U) *Deferred[U] { return nil }

func Chain[T, U any](d *Deferred[T], f func(T) *Deferred[U]) *Deferred[U] { return nil }

func (d *Deferred[T]) Callback(v T)             {}
func (d *Deferred[T]) Errback(err error)        {}
func (d *Deferred[T]) Fire(v T, err error)      {}
func (d *Deferred[T]) Cancel()                  {}
func (d *Deferred[T]) Fired() bool              { return d.fired }
func (d *Deferred[T]) OnCancel(f func())        {}
func (d *Deferred[T]) Observe(f func(T, error)) {}
