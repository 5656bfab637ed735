//go:build !evertdebug

package reactor

// debugBuild is whether loops are watched, and know their goroutine, without
// being told to.
const debugBuild = false
