package frames_test

import (
	"sync"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// same is what Evert makes of a generic function:
//
//	func same[V any](get func() V) V { return get() }
func same[V any](r reactor.Reactor, get func() *deferred.Deferred[V]) (V, *frames.Pending[V]) {
	v, p := frames.AwaitValue(r, get())
	if p != nil {
		f := frames.New(frames.PoolOf[sameFrame[V]](&sameFrames), p)
		frames.Park(&f.Pending, p, (*sameAfterGet[V])(f))
		return *new(V), &f.Pending
	}
	return v, nil
}

type sameFrame[V any] struct{ frames.Frame[sameFrame[V], V] }

var sameFrames frames.Pools

type sameAfterGet[V any] sameFrame[V]

func (k *sameAfterGet[V]) Resume(v V, err error) {
	f := (*sameFrame[V])(k)
	f.Finish(v, err)
}

// Each instantiation has one pool, whoever asks for it, and wherever.
func TestPoolOf(t *testing.T) {
	var pools frames.Pools
	var wg sync.WaitGroup
	var ints [8]*frames.Pool[sameFrame[int]]
	var texts [8]*frames.Pool[sameFrame[string]]
	for i := range ints {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ints[i], texts[i] = frames.PoolOf[sameFrame[int]](&pools), frames.PoolOf[sameFrame[string]](&pools)
		}()
	}
	wg.Wait()
	for i := range ints {
		if ints[i] != ints[0] || texts[i] != texts[0] {
			t.Fatalf("goroutine %d has pools of its own", i)
		}
	}
}

// What does not begin with its own Frame has no pool.
func TestNewPoolRefuses(t *testing.T) {
	type later struct {
		_ int
		frames.Frame[later, int]
	}
	type other struct{ frames.Frame[later, int] }
	for name, make := range map[string]func(){
		"frames_test.later": func() { frames.NewPool[later]() },
		"frames_test.other": func() { frames.NewPool[other]() },
		"int":               func() { frames.NewPool[int]() },
	} {
		func() {
			defer func() {
				if p := recover(); p != "frames: "+name+" does not begin with a frames.Frame of its own" {
					t.Errorf("%s: recovered %v", name, p)
				}
			}()
			make()
		}()
	}
}

// Frames of different instantiations do not get mixed up, and are used again.
func TestGenericFrames(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, _ *source) {
		for range 3 {
			n, s := deferred.New[int](), deferred.New[string]()
			a := frames.DeferValue(same(r, func() *deferred.Deferred[int] { return n }))
			b := frames.DeferValue(same(r, func() *deferred.Deferred[string] { return s }))
			n.Callback(1)
			s.Callback("one")
			wantOutcome(t, a, 1, nil)
			if v, err, over := b.Result(); v != "one" || err != nil || !over {
				t.Errorf("%q, %v, over: %v", v, err, over)
			}
		}
	})
}

func ExamplePoolOf() {
	l := reactor.New()
	d := deferred.New[int]()
	got := frames.DeferValue(same(l, func() *deferred.Deferred[int] { return d }))
	d.Callback(3)
	show(l, got)
	// Output: 3 <nil> true
}
