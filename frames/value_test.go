package frames_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// wait is what Evert makes of a function without an error that waits for one:
//
//	func wait() int { return 1 + get() }
func wait(r reactor.Reactor, d *deferred.Deferred[int]) (int, *frames.Pending[int]) {
	v, p := frames.AwaitValue(r, d)
	if p != nil {
		f := frames.New(waitFrames, p)
		frames.Park(&f.Pending, p, (*waitAfterGet)(f))
		return 0, &f.Pending
	}
	return 1 + v, nil
}

type waitFrame struct{ frames.Frame[waitFrame, int] }

var waitFrames = frames.NewPool[waitFrame]()

type waitAfterGet waitFrame

func (k *waitAfterGet) Resume(v int, err error) {
	f := (*waitFrame)(k)
	if err != nil {
		f.Finish(0, err)
		return
	}
	f.Return(1 + v)
}

// waitTwice waits for two of them, the second one in the frame's own code.
func waitTwice(r reactor.Reactor, first, second *deferred.Deferred[int]) (int, *frames.Pending[int]) {
	_, p := wait(r, first)
	f := frames.New(twoFrames, p)
	f.r, f.second = r, second
	frames.Park(&f.Pending, p, (*twoAfterFirst)(f))
	return 0, &f.Pending
}

type twoFrame struct {
	frames.Frame[twoFrame, int]
	r      reactor.Reactor
	second *deferred.Deferred[int]
}

var twoFrames = frames.NewPool[twoFrame]()

type twoAfterFirst twoFrame

func (k *twoAfterFirst) Resume(v int, err error) {
	f := (*twoFrame)(k)
	w, p := wait(f.r, f.second)
	if p != nil {
		frames.Wait(&f.Pending, p, (*twoAfterSecond)(f))
		return
	}
	f.Finish(v+w, err)
}

type twoAfterSecond twoFrame

func (k *twoAfterSecond) Resume(v int, err error) {
	f := (*twoFrame)(k)
	f.Finish(v, err)
}

// What has no error to return fails all the same where what it waits for was cancelled:
// none of its code runs on a value that is not there.
func TestAwaitValueFails(t *testing.T) {
	r := reactor.New()
	for _, tt := range []struct {
		name string
		d    *deferred.Deferred[int]
		want error
		v    int
	}{
		{"over", deferred.Succeed(2), nil, 3},
		{"failed before", deferred.Fail[int](deferred.ErrCancelled), deferred.ErrCancelled, 0},
	} {
		v, err, over := frames.DeferValue(wait(r, tt.d)).Result()
		if v != tt.v || err != tt.want || !over {
			t.Errorf("%s: %v, %v, over: %v", tt.name, v, err, over)
		}
	}
	first := deferred.New[int]()
	got := frames.DeferValue(waitTwice(r, first, deferred.Fail[int](deferred.ErrCancelled)))
	first.Callback(1)
	if _, err, over := got.Result(); err != deferred.ErrCancelled || !over {
		t.Errorf("failed in a frame's code: %v, over: %v", err, over)
	}
}

func ExampleAwaitValue() {
	l := reactor.New()
	show(l, frames.DeferValue(wait(l, deferred.Succeed(20))))
	// Output: 21 <nil> true
}
