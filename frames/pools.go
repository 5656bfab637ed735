package frames

import (
	"sync"
	"sync/atomic"
)

// Pools has the pools of a generic function, one for each of its instantiations. It is
// empty at first, and stands in a package variable, where a generic one cannot:
//
//	var sumFrames frames.Pools
//
//	f := frames.New(frames.PoolOf[sumFrame[N]](&sumFrames), p)
type Pools struct {
	list atomic.Pointer[[]any] // of *Pool[F], each of another F
	add  sync.Mutex
}

// PoolOf returns the pool of the frames of one instantiation. There are few of a
// function, so that comparing types one after the other is faster than a table.
func PoolOf[F any](pools *Pools) *Pool[F] {
	if p := find[F](pools.list.Load()); p != nil {
		return p
	}
	pools.add.Lock()
	defer pools.add.Unlock()
	old := pools.list.Load()
	if p := find[F](old); p != nil {
		return p
	}
	p := NewPool[F]()
	list := []any{p}
	if old != nil {
		list = append(list, *old...)
	}
	pools.list.Store(&list)
	return p
}

func find[F any](list *[]any) *Pool[F] {
	if list == nil {
		return nil
	}
	for _, known := range *list {
		if p, ok := known.(*Pool[F]); ok {
			return p
		}
	}
	return nil
}
