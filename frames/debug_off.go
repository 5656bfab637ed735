//go:build !evertdebug

package frames

const debug = false

// debugBase is what a Pending knows in a debug build.
type debugBase struct{}

func (*debugBase) check() {}
func (*debugBase) over()  {}

// recycle zeroes a frame and gives it back.
func recycle[F any](pool *Pool[F], l *Loop, f *F, b *base) {
	var zero F
	*f = zero
	l.put(pool.id, b)
}
