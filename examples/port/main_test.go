package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/examples/port/store"
	"github.com/evert-go/evert/examples/port/upload"
	"github.com/evert-go/evert/reactor"
)

// TestTable holds what is wrong with the client written by hand, and that nothing is
// with the other. The README has the table.
func TestTable(t *testing.T) {
	wrong := map[string]string{
		"complete 0 fails":       "the upload is left open",
		"put 2 and abort fail":   `does not say "broken"; done is called 2 times`,
		"each part is busy once": "fails: the store is busy",
	}
	for _, c := range cases() {
		want := wrong[c.name]
		if want == "" {
			want = "ok"
		}
		if got := c.judge(byHand); got != want {
			t.Errorf("%s: by hand: %s, want %s", c.name, got, want)
		}
		if got := c.judge(generated); got != "ok" {
			t.Errorf("%s: generated: %s", c.name, got)
		}
	}
	var out strings.Builder
	if err := table(&out); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), out.String()) {
		t.Errorf("README.md does not have this table:\n%s", &out)
	}
}

// TestForms compares the blocking form, on a goroutine beside a loop, with the callback
// form.
func TestForms(t *testing.T) {
	for _, c := range cases() {
		loop := reactor.New()
		over := make(chan error)
		go func() { over <- loop.Run() }()
		s := store.New(loop, 0)
		s.Answer = c.answer
		u := &upload.Uploader{Store: upload.Store{Loop: loop, Store: s}, PartSize: partSize, Tries: tries}
		want := u.Upload("file", c.reader())
		loop.Stop()
		if err := <-over; err != nil {
			t.Fatal(err)
		}

		clock := reactor.NewClock(time.Unix(0, 0))
		s2 := store.New(clock, 0)
		s2.Answer = c.answer
		u = &upload.Uploader{Store: upload.Store{Loop: clock, Store: s2}, PartSize: partSize, Tries: tries}
		d := u.UploadDeferred(clock, "file", c.reader())
		clock.Advance(time.Second)
		_, got, ok := d.Result()
		if !ok || fmt.Sprint(got) != fmt.Sprint(want) || fmt.Sprint(s.Files, s.Open) != fmt.Sprint(s2.Files, s2.Open) {
			t.Errorf("%s: the callback form: %v, %v, %v, the blocking form: %v, %v, %v", c.name, got, s2.Files, s2.Open, want, s.Files, s.Open)
		}
	}
}

// TestCancel cancels an upload after some parts: it is aborted. By hand there is no way.
func TestCancel(t *testing.T) {
	clock := reactor.NewClock(time.Unix(0, 0))
	s := store.New(clock, time.Second)
	u := &upload.Uploader{Store: upload.Store{Loop: clock, Store: s}, PartSize: partSize, Tries: tries}
	d := u.UploadDeferred(clock, "file", strings.NewReader(content))
	for range 3 {
		clock.Advance(time.Second)
	}
	if len(s.Open["upload 1"]) != 2 {
		t.Fatalf("after three calls there is %v", s.Open)
	}
	d.Cancel()
	for range 5 {
		clock.Advance(time.Second)
	}
	if _, err, ok := d.Result(); !ok || !errors.Is(err, deferred.ErrCancelled) || len(s.Open) != 0 {
		t.Errorf("the outcome is %v (over: %v), and open is %v", err, ok, s.Open)
	}
}

// depth is a store that is asked in place, and notes how deep the stack is.
type depth struct {
	*store.Simulated
	frames []int
}

func (d *depth) Put(id string, part int, data []byte, done func(string, error)) {
	d.frames = append(d.frames, runtime.Callers(0, make([]uintptr, 1<<16)))
	d.Simulated.Put(id, part, data, done)
}

// TestDepth uploads many parts to a store that answers in place. By hand the stack gets
// deeper with each; generated it does not.
func TestDepth(t *testing.T) {
	const parts = 1000
	for name, c := range map[string]struct {
		start client
		deep  bool
	}{"by hand": {byHand, true}, "generated": {generated, false}} {
		clock := reactor.NewClock(time.Unix(0, 0))
		d := &depth{Simulated: store.New(clock, 0)}
		over := 0
		c.start(clock, d, io.LimitReader(endless{}, parts*partSize), func(err error) {
			if over++; err != nil {
				t.Error(err)
			}
		})
		first, last := d.frames[0], d.frames[len(d.frames)-1]
		if over != 1 || len(d.frames) != parts || (last > first+parts) != c.deep || !c.deep && last > first+10 {
			t.Errorf("%s: %d parts, over %d times, %d calls on the stack at the first and %d at the last", name, len(d.frames), over, first, last)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
