package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

func article(n int) Request {
	return Request{Method: http.MethodGet, Path: fmt.Sprintf("/article/article%03d", n)}
}

func comment(n int, reader, text string) Request {
	return Request{http.MethodPost, article(n).Path, url.Values{"reader": {reader}, "text": {text}}}
}

func open(t *testing.T) *magazine {
	t.Helper()
	m, err := newMagazine(5)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	m.Penalty = time.Millisecond
	return m
}

// A desk is a clock with a thread runner that keeps what it is given until somebody
// says that it is its turn: so a test decides what is over before what.
type desk struct {
	*reactor.Clock
	jobs []func()
	late *[]func() // keeps what is handed over, if there is one
}

func newDesk() *desk {
	d := &desk{Clock: reactor.NewClock(time.Unix(0, 0))}
	d.SetThreads(d)
	return d
}

// RunInThread keeps a job.
func (d *desk) RunInThread(f func()) error {
	d.jobs = append(d.jobs, f)
	return nil
}

// CallFromThread hands over a call, or keeps it.
func (d *desk) CallFromThread(f func()) error {
	if d.late != nil {
		*d.late = append(*d.late, f)
		return nil
	}
	return d.Clock.CallFromThread(f)
}

// work does the oldest job, and what the reactor has to do after it.
func (d *desk) work() bool {
	for d.Turn() {
	}
	if len(d.jobs) == 0 {
		return false
	}
	job := d.jobs[0]
	d.jobs = d.jobs[1:]
	job()
	for d.Turn() {
	}
	return true
}

// TestForms asks both forms the same, one request after the other, and compares
// their replies.
func TestForms(t *testing.T) {
	blocking, callback, d := open(t), open(t), newDesk()
	requests := []Request{
		article(1), article(1), comment(1, "Cid", "<i>well</i>"), article(1), article(7), comment(7, "Cid", "?"),
		{Method: http.MethodGet, Path: "/article/../comments.db"}, {Method: http.MethodGet, Path: "/yearbook"},
		comment(1, "Cid", "2"), comment(2, "Cid", "3"), comment(3, "Cid", "4"), comment(3, "Dee", "1"),
		article(1), article(2), article(3), {Method: http.MethodGet, Path: "/hits"}, {Method: http.MethodGet, Path: "/"},
	}
	status := map[int]int{}
	for _, req := range requests {
		want, wantErr := blocking.Serve(req)
		got := callback.ServeDeferred(d, req)
		for d.work() {
		}
		d.Advance(time.Second)
		reply, err, ok := got.Result()
		if !ok || reply != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%v: the callback form comes to %v, %v (over: %v), the blocking one to %v, %v", req, reply, err, ok, want, wantErr)
		}
		status[reply.Status]++
	}
	if want := (map[int]int{200: 8, 201: 4, 400: 1, 404: 3, 429: 1}); fmt.Sprint(status) != fmt.Sprint(want) {
		t.Errorf("the replies have these states: %v, want %v", status, want)
	}
}

// TestOthersGoOn renders the yearbook, which takes until this test says so. Other
// requests are answered meanwhile.
func TestOthersGoOn(t *testing.T) {
	m, d := open(t), newDesk()
	first := m.ServeDeferred(d, article(1))
	for d.work() {
	}
	yearbook := m.ServeDeferred(d, Request{Path: "/yearbook"})
	for range 1 + 2*5 { // the folder; the text and the comments of each article
		d.work()
	}
	if len(d.jobs) != 1 {
		t.Fatalf("%d jobs for threads, want the one that renders", len(d.jobs))
	}
	again := m.ServeDeferred(d, article(1))
	if want, _, _ := first.Result(); !again.Fired() {
		t.Error("an article that has been rendered before has to wait")
	} else if got, err, _ := again.Result(); got != want || err != nil {
		t.Errorf("the article is %v, %v, want %v", got, err, want)
	}
	if yearbook.Fired() {
		t.Error("the yearbook is there before it was rendered")
	}
	d.work()
	if reply, err, ok := yearbook.Result(); !ok || err != nil || !strings.Contains(reply.Body, "article004") {
		t.Errorf("the yearbook is %v, %v (over: %v)", reply, err, ok)
	}
}

// TestNewComment adds a comment after the comments for a page have been read, and
// before the page is there. What is kept must not be the page without it.
func TestNewComment(t *testing.T) {
	m, d := open(t), newDesk()
	page := m.ServeDeferred(d, article(1))
	d.work() // its text
	read := d.jobs[0]
	d.jobs = nil
	var late []func()
	d.late = &late
	read() // the comments, which are on their way
	d.late = nil
	m.ServeDeferred(d, comment(1, "Cid", "a new one"))
	for d.work() {
	}
	if err := d.CallFromThread(late[0]); err != nil {
		t.Fatal(err)
	}
	for d.work() {
	}
	if reply, err, ok := page.Result(); !ok || err != nil || strings.Contains(reply.Body, "a new one") {
		t.Errorf("the first page is %v, %v (over: %v)", reply, err, ok)
	}
	page = m.ServeDeferred(d, article(1))
	for d.work() {
	}
	if reply, err, ok := page.Result(); !ok || err != nil || !strings.Contains(reply.Body, "a new one") {
		t.Errorf("the second page is %v, %v (over: %v)", reply, err, ok)
	}
}

// TestServe asks over HTTP.
func TestServe(t *testing.T) {
	m := open(t)
	s, err := start("127.0.0.1:0", m.ServeDeferred)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.PostForm(s.url+article(1).Path, url.Values{"reader": {"Cid"}, "text": {"over HTTP"}})
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatalf("a comment: %v, %v", resp, err)
	}
	resp.Body.Close()
	resp, err = http.Get(s.url + article(1).Path)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || !strings.Contains(string(body), "Cid: over HTTP") {
		t.Errorf("the article is %s, %v", body, err)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// TestCompare measures, for a moment, and looks at what has to be in any case.
func TestCompare(t *testing.T) {
	var table strings.Builder
	if err := compare(&table, 5, 100*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(table.String(), "\n"); n != 4 {
		t.Errorf("%d lines, want a heading and three:\n%s", n, &table)
	}
}
