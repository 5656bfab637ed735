// Port runs two clients that upload files in parts, one with callbacks written by hand
// and one that was written the blocking way and generated, through everything that may
// go wrong, and shows how they do.
//
//	go generate ./examples/port/...   writes upload/upload_deferred.go
//	go run ./examples/port            the table
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"testing/iotest"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/examples/port/byhand"
	"github.com/evert-go/evert/examples/port/store"
	"github.com/evert-go/evert/examples/port/upload"
	"github.com/evert-go/evert/reactor"
)

func main() {
	if err := table(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "port:", err)
		os.Exit(1)
	}
}

// table prints what is wrong with each client in each case.
func table(w io.Writer) error {
	fmt.Fprintf(w, "%-22s  %-50s  %s\n", "case", "written by hand", "generated")
	for _, c := range cases() {
		byHand, generated := c.judge(byHand), c.judge(generated)
		if _, err := fmt.Fprintf(w, "%-22s  %-50s  %s\n", c.name, byHand, generated); err != nil {
			return err
		}
	}
	return nil
}

const (
	partSize = 4
	content  = "a file of five parts"
	tries    = 3
)

var errBroken = errors.New("broken")

// A scenario is one thing that happens during an upload.
type scenario struct {
	name    string
	content string
	broken  bool                           // reading fails at the end
	answer  func(call string, n int) error // of the store
	want    []error                        // what the outcome is, in the sense of errors.Is; nil: the file is there
}

// cases makes each call fail in turn, each part busy, and reading fail.
func cases() []scenario {
	all := []scenario{
		{name: "nothing happens", content: content},
		{name: "an empty file"},
		{name: "reading fails", content: content, broken: true, want: []error{errBroken}},
		failing("begin", 0),
		failing("complete", 0),
	}
	for n := range (len(content) + partSize - 1) / partSize {
		all = append(all, failing("put", n))
	}
	all = append(all, scenario{
		name: "put 2 and abort fail", content: content, want: []error{errBroken, errAbort},
		answer: func(call string, n int) error {
			switch {
			case call == "put" && n == 2:
				return errBroken
			case call == "abort":
				return errAbort
			}
			return nil
		},
	}, scenario{
		name: "each part is busy once", content: content,
		answer: func(call string, n int) error {
			if call == "put" && n%2 == 0 {
				return store.ErrBusy
			}
			return nil
		},
	}, scenario{
		name: "the store stays busy", content: content, want: []error{store.ErrBusy},
		answer: func(call string, n int) error {
			if call == "put" && n >= 2 {
				return store.ErrBusy
			}
			return nil
		},
	})
	return all
}

var errAbort = errors.New("abort is broken, too")

func failing(call string, n int) scenario {
	return scenario{
		name: fmt.Sprintf("%s %d fails", call, n), content: content, want: []error{errBroken},
		answer: func(c string, i int) error {
			if c == call && i == n {
				return errBroken
			}
			return nil
		},
	}
}

func (c scenario) reader() io.Reader {
	r := io.Reader(strings.NewReader(c.content))
	if c.broken {
		r = io.MultiReader(r, iotest.ErrReader(errBroken))
	}
	return r
}

// A client begins an upload, and calls done when it is over.
type client func(r reactor.Reactor, s store.Store, src io.Reader, done func(error))

func byHand(r reactor.Reactor, s store.Store, src io.Reader, done func(error)) {
	u := &byhand.Uploader{Store: s, Loop: r, PartSize: partSize, Tries: tries, Delay: time.Second}
	u.Upload("file", src, done)
}

func generated(r reactor.Reactor, s store.Store, src io.Reader, done func(error)) {
	u := &upload.Uploader{Store: upload.Store{Loop: r, Store: s}, PartSize: partSize, Tries: tries, Delay: time.Second}
	u.UploadDeferred(r, "file", src).Observe(func(o deferred.Outcome[deferred.Void]) { done(o.Err) })
}

// judge runs an upload with answers that come later and with answers in place, and says
// what is wrong.
func (c scenario) judge(start client) string {
	wrong := map[string]bool{}
	for _, latency := range []time.Duration{time.Millisecond, 0} {
		clock := reactor.NewClock(time.Unix(0, 0))
		s := store.New(clock, latency)
		s.Answer = c.answer
		var outcomes []error
		start(clock, s, c.reader(), func(err error) { outcomes = append(outcomes, err) })
		for range 100 {
			clock.Advance(time.Second)
		}
		for _, w := range c.complaints(s, outcomes) {
			wrong[w] = true
		}
	}
	if len(wrong) == 0 {
		return "ok"
	}
	var all []string
	for w := range wrong {
		all = append(all, w)
	}
	sort.Strings(all)
	return strings.Join(all, "; ")
}

// complaints compares what came of an upload with what should have.
func (c scenario) complaints(s *store.Simulated, outcomes []error) []string {
	var wrong []string
	if len(outcomes) != 1 {
		wrong = append(wrong, fmt.Sprintf("done is called %d times", len(outcomes)))
	}
	if len(outcomes) > 0 {
		wrong = append(wrong, c.outcome(outcomes[0])...)
	}
	file, ok := s.Files["file"]
	switch {
	case ok && len(c.want) > 0:
		wrong = append(wrong, "there is a file")
	case file != c.content && ok:
		wrong = append(wrong, "the file is not what was read")
	}
	if len(s.Open) > 0 && !c.aborts() {
		wrong = append(wrong, "the upload is left open")
	}
	return wrong
}

// outcome complains of an error.
func (c scenario) outcome(err error) []string {
	if len(c.want) == 0 && err != nil {
		return []string{fmt.Sprintf("fails: %v", err)}
	}
	var wrong []string
	for _, want := range c.want {
		if !errors.Is(err, want) {
			wrong = append(wrong, fmt.Sprintf("does not say %q", want))
		}
	}
	return wrong
}

// aborts reports a case in which the upload has to be left open.
func (c scenario) aborts() bool {
	return c.answer != nil && c.answer("abort", 0) != nil
}
