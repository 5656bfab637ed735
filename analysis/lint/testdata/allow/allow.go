// Package allow allows what is not there.
package allow

import "example.com/lib"

//evert:nonblocking
func allowed() {
	//evert:allow EV102 for nothing // want `EV204: //evert:allow EV102 allows nothing: there is no such diagnostic on its line`
	lib.Trusted()
	lib.Fetch("u") /* want `EV101: call to lib.Fetch` `EV204: //evert:allow EV102 allows nothing` */ //evert:allow EV102 another rule
	//evert:allow EV999 there is none // want `EV204: there is no rule EV999 to allow`
	lib.Trusted()
	lib.Fetch("u") //evert:allow EV101 in the cache
}
