package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// compare measures how long articles take while somebody asks for the yearbook
// again and again: with the yearbook rendered in a thread, as the directive at
// renderYearbook has it, and on the reactor, as it would be without.
func compare(w io.Writer, readers int, d time.Duration) error {
	fmt.Fprintln(w, "the yearbook is rendered   articles      p50      p99      max   yearbooks")
	for _, place := range []struct {
		name     string
		serve    func(*Site) handler
		yearbook bool // somebody asks for it
	}{
		{"not at all", asGenerated, false},
		{"in a thread", asGenerated, true},
		{"on the reactor", inPlace, true},
	} {
		l, err := measure(place.serve, readers, d, place.yearbook)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-25s  %8d  %7s  %7s  %7s   %9d\n", place.name, len(l.articles), l.at(0.5), l.at(0.99), l.at(1), l.yearbooks)
	}
	return nil
}

// asGenerated answers as a site does.
func asGenerated(s *Site) handler { return s.ServeDeferred }

// inPlace answers as a site does, except that the yearbook is rendered where it must
// not be.
func inPlace(s *Site) handler {
	return func(r reactor.Reactor, req Request) *deferred.Deferred[Reply] {
		if req.Path != "/yearbook" {
			return s.ServeDeferred(r, req)
		}
		return deferred.AddCallback(threads.DeferToThread(r, s.collect), func(all []Article) (Reply, error) {
			return render(yearbookPage, all)
		})
	}
}

// A latency is what a measurement comes to.
type latency struct {
	articles  []time.Duration // sorted
	yearbooks int
}

// at returns how long the given part of the articles took at most.
func (l latency) at(part float64) time.Duration {
	if len(l.articles) == 0 {
		return 0
	}
	return l.articles[int(part*float64(len(l.articles)-1))].Round(10 * time.Microsecond)
}

// measure asks a server for articles, with so many readers at a time, and if it is
// wanted with one more for the yearbook.
func measure(serve func(*Site) handler, readers int, d time.Duration, yearbook bool) (latency, error) {
	const articles = 300
	m, err := newMagazine(articles)
	if err != nil {
		return latency{}, err
	}
	defer m.close()
	s, err := start("127.0.0.1:0", serve(m.Site))
	if err != nil {
		return latency{}, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: readers + 1}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}

	var l latency
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed error
	end := time.Now().Add(d)
	reader := func(pause time.Duration, path func(i int) string, done func(time.Duration)) {
		defer all.Done()
		for i := 0; time.Now().Before(end); i++ {
			begin := time.Now()
			err := get(client, s.url+path(i))
			took := time.Since(begin)
			mu.Lock()
			if done(took); err != nil {
				failed = err
			}
			mu.Unlock()
			time.Sleep(pause)
		}
	}
	for n := range readers {
		all.Add(1)
		go reader(5*time.Millisecond, func(i int) string { return fmt.Sprintf("/article/article%03d", (n*7+i)%articles) },
			func(took time.Duration) { l.articles = append(l.articles, took) })
	}
	if yearbook {
		all.Add(1)
		go reader(0, func(int) string { return "/yearbook" }, func(time.Duration) { l.yearbooks++ })
	}
	all.Wait()
	if err := s.stop(); err != nil {
		return latency{}, err
	}
	slices.Sort(l.articles)
	return l, failed
}

// get reads a page to its end.
func get(client *http.Client, url string) error {
	resp, err := client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %s", url, resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
