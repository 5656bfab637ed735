// Quickstart counts words on the pages of a web site, in many jobs at a time:
// first in blocking form, with a goroutine for each job, then in callback form,
// with all jobs on one reactor. Both must come to the same results.
//
//	go generate ./examples/quickstart   writes crawl_deferred.go from crawl.go
//	go run ./examples/quickstart        runs both forms
//
// What Evert has to do with it is in crawl.go and crawl_deferred.go. The web
// site is a second process on this machine, see site.go.
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "serve" {
		check(serve())
		return
	}
	jobs := flag.Int("jobs", 300, "how many jobs run at a time")
	most := flag.Int("threads", 8, "how many requests there may be at a time, in either form")
	flag.Parse()
	reports, err := compare(*jobs, *most)
	check(err)
	show(reports)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// compare runs the jobs in both forms and makes sure that they agree.
func compare(jobs, most int) ([]report, error) {
	dir, err := os.MkdirTemp("", "quickstart")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	site, err := startSite()
	if err != nil {
		return nil, err
	}
	defer site.stop()
	lists, err := writeLists(dir, site.url, jobs)
	if err != nil {
		return nil, err
	}
	// The limit is the same for both forms. Otherwise the blocking one would
	// have a connection for each job, and two more goroutines for each of them.
	transport := &http.Transport{MaxConnsPerHost: most}
	c := &Crawler{Client: &http.Client{Transport: transport}, Tries: 4, Delay: 20 * time.Millisecond}

	blocking := measure("blocking", func() []result { return runBlocking(c, lists) })
	transport.CloseIdleConnections()
	callback := measure("callback", func() []result { return runCallback(c, lists, most) })
	return []report{blocking, callback}, agree(blocking.results, callback.results)
}

// writeLists writes a file for each job: the pages that it is to read. The last
// job's file is missing.
func writeLists(dir, url string, jobs int) ([]string, error) {
	lists := make([]string, jobs)
	for job := range lists {
		lists[job] = filepath.Join(dir, fmt.Sprintf("list%d.txt", job))
		if job == jobs-1 {
			continue
		}
		text := ""
		for page := range pages {
			text += fmt.Sprintf("%s/%d/%d\n", url, job, page)
		}
		if err := os.WriteFile(lists[job], []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

// agree compares the results of the two forms, job by job.
func agree(blocking, callback []result) error {
	for job := range blocking {
		if b, c := blocking[job], callback[job]; b.words != c.words || fmt.Sprint(b.err) != fmt.Sprint(c.err) {
			return fmt.Errorf("job %d: the blocking form returned %d, %v, the callback form %d, %v", job, b.words, b.err, c.words, c.err)
		}
	}
	return nil
}

func show(reports []report) {
	fmt.Println("form        jobs    words  failed  goroutines at peak    time")
	for _, r := range reports {
		words, failed := r.sum()
		fmt.Printf("%-8s  %6d  %7d  %6d  %18d  %6s\n", r.form, len(r.results), words, failed, r.peak, r.took.Round(10*time.Millisecond))
	}
	fmt.Println("all jobs agree")
}
