//go:build evertdebug

package frames

const debug = true

// debugBase is what a Pending knows in a debug build: that it is over.
type debugBase struct{ dead bool }

func (b *debugBase) check() {
	if b.dead {
		panic("frames: a frame is used after its call is over")
	}
}

func (b *debugBase) over() { b.dead = true }

// recycle poisons a frame, which is not used again.
func recycle[F any](_ *Pool[F], _ *Loop, f *F, b *base) {
	var zero F
	*f = zero
	b.dead = true
}
