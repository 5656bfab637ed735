// Crawler looks for broken links on a web that it simulates, with many pages asked for
// at a time: in blocking form, with a goroutine for each, and in callback form, on one
// reactor. Both have to find the same.
//
//	go generate .          writes crawl_deferred.go and web_deferred.go
//	go run .               crawls in both forms
//	go run . -http         by HTTP on loopback
//	go run . -for 300ms    gives up after a while, and tells what it has
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"reflect"
	"runtime"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func main() {
	pages := flag.Int("pages", 20_000, "pages of the web")
	inFlight := flag.Int("inflight", 3000, "pages asked for at a time")
	byHTTP := flag.Bool("http", false, "crawl by HTTP, with 64 in flight")
	limit := flag.Duration("for", time.Minute, "give up after this time")
	flag.Parse()
	crawler := func() *Crawler {
		return &Crawler{
			Web: &Simulated{Pages: *pages, Latency: 100 * time.Millisecond}, InFlight: *inFlight,
			Depth: 5, Tries: 3, Delay: 20 * time.Millisecond, Timeout: 300 * time.Millisecond,
		}
	}
	if *byHTTP {
		simulated := crawler
		crawler = func() *Crawler {
			c := simulated()
			c.InFlight, c.Web = 64, serve(c.Web.(*Simulated))
			return c
		}
	}
	roots := make([]string, max(1, *pages/20))
	for i := range roots {
		roots[i] = fmt.Sprintf("/%d", i)
	}
	if err := compare(crawler, roots, *limit); err != nil {
		fmt.Fprintln(os.Stderr, "crawler:", err)
		os.Exit(1)
	}
}

// compare crawls in both forms, each with a crawler of its own, since a simulated web
// remembers whom it was busy for.
func compare(crawler func() *Crawler, roots []string, limit time.Duration) error {
	fmt.Println("form        pages  broken  goroutines at peak     time  result")
	blocking := measure("blocking", limit, func(ctx context.Context) (*Report, error) { return crawler().Crawl(ctx, roots) })
	callback := measure("callback", limit, func(ctx context.Context) (*Report, error) { return onReactor(ctx, crawler(), roots) })
	if blocking.err == nil && callback.err == nil && !reflect.DeepEqual(blocking.report, callback.report) {
		return errors.New("the two forms differ")
	}
	return nil
}

// onReactor runs the callback form.
func onReactor(ctx context.Context, c *Crawler, roots []string) (*Report, error) {
	loop := reactor.New()
	pool := threads.NewPool(c.InFlight)
	defer pool.Close()
	loop.SetThreads(pool)
	var out deferred.Outcome[*Report]
	err := loop.CallFromThread(func() {
		c.CrawlDeferred(ctx, loop, roots).Observe(func(o deferred.Outcome[*Report]) {
			out = o
			loop.Stop()
		})
	})
	if err == nil {
		err = loop.Run()
	}
	if err != nil {
		return nil, err
	}
	if out.Panic != nil {
		return nil, out.Panic
	}
	return out.Value, out.Err
}

// serve serves a web on loopback, as long as the program runs.
func serve(w *Simulated) Web {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return failing{err}
	}
	go func() { _ = http.Serve(l, w) }()
	return &HTTP{Base: "http://" + l.Addr().String(), Client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
}

// failing is a web that cannot be reached.
type failing struct{ err error }

func (w failing) Get(context.Context, string) (Page, error) { return Page{}, w.err }

// An outcome is what a crawl came to.
type outcome struct {
	report *Report
	err    error
}

// measure runs a crawl, looks how many goroutines there are, and prints a line.
func measure(form string, limit time.Duration, crawl func(context.Context) (*Report, error)) outcome {
	ctx, cancel := context.WithTimeoutCause(context.Background(), limit, fmt.Errorf("gave up after %v", limit))
	defer cancel()
	peak := 0
	stop := make(chan bool)
	var looking sync.WaitGroup
	looking.Add(1)
	go func() {
		defer looking.Done()
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				peak = max(peak, runtime.NumGoroutine()-1)
			case <-stop:
				return
			}
		}
	}()
	begin := time.Now()
	report, err := crawl(ctx)
	took := time.Since(begin)
	close(stop)
	looking.Wait()
	if report == nil {
		report = &Report{}
	}
	result := "ok"
	if err != nil {
		result = err.Error()
	}
	fmt.Printf("%-8s  %7d  %6d  %18d  %7s  %s\n", form, report.Pages, len(report.Broken), peak, took.Round(10*time.Millisecond), result)
	return outcome{report, err}
}
