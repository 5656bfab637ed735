// Package mark has functions that could have callback forms.
package mark

import "net"

// dial has a comment.
func dial() { net.Dial("tcp", "a") } // want `^blocks: net: net.Dial` `^blocks: net: net.Dial`

// other has a comment that ends in a directive.
//
//go:noinline
func other() { dial() } // want `^blocks: ` `^blocks: `

//evert:callback
func marked() { dial() } // want `^blocks: ` `^blocks: `

//evert:thread
func thread() { dial() } // want `^blocks: ` `^blocks: `
