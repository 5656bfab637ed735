// Timers, tickers, sleep and contexts.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func slow(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

func retry(ctx context.Context, n int, f func(int) error) (err error) {
	for i := range n {
		if err = f(i); err == nil {
			return nil
		}
		if e := slow(ctx, time.Millisecond); e != nil {
			return errors.Join(err, e)
		}
	}
	return fmt.Errorf("after %d tries: %w", n, err)
}

func main() {
	start := time.Now()
	time.Sleep(3 * time.Millisecond)
	fmt.Println(time.Since(start) >= 3*time.Millisecond)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	fmt.Println(slow(ctx, time.Hour), errors.Is(slow(ctx, time.Hour), context.DeadlineExceeded))
	cancel()
	ctx, stop := context.WithCancelCause(context.Background())
	time.AfterFunc(2*time.Millisecond, func() { stop(errors.New("my cause")) })
	fmt.Println(slow(ctx, time.Hour))
	fmt.Println(retry(context.Background(), 3, func(i int) error {
		if i < 2 {
			return fmt.Errorf("try %d", i)
		}
		return nil
	}))
	fmt.Println(retry(context.Background(), 2, func(i int) error { return fmt.Errorf("try %d", i) }))
	fmt.Println(retry(ctx, 2, func(i int) error { return fmt.Errorf("try %d", i) }))
	t := time.NewTicker(time.Millisecond)
	defer t.Stop()
	n := 0
	for range t.C {
		if n++; n == 3 {
			break
		}
	}
	tm := time.NewTimer(time.Hour)
	fmt.Println(n, tm.Stop(), tm.Reset(time.Millisecond))
	<-tm.C
	d := time.Date(2024, time.February, 28, 23, 0, 0, 0, time.UTC)
	for range 3 {
		d = d.Add(12 * time.Hour)
		fmt.Print(d.Weekday(), " ", d.Format(time.DateOnly), "; ")
	}
	fmt.Println()
}
