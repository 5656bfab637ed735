package app

import (
	"sync"

	"example.com/sample/lib"
)

var (
	mu sync.Mutex
	c  chan int
)

//evert:nonblocking
func Handle() {
	if err := lib.Fetch("http://example.com"); err != nil {
		panic(err)
	}
	mu.Lock()
	defer mu.Unlock() //evert:allow EV101 in vain
	<-c
}
