package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func small() *Crawler {
	return &Crawler{
		Web: &Simulated{Pages: 300, Latency: 2 * time.Millisecond}, InFlight: 40,
		Depth: 2, Tries: 2, Delay: time.Millisecond, Timeout: 500 * time.Millisecond,
	}
}

var roots = []string{"/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10"}

// TestForms crawls in both forms and compares the reports, which have each kind of
// trouble.
func TestForms(t *testing.T) {
	t.Parallel()
	want, err := small().Crawl(context.Background(), roots)
	if err != nil {
		t.Fatal(err)
	}
	got, err := onReactor(context.Background(), small(), roots)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the callback form found %+v, the blocking one %+v", got, want)
	}
	kinds := map[string]int{}
	for _, why := range want.Broken {
		kinds[why]++
	}
	if want.Pages < 40 || kinds[errGone.Error()] == 0 || kinds[context.DeadlineExceeded.Error()] == 0 || len(kinds) != 2 {
		t.Errorf("%d pages, and these troubles: %v", want.Pages, kinds)
	}
}

// TestBusy gives up early at a page that is busy when it is asked for the first time.
func TestBusy(t *testing.T) {
	t.Parallel()
	for _, tries := range []int{1, 2} {
		c := small()
		c.Tries, c.Depth = tries, 0
		all := make([]string, 100)
		for i := range all {
			all[i] = fmt.Sprintf("/%d", i)
		}
		report, err := onReactor(context.Background(), c, all)
		if err != nil {
			t.Fatal(err)
		}
		busy := 0
		for _, why := range report.Broken {
			if why == errBusy.Error() {
				busy++
			}
		}
		if (busy > 0) != (tries == 1) {
			t.Errorf("with %d tries %d pages are busy", tries, busy)
		}
	}
}

// TestGiveUp ends a crawl before its time. What was found is returned.
func TestGiveUp(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	for form, crawl := range map[string]func(context.Context) (*Report, error){
		"blocking": func(ctx context.Context) (*Report, error) {
			c := small()
			c.Web = stopping{c.Web}
			return c.Crawl(ctx, roots)
		},
		"callback": func(ctx context.Context) (*Report, error) {
			c := small()
			c.Web = stopping{c.Web}
			return onReactor(ctx, c, roots)
		},
	} {
		ctx, cancel := context.WithCancelCause(context.Background())
		report, err := crawl(context.WithValue(ctx, key{}, func() { cancel(enough) }))
		if err != enough || report == nil || report.Pages != 8 || len(report.Broken) != 2 { // of ten roots
			t.Errorf("%s form: %+v, %v", form, report, err)
		}
	}
}

// TestHTTP crawls the same web on loopback.
func TestHTTP(t *testing.T) {
	t.Parallel()
	want, err := small().Crawl(context.Background(), roots)
	if err != nil {
		t.Fatal(err)
	}
	c := small()
	c.Web = serve(c.Web.(*Simulated))
	got, err := onReactor(context.Background(), c, roots)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("by HTTP there is %+v, else %+v", got, want)
	}
}

// key is where a context of these tests has its end.
type key struct{}

// stopping is a web that ends the crawl when it is asked for what is not a root.
type stopping struct{ Web }

func (w stopping) Get(ctx context.Context, url string) (Page, error) {
	if !strings.Contains(strings.Join(roots, " ")+" ", url+" ") {
		ctx.Value(key{}).(func())()
	}
	page, err := w.Web.Get(ctx, url)
	return page, err
}
