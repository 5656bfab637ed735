package reactor

import "time"

// Stats are figures of a [Loop]. They can be published by an expvar.Func; JSON
// has durations in nanoseconds.
type Stats struct {
	Turns       uint64        // in which there was something to do
	Calls       uint64        // made, delayed ones included
	Slow        uint64        // calls that the watchdog found to hold the loop too long
	Queued      int           // calls that were handed over and wait to be made
	MostQueued  int           // the greatest number of them at the beginning of a turn
	Timers      int           // delayed calls outstanding
	Operations  int           // under way: threads at work, sleeps; see [Tracker]
	Busy        time.Duration // total time of turns, if they are measured
	LongestTurn time.Duration // if they are measured
}

// Stats returns the loop's figures. It may be called from any goroutine. The
// figures are those of now if the loop is asleep, and otherwise at most some hundred
// calls old; Queued includes what has been handed
// over since.
func (l *Loop) Stats() Stats {
	s := l.in.figures(l.count)
	s.Slow = l.slow.Load()
	return s
}

// Measure makes the loop measure how long its turns take, or stops that. It
// costs two readings of the clock a turn, about 80 ns. It is for the loop's
// goroutine, and for others before the loop runs.
func (l *Loop) Measure(on bool) { l.timed = on }

// time adds a turn that began at begin.
func (l *Loop) time(begin time.Duration) {
	d := l.elapsed() - begin
	l.counted.Busy += d
	if d > l.counted.LongestTurn {
		l.counted.LongestTurn = d
	}
}

// count is the figures as of now.
func (l *Loop) count() Stats {
	c := l.counted
	c.Queued = l.queued()
	c.Timers = l.delays()
	c.Operations = l.ops.count
	return c
}

// show lets others see the figures.
func (l *Loop) show() {
	c := l.count()
	l.told = c.Calls
	l.in.count(c)
}
