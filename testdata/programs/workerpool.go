// A worker pool with results in order, cancellation and panics as errors.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

type job struct {
	id  int
	run func(context.Context) (string, error)
}

type result struct {
	id  int
	out string
	err error
}

type pool struct {
	workers int
	jobs    chan job
	results chan result
	wg      sync.WaitGroup
}

func newPool(ctx context.Context, workers int) *pool {
	p := &pool{workers: workers, jobs: make(chan job), results: make(chan result)}
	for range workers {
		p.wg.Add(1)
		go p.work(ctx)
	}
	go func() {
		p.wg.Wait()
		close(p.results)
	}()
	return p
}

func (p *pool) work(ctx context.Context) {
	defer p.wg.Done()
	for {
		select {
		case <-ctx.Done():
			return
		case j, ok := <-p.jobs:
			if !ok {
				return
			}
			out, err := guarded(ctx, j)
			p.results <- result{j.id, out, err}
		}
	}
}

func guarded(ctx context.Context, j job) (out string, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("job %d: %w", j.id, r)
		default:
			err = fmt.Errorf("job %d panicked: %v", j.id, r)
		}
	}()
	return j.run(ctx)
}

func (p *pool) submit(jobs ...job) {
	go func() {
		defer close(p.jobs)
		for _, j := range jobs {
			p.jobs <- j
		}
	}()
}

func (p *pool) collect(n int) ([]string, error) {
	outs := make([]string, n)
	errs := make([]error, n)
	for r := range p.results {
		outs[r.id], errs[r.id] = r.out, r.err
	}
	return outs, errors.Join(errs...)
}

var errOdd = errors.New("odd and large")

func makeJobs(n int) (jobs []job) {
	for i := range n {
		jobs = append(jobs, job{i, func(ctx context.Context) (string, error) {
			switch {
			case i == 4:
				panic("four")
			case i == 6:
				var m map[string]int
				m["x"]++
			case i%2 == 1 && i > 6:
				return "", fmt.Errorf("%d: %w", i, errOdd)
			case ctx.Err() != nil:
				return "", ctx.Err()
			}
			return fmt.Sprint("out", i*i), nil
		}})
	}
	return jobs
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	p := newPool(ctx, 3)
	p.submit(makeJobs(10)...)
	outs, err := p.collect(10)
	fmt.Printf("%q\n%v\n%v\n", outs, err, errors.Is(err, errOdd))
	cancel()
	<-ctx.Done()
	out, err := guarded(ctx, makeJobs(1)[0])
	fmt.Printf("%q %v\n", out, err)
}
