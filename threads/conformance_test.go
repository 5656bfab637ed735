package threads_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// What is handed over before the loop runs is done; a panic of whoever takes the
// result hurts neither the pool nor the loop; the loop may stop while work runs and
// is queued; and a pool may be made smaller while it is busy.
func TestConformance41WorkBeforeStartPanicStopAndShrink(t *testing.T) {
	l := reactor.New()
	p := threads.NewPool(8)
	var now, ran atomic.Int32
	gate := make(chan bool)
	f := func() (int, error) {
		now.Add(1)
		defer now.Add(-1)
		<-gate
		return int(ran.Add(1)), nil
	}
	var work []*deferred.Deferred[int]
	for i := 0; i < 20; i++ {
		work = append(work, threads.DeferToPool(l, p, f))
	}
	panicking := deferred.Map(work[0], func(int) int { panic("in the result's handler") })
	eventually(t, "8 begin", func() bool { return now.Load() == 8 })

	p.Resize(3)
	for i := 0; i < 8; i++ {
		gate <- true
	}
	eventually(t, "3 go on", func() bool { return now.Load() == 3 && p.Stats().Workers == 3 })
	for _, d := range work[:8] {
		l.RunUntil(d.Fired)
	}
	want(t, l, panicking, "panic in the result's handler")

	if err := l.CallFromThread(l.Stop); err != nil {
		t.Error(err)
	}
	if err := l.Run(); err != nil {
		t.Error(err)
	}
	for i, d := range work[8:] {
		if _, err, ok := d.Result(); !ok || err != reactor.ErrReactorStopped {
			t.Errorf("%d: %v, %v", i, err, ok)
		}
	}
	close(gate)
	p.Close()
	if err := p.Wait(within(t)); err != nil {
		t.Error(err)
	}
	// Of the 20, 8 were over and 3 at work; the others had not begun.
	if s := p.Stats(); ran.Load() != 11 || s.Done != 11 || s.Dropped != 9 || s.Workers != 0 || s.Queued != 0 {
		t.Errorf("%d were run, %+v", ran.Load(), s)
	}
}

// within is a context that ends when a test has taken too long.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits until something is true.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for i := 0; !is(); i++ {
		if i == 20000 {
			t.Fatal(fmt.Sprint("it does not come to that: ", what))
		}
		time.Sleep(time.Millisecond)
	}
}
