package deferred_test

import (
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A forest grows random trees of combinators over work that takes time, fails,
// panics, and handles being cancelled in several ways.
type forest struct {
	random *rand.Rand
	clock  *reactor.Clock
	lock   deferred.Lock
	slots  *deferred.Semaphore
	queue  *deferred.Queue[int]
	shared *deferred.Shared[int]
	fired  int // how often the leaves' continuations were run, which is at most once
	leaves int
}

type leaf = deferred.Deferred[int]

// work is a leaf of the tree.
func (f *forest) work() *leaf {
	f.leaves++
	d := deferred.New[int]()
	outcome := f.random.Intn(8)
	call := f.clock.CallLater(time.Duration(f.random.Intn(1000))*time.Millisecond, func() {
		switch outcome {
		case 0:
			d.Errback(errTest)
		case 1:
			d.FailPanic(&deferred.PanicError{Value: "work"})
		default:
			d.Callback(outcome)
		}
	})
	stubborn := f.random.Intn(6)
	d.OnCancel(func() {
		_ = call.Cancel()
		switch stubborn {
		case 0:
			d.Callback(100)
		case 1:
			d.Errback(errTest)
		case 2:
			panic("canceller")
		}
	})
	if stubborn == 3 {
		return deferred.ChainBoth(d, func(v int, err error) *leaf {
			if err != deferred.ErrCancelled {
				return deferred.Return(v, err)
			}
			return deferred.ChainBoth(reactor.Sleep(f.clock, time.Second), func(void, error) *leaf { return deferred.Return(v, err) })
		})
	}
	return deferred.AddBoth(d, func(v int, err error) (int, error) { f.fired++; return v, err })
}

func first(v []int) int {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// tree is a random tree of a depth.
func (f *forest) tree(depth int) *leaf {
	if depth == 0 || f.random.Intn(10) == 0 {
		switch f.random.Intn(6) {
		case 0:
			return deferred.Succeed(1)
		case 1:
			return deferred.Fail[int](errTest)
		case 2:
			panic("tree")
		}
		return f.work()
	}
	ds := make([]*leaf, 1+f.random.Intn(3))
	grow := func() *leaf { return deferred.Call(func() *leaf { return f.tree(depth - 1) }) }
	kind := f.random.Intn(12)
	if kind < 4 {
		for i := range ds {
			ds[i] = grow()
		}
	}
	switch kind {
	case 0:
		return deferred.Map(deferred.GatherResults(ds...), first)
	case 1:
		options := deferred.ConsumeErrors | deferred.ListOption(f.random.Intn(4))
		return deferred.Map(deferred.List(ds, options), func(all []deferred.ListResult[int]) int { return len(all) })
	case 2:
		return deferred.Map(deferred.Race(ds...), func(p deferred.Pair[int, int]) int { return p.Second })
	case 3:
		s := deferred.Share(ds[0])
		return deferred.Map(deferred.GatherResults(s.Read(), s.Read()), first)
	case 4:
		return deferred.Map(deferred.Parallel(1+f.random.Intn(3), numbers(f.random.Intn(6)), func(int) *leaf { return grow() }), first)
	case 5:
		return deferred.WithGroup(func(g *deferred.Group) *leaf {
			for range ds {
				deferred.Spawn(g, grow)
			}
			return grow()
		})
	case 6:
		return grow().AddTimeout(time.Duration(f.random.Intn(1500))*time.Millisecond, f.clock)
	case 7:
		return deferred.RunWith(f.slots, f.work)
	case 8:
		return deferred.RunWith(&f.lock, f.work)
	case 9:
		return deferred.Chain(grow(), func(int) *leaf { return f.tree(depth - 1) })
	case 10:
		f.queue.Put(1)
		return f.queue.Get()
	}
	return f.shared.Read()
}

// Whatever is combined with whatever, fails and is cancelled whenever: the
// root fires, nobody waits for ever, and no timer, lock or slot is left.
func TestRandomTrees(t *testing.T) {
	unhandled(func() { randomTrees(t) })
}

func randomTrees(t *testing.T) {
	outcomes := map[string]int{}
	for seed := int64(0); seed < 5000; seed++ {
		f := &forest{random: rand.New(rand.NewSource(seed)), clock: reactor.NewSimulation(time.Unix(0, 0), seed)}
		f.slots, f.queue = deferred.NewSemaphore(1+f.random.Intn(2)), deferred.NewQueue[int](f.random.Intn(3)-1)
		f.shared = deferred.Share(f.work())
		root := deferred.Call(func() *leaf { return f.tree(5) })
		if f.random.Intn(2) == 0 {
			f.clock.CallLater(time.Duration(f.random.Intn(1500))*time.Millisecond, func() {
				defer func() { _ = recover() }() // of a canceller
				root.Cancel()
			})
		}
		times := 0
		root.Observe(func(deferred.Outcome[int]) { times++ })
		f.clock.Advance(time.Hour)
		if times != 1 {
			t.Fatalf("seed %d: the root fired %d times", seed, times)
		}
		if at, left := f.clock.Next(); left {
			t.Errorf("seed %d: a timer is left for %v", seed, at)
		}
		if f.lock.Held() || f.lock.Waiting() != 0 || f.slots.Free() != f.slots.Limit() || f.slots.Waiting() != 0 || f.shared.Readers() != 0 {
			t.Errorf("seed %d: somebody waits, or holds what nobody releases", seed)
		}
		if f.fired > f.leaves {
			t.Errorf("seed %d: %d leaves were fired %d times", seed, f.leaves, f.fired)
		}
		outcomes[show(root)]++
	}
	if len(outcomes) < 6 {
		t.Errorf("the trees end in few ways only: %v", fmt.Sprint(outcomes))
	}
}
