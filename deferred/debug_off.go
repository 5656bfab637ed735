//go:build !evertdebug

package deferred

// Without the build tag evertdebug nothing is checked, and nothing of this is compiled
// in. See debug_on.go.

const debug = false

// debugInfo is what a Deferred knows in a debug build.
type debugInfo struct{}

// debugCoroutine is what a coroutine knows in a debug build.
type debugCoroutine struct{}

// debugFault is what a failure knows in a debug build.
type debugFault struct{}

func (c *core) failed()                            {}
func (*debugFault) note(*debugInfo)                {}
func (*debugFault) origin() []byte                 { return nil }
func (c *debugInfo) check()                        {}
func (c *debugInfo) made()                         {}
func (c *debugInfo) noteFire()                     {}
func (c *debugInfo) firstFire() []byte             { return nil }
func (*debugCoroutine) resumed()                   {}
func (*debugCoroutine) adopt()                     {}
func (*debugCoroutine) release()                   {}
func suspended[T any](d *Deferred[T]) *Deferred[T] { return d }
func enterLoop() (leave func())                    { return func() {} }
func suspendAll(func(func()) error)                {}
