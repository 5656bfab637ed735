// A pipeline of stages over JSON records, with errors beside the results.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"sync"
)

const input = `{"user":"ann","amount":12.5,"tags":["a","b"]}
{"user":"bob","amount":-3}
not json
{"user":"cid","amount":7,"tags":["b"]}

{"user":"ann","amount":0.5,"tags":["c"]}
{"user":"","amount":1}
`

type record struct {
	User   string   `json:"user"`
	Amount float64  `json:"amount"`
	Tags   []string `json:"tags,omitempty"`
	line   int
}

type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e *lineError) Unwrap() error { return e.err }

var errInvalid = errors.New("invalid record")

func read(r io.Reader, errs chan<- error) <-chan record {
	out := make(chan record)
	go func() {
		defer close(out)
		sc := bufio.NewScanner(r)
		for n := 1; sc.Scan(); n++ {
			text := strings.TrimSpace(sc.Text())
			if text == "" {
				continue
			}
			rec := record{line: n}
			if err := json.Unmarshal([]byte(text), &rec); err != nil {
				errs <- &lineError{n, err}
				continue
			}
			out <- rec
		}
		if err := sc.Err(); err != nil {
			errs <- err
		}
	}()
	return out
}

func stage(in <-chan record, errs chan<- error, f func(*record) error) <-chan record {
	out := make(chan record)
	go func() {
		defer close(out)
		for rec := range in {
			if err := f(&rec); err != nil {
				errs <- &lineError{rec.line, err}
				continue
			}
			out <- rec
		}
	}()
	return out
}

func validate(r *record) error {
	switch {
	case r.User == "":
		return fmt.Errorf("%w: no user", errInvalid)
	case r.Amount < 0:
		return fmt.Errorf("%w: negative amount %g", errInvalid, r.Amount)
	}
	return nil
}

func enrich(r *record) error {
	r.Tags = append(r.Tags, "seen")
	r.Amount *= 2
	return nil
}

type summary struct {
	Total float64        `json:"total"`
	Users map[string]int `json:"users"`
	Tags  []string       `json:"tags"`
}

func summarize(in <-chan record) (s summary) {
	s.Users = map[string]int{}
	tags := map[string]bool{}
	for r := range in {
		s.Total += r.Amount
		s.Users[r.User]++
		for _, t := range r.Tags {
			tags[t] = true
		}
	}
	for t := range tags {
		s.Tags = append(s.Tags, t)
	}
	sort.Strings(s.Tags)
	return s
}

func main() {
	errs := make(chan error)
	var all []error
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for err := range errs {
			all = append(all, err)
		}
	}()
	recs := read(strings.NewReader(input), errs)
	for _, f := range []func(*record) error{validate, enrich} {
		recs = stage(recs, errs, f)
	}
	s := summarize(recs)
	close(errs)
	wg.Wait()
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		panic(err)
	}
	sort.Slice(all, func(i, j int) bool {
		var a, b *lineError
		return errors.As(all[i], &a) && errors.As(all[j], &b) && a.line < b.line
	})
	for _, err := range all {
		var se *json.SyntaxError
		fmt.Println(err, errors.Is(err, errInvalid), errors.As(err, &se))
	}
	if len(all) > 0 {
		os.Exit(3)
	}
}
