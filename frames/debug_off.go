//go:build !evertdebug

package frames

const debug = false

// debugBase is what a Pending knows in a debug build.
type debugBase struct{}

func (*debugBase) check()  {}
func (*debugBase) poison() {}
