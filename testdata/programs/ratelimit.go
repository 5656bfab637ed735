// A token bucket and a sliding window with a clock that tests can set.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type clock interface {
	Now() time.Time
	Sleep(context.Context, time.Duration) error
}

type fake struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (f *fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fake) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
	f.slept = append(f.slept, d)
	return nil
}

type real struct{}

func (real) Now() time.Time { return time.Now() }
func (real) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

type limiter interface {
	allow(n int) (wait time.Duration, ok bool)
}

type bucket struct {
	clock
	rate, burst, tokens float64
	last                time.Time
}

func (b *bucket) refill() {
	now := b.Now()
	if !b.last.IsZero() {
		b.tokens = min(b.burst, b.tokens+now.Sub(b.last).Seconds()*b.rate)
	}
	b.last = now
}

func (b *bucket) allow(n int) (time.Duration, bool) {
	b.refill()
	if need := float64(n) - b.tokens; need > 0 {
		return time.Duration(need / b.rate * float64(time.Second)), false
	}
	b.tokens -= float64(n)
	return 0, true
}

type window struct {
	clock
	size  time.Duration
	limit int
	hits  []time.Time
}

func (w *window) allow(n int) (time.Duration, bool) {
	now := w.Now()
	for len(w.hits) > 0 && now.Sub(w.hits[0]) >= w.size {
		w.hits = w.hits[1:]
	}
	if len(w.hits)+n > w.limit {
		return w.hits[0].Add(w.size).Sub(now), false
	}
	for range n {
		w.hits = append(w.hits, now)
	}
	return 0, true
}

var errTries = errors.New("gave up")

func wait(ctx context.Context, c clock, l limiter, n int) error {
	for try := 0; try < 3; try++ {
		d, ok := l.allow(n)
		if ok {
			return nil
		}
		if err := c.Sleep(ctx, d); err != nil {
			return fmt.Errorf("waiting %v: %w", d, err)
		}
	}
	return errTries
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	f := &fake{now: time.Unix(0, 0).UTC()}
	for _, l := range []limiter{
		&bucket{clock: f, rate: 2, burst: 4, tokens: 4},
		&window{clock: f, size: time.Second, limit: 3},
	} {
		f.slept = nil
		for i := 1; i <= 6; i++ {
			err := wait(ctx, f, l, 1+i%2)
			fmt.Println(i, f.Now().Sub(time.Unix(0, 0)), err)
		}
		fmt.Printf("%T %v\n", l, f.slept)
	}
	fmt.Println(wait(ctx, f, &bucket{clock: f, rate: 1, burst: 1}, 5))
	fmt.Println(wait(ctx, real{}, &bucket{clock: real{}, rate: 1000, burst: 5}, 2))
	cancel()
	err := wait(ctx, real{}, &bucket{clock: f, rate: 1, burst: 5}, 2)
	fmt.Println(err, errors.Is(err, context.Canceled))
}
