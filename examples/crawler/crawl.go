package main

import (
	"context"
	"errors"
	"time"
)

//go:generate go run github.com/evert-go/evert/cmd/evert -marked
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg -marked

// A Crawler looks for broken links. It asks for many pages at a time, but for each not
// longer than Timeout, and again after a while if a server is busy.
type Crawler struct {
	Web      Web
	InFlight int           // pages asked for at a time
	Depth    int           // links followed from a root
	Tries    int           // how often a page is asked for
	Delay    time.Duration // before the second try; it doubles with every further one
	Timeout  time.Duration // for one try
}

// A Page is what a URL has.
type Page struct{ Links []string }

// A Web has pages.
type Web interface {
	// Get returns a page. It returns ctx's error as soon as ctx is done.
	//
	//evert:blocking
	Get(ctx context.Context, url string) (Page, error)
}

var (
	errBusy = errors.New("the server is busy")
	errGone = errors.New("no such page")
)

// A Report is what a crawl comes to.
type Report struct {
	Pages  int               // that are there
	Broken map[string]string // by URL: why it cannot be had
}

// Crawl follows all links from the roots, level by level. At the end of ctx it returns
// what it has.
//
//evert:callback
func (c *Crawler) Crawl(ctx context.Context, roots []string) (*Report, error) {
	report := &Report{Broken: map[string]string{}}
	known := map[string]bool{}
	level := fresh(known, roots)
	for depth := 0; depth <= c.Depth && len(level) > 0; depth++ {
		visits, err := gather(c.InFlight, level, func(url string) (visit, error) {
			page, err := c.fetch(ctx, url)
			return visit{url, page, err}, nil
		})
		if err != nil {
			return report, err
		}
		var next []string
		for _, v := range visits {
			switch {
			case v.err == nil:
				report.Pages++
				next = append(next, fresh(known, v.page.Links)...)
			case ctx.Err() == nil || errors.Is(v.err, errGone):
				report.Broken[v.url] = v.err.Error()
			}
		}
		if ctx.Err() != nil {
			return report, context.Cause(ctx)
		}
		level = next
	}
	return report, nil
}

// A visit is what asking for a page came to.
type visit struct {
	url  string
	page Page
	err  error
}

// fetch asks for a page until it has an answer that will stay.
func (c *Crawler) fetch(ctx context.Context, url string) (Page, error) {
	delay := c.Delay
	for try := 1; ; try++ {
		page, err := c.try(ctx, url)
		if err == nil || errors.Is(err, errGone) || try == c.Tries || ctx.Err() != nil {
			return page, err
		}
		if err := pause(ctx, delay); err != nil {
			return Page{}, err
		}
		delay *= 2
	}
}

// try asks for a page once.
func (c *Crawler) try(ctx context.Context, url string) (Page, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	return c.Web.Get(ctx, url)
}

// fresh returns those that were not known, and makes them known.
func fresh(known map[string]bool, urls []string) []string {
	var all []string
	for _, url := range urls {
		if !known[url] {
			known[url] = true
			all = append(all, url)
		}
	}
	return all
}
