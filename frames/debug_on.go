//go:build evertdebug

package frames

const debug = true

// debugBase is what a Pending knows in a debug build: that it is over.
type debugBase struct{ dead bool }

func check(b *base) {
	if b.dead {
		panic("frames: a frame is used after its call is over")
	}
}

func poison(b *base) { b.dead = true }
