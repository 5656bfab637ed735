package main

import (
	"os"
	"strings"
	"testing"
)

// TestMain is the web site in the second process.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "serve" {
		check(serve())
		return
	}
	os.Exit(m.Run())
}

// TestForms runs both forms and compares them with what is known of the site.
func TestForms(t *testing.T) {
	const jobs, most = 60, 4
	reports, err := compare(jobs, most)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		for job, res := range r.results {
			words, problem := expected(job, jobs)
			if res.words != words {
				t.Errorf("%s form, job %d: %d words, want %d", r.form, job, res.words, words)
			}
			if problem == "" && res.err != nil || problem != "" && (res.err == nil || !strings.Contains(res.err.Error(), problem)) {
				t.Errorf("%s form, job %d: error %v, want one with %q", r.form, job, res.err, problem)
			}
		}
	}
	blocking, callback := reports[0].peak, reports[1].peak
	if blocking < jobs {
		t.Errorf("the blocking form had %d goroutines at its peak, with one for each of %d jobs", blocking, jobs)
	}
	// The pool, two for each connection, those that dial or are about to end,
	// the test's own.
	if limit := 4*most + 12; callback > limit {
		t.Errorf("the callback form had %d goroutines at its peak, want at most %d", callback, limit)
	}
}

// expected is what a job comes to, and what its error mentions.
func expected(job, jobs int) (words int, problem string) {
	if job == jobs-1 {
		return 0, "no such file"
	}
	for page := range pages {
		switch {
		case missing(job, page):
		case broken(job, page):
			return words, "500 Internal Server Error"
		default:
			words += wordsOf(job, page)
		}
	}
	return words, ""
}

// TestAgree makes sure that the comparison is not blind.
func TestAgree(t *testing.T) {
	same := []result{{words: 1}, {err: errBusy}}
	if err := agree(same, []result{{words: 1}, {err: errBusy}}); err != nil {
		t.Error(err)
	}
	for _, other := range [][]result{{{words: 2}, {err: errBusy}}, {{words: 1}, {}}, {{words: 1}, {err: errGone}}} {
		if agree(same, other) == nil {
			t.Errorf("%v and %v agree", same, other)
		}
	}
}
