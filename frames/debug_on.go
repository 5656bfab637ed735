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

func (b *debugBase) poison() { b.dead = true }
