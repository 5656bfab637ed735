//go:build !evertdebug

package frames

const debug = false

// debugBase is what a Pending knows in a debug build.
type debugBase struct{}

func check(*base)  {}
func poison(*base) {}
