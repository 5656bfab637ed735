// Package drive runs the cases of one generated program, each in both forms,
// and tells of the first difference.
//
// A program that meets a difference ends: what it has left behind, a goroutine
// that is stuck, say, could be taken for a difference of the next case. Whoever
// started it starts it again behind that case.
package drive

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/evert-go/evert/internal/trace"
)

// A Message is a line that a program prints, as JSON.
type Message struct {
	Case   int             // its index
	Kind   string          // "begin", "differs", "unstable", "stuck", "outcome", "over"
	N      int             `json:",omitempty"` // the argument
	Detail string          `json:",omitempty"`
	Mode   string          `json:",omitempty"`
	Result []trace.Outcome `json:",omitempty"`
}

// Arguments is the range of n that cases are called with.
const Arguments = 4

// Main runs the cases from the one on that is named by -from. With -outcomes it
// runs the blocking forms only and prints what they do. Reset is called before
// each run.
func Main(cases []trace.Case, reset func()) {
	from := flag.Int("from", 0, "the first `case`")
	seed := flag.Int64("seed", 1, "where the random mixes of waits begin")
	mixes := flag.Int64("mixes", 3, "random mixes of waits")
	outcomes := flag.Bool("outcomes", false, "print what the blocking forms do")
	limit := flag.Duration("limit", 30*time.Second, "for one case")
	flag.Parse()
	for i := *from; i < len(cases); i++ {
		d := &driver{index: i, Case: cases[i], reset: reset}
		d.print(Message{Kind: "begin"})
		watchdog := time.AfterFunc(*limit, func() { d.end(Message{Kind: "stuck", Detail: "takes longer than " + limit.String()}) })
		if *outcomes {
			d.outcomes()
		} else {
			d.compare(*seed, *mixes)
		}
		watchdog.Stop()
	}
	(&driver{index: len(cases)}).print(Message{Kind: "over"})
}

// driver runs one case.
type driver struct {
	trace.Case
	index int
	reset func()
}

func (d *driver) print(m Message) {
	m.Case = d.index
	line, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

// end prints the last message.
func (d *driver) end(m Message) {
	d.print(m)
	os.Exit(3)
}

func (d *driver) blocking(n int) trace.Outcome {
	d.reset()
	return d.RunBlocking(n)
}

func (d *driver) outcomes() {
	var all []trace.Outcome
	for n := range Arguments {
		all = append(all, d.blocking(n))
	}
	d.print(Message{Kind: "outcome", Result: all})
}

// compare runs both forms, with waits that are over at once, later, and mixed.
func (d *driver) compare(seed, mixes int64) {
	for n := range Arguments {
		want := d.blocking(n)
		d.form(n, want, trace.Now, 0)
		d.form(n, want, trace.Later, 0)
		for i := range mixes {
			d.form(n, want, trace.Random, seed+i)
		}
	}
}

// form runs the callback form once.
func (d *driver) form(n int, want trace.Outcome, mode trace.Mode, seed int64) {
	d.reset()
	got := d.RunCallback(n, mode, seed)
	diff := want.Difference(got)
	if diff == "" {
		return
	}
	m := Message{Kind: "differs", N: n, Detail: diff, Mode: fmt.Sprintf("%s %d", mode, seed)}
	if again := want.Difference(d.blocking(n)); again != "" {
		m.Kind, m.Detail = "unstable", again
	}
	d.end(m)
}
