package reactor

import (
	"bytes"
	"fmt"
	"log"
	"runtime"
	"sync/atomic"
	"time"
)

// A Watchdog says when a call holds a [Loop] too long, and what is to be done
// about it. The zero value is ready for use.
type Watchdog struct {
	// Limit is how long a call may take: 25 ms if it is 0. One that takes less
	// than a quarter more may be missed.
	Limit time.Duration
	// Report is called, while the call is still at work, on another goroutine,
	// which watches all loops and so should not be kept waiting. The default,
	// nil, logs it.
	Report func(SlowCall)
	// PerMinute bounds how many calls are reported in a minute: 5 if it is 0.
	PerMinute int
}

// A SlowCall is a call that a [Watchdog] found.
type SlowCall struct {
	Loop    *Loop
	Lasted  time.Duration // until now, at least
	Stack   []byte        // of the loop's goroutine, as by debug.Stack; nil if it is over already
	Skipped int           // how many were found since the last report, but not reported
}

// String tells the call in a line, and below it the innermost part of its stack.
func (s SlowCall) String() string {
	skipped := ""
	if s.Skipped > 0 {
		skipped = fmt.Sprintf(" (and %d others were found)", s.Skipped)
	}
	return fmt.Sprintf("a call holds the loop for %v%s\n%s", s.Lasted.Round(time.Millisecond), skipped, innermost(s.Stack))
}

// innermost is the beginning of a stack.
func innermost(stack []byte) []byte {
	end := 0
	for lines := 0; lines < 41; lines++ {
		n := bytes.IndexByte(stack[end:], '\n')
		if n < 0 {
			return stack
		}
		end += n + 1
	}
	return append(stack[:end:end], "..."...)
}

const (
	defaultLimit     = 25 * time.Millisecond
	defaultPerMinute = 5
)

// Watch makes w watch the loop from now on, in place of a watchdog that did so
// before; a negative limit ends that. A call of a loop that is watched costs one
// atomic store and one load more. In builds with the tag evertdebug a zero Watchdog watches
// every loop that is not told otherwise. It is for the goroutine that runs the
// loop, and for others before it runs.
func (l *Loop) Watch(w Watchdog) {
	if l.watched != nil {
		l.watched.leave()
	}
	l.watched, l.unwatched = nil, w.Limit < 0
	if l.unwatched {
		return
	}
	if w.Limit == 0 {
		w.Limit = defaultLimit
	}
	if w.PerMinute == 0 {
		w.PerMinute = defaultPerMinute
	}
	if w.Report == nil {
		w.Report = func(s SlowCall) { log.Printf("reactor: %v", s) }
	}
	l.watched = &watched{Watchdog: w, loop: l}
	if l.running {
		l.watched.enter()
	}
}

// A watched is what the watchdog and a loop share. The loop writes what it is
// doing into a word, and the watchdog looks whether that has changed since it
// looked last.
type watched struct {
	Watchdog
	loop  *Loop
	calls uint64        // as in word
	word  atomic.Uint64 // how many calls began, times two, and one if the loop is not at rest
	id    atomic.Uint64 // of the loop's goroutine

	// The watchdog's own.
	seen     uint64 // word, when it changed
	since    time.Time
	told     bool // about seen
	minute   time.Time
	reported int // in that minute
	skipped  int
}

// begin notes that the next call begins.
func (w *watched) begin() {
	w.calls += 2
	w.word.Store(w.calls | 1)
	theDog.rouse()
}

// rest notes that the loop goes to sleep.
func (w *watched) rest() { w.word.Store(w.calls) }

// enter begins a run.
func (w *watched) enter() {
	w.id.Store(goroutine())
	w.begin()
	theDog.watch(w)
}

// leave ends it.
func (w *watched) leave() {
	w.rest()
	theDog.forget(w)
}

// settled reports whether there is nothing to look for until the loop goes on: it
// is at rest, or the call that it is in has been found.
func (w *watched) settled() bool {
	word := w.word.Load()
	return word&1 == 0 || w.told && word == w.seen
}

// look finds out whether the same call has been at work for too long.
func (w *watched) look(now time.Time) (*SlowCall, bool) {
	word := w.word.Load()
	if word != w.seen {
		w.seen, w.since, w.told = word, now, false
		return nil, false
	}
	lasted := now.Sub(w.since)
	if word&1 == 0 || w.told || lasted < w.Limit {
		return nil, false
	}
	w.told = true
	w.loop.slow.Add(1)
	if now.Sub(w.minute) >= time.Minute {
		w.minute, w.reported = now, 0
	}
	if w.reported >= w.PerMinute {
		w.skipped++
		return nil, false
	}
	w.reported++
	s := &SlowCall{Loop: w.loop, Lasted: lasted, Stack: stackOf(w.id.Load()), Skipped: w.skipped}
	if w.word.Load() != word {
		s.Stack = nil // that of something else
	}
	w.skipped = 0
	return s, true
}

// stackOf is the stack of a goroutine.
func stackOf(id uint64) []byte {
	head := []byte(fmt.Sprintf("goroutine %d [", id))
	for size := 64 << 10; size <= 64<<20; size *= 4 {
		buf := make([]byte, size)
		n := runtime.Stack(buf, true)
		for _, s := range bytes.Split(buf[:n], []byte("\n\n")) {
			if bytes.HasPrefix(s, head) {
				return append([]byte(nil), s...)
			}
		}
		if n < size {
			break
		}
	}
	return nil
}
