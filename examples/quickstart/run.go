package main

import (
	"runtime"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A result is what a job comes to.
type result struct {
	words int
	err   error
}

// runBlocking runs the blocking form, with a goroutine for each job.
func runBlocking(c *Crawler, lists []string) []result {
	results := make([]result, len(lists))
	var all sync.WaitGroup
	for i, list := range lists {
		all.Add(1)
		go func() {
			defer all.Done()
			words, err := c.CountWords(list)
			results[i] = result{words, err}
		}()
	}
	all.Wait()
	return results
}

// runCallback runs the callback form, all jobs on one reactor, which runs on
// this goroutine. What has no callback form shares a few threads.
func runCallback(c *Crawler, lists []string, most int) []result {
	results := make([]result, len(lists))
	pool := threads.NewPool(most)
	defer pool.Close()
	r := reactor.New()
	r.SetThreads(pool)
	left := len(lists)
	start := func() {
		for i, list := range lists {
			c.CountWordsDeferred(r, list).Observe(func(o deferred.Outcome[int]) {
				if results[i] = (result{o.Value, o.Err}); o.Panic != nil {
					results[i].err = o.Panic
				}
				if left--; left == 0 {
					r.Stop()
				}
			})
		}
	}
	check(r.CallFromThread(start))
	check(r.Run())
	return results
}

// A report is what there is to tell about a run of all jobs.
type report struct {
	form    string
	results []result
	peak    int // goroutines
	took    time.Duration
}

// measure calls run, and looks again and again how many goroutines there are:
// all in this process, those of the HTTP client and of run's caller included,
// but for the one that looks.
func measure(form string, run func() []result) report {
	rep := report{form: form}
	stop := make(chan bool)
	var looking sync.WaitGroup
	looking.Add(1)
	go func() {
		defer looking.Done()
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			rep.peak = max(rep.peak, runtime.NumGoroutine()-1)
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	begin := time.Now()
	rep.results = run()
	rep.took = time.Since(begin)
	close(stop)
	looking.Wait()
	return rep
}

// sum adds up the results.
func (r report) sum() (words, failed int) {
	for _, res := range r.results {
		words += res.words
		if res.err != nil {
			failed++
		}
	}
	return words, failed
}
