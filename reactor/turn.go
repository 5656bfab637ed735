package reactor

import "time"

// turn makes the calls that were handed over or became due before it began.
func (l *Loop) turn() {
	ran := l.posted()
	if l.delays() > 0 && l.delayed() {
		ran = true
	}
	if ran {
		l.counted.Turns++
		if l.counted.Calls-l.told >= showCalls {
			l.show()
		}
	}
}

// timedTurn is turn, and measures it, however it ends.
func (l *Loop) timedTurn() {
	defer l.time(l.elapsed())
	l.turn()
}

// posted makes calls that were handed over, up to the limit for a turn.
func (l *Loop) posted() bool {
	if l.next == len(l.batch) {
		l.fetch()
	} else if !l.mail.more() && len(l.soon) == 0 && l.in.has(hasMail) {
		l.open() // that came after the call that ended a sleep
	}
	n := 0
	for n < turnCalls {
		if l.next == len(l.batch) {
			if !l.mail.more() {
				break
			}
			l.following()
		}
		f := l.batch[l.next]
		l.batch[l.next] = nil
		l.next++
		n++
		l.call(f)
	}
	return n > 0
}

// fetch takes the next batch. What the loop's goroutine handed over by CallSoon
// comes before what is in the inbox: else it would have gone there, too.
func (l *Loop) fetch() {
	if l.mail.more() {
		l.following()
		return
	}
	if cap(l.batch) > 64*turnCalls && len(l.batch) < cap(l.batch)/8 {
		l.batch = nil // room that is seldom needed
	}
	l.batch, l.soon, l.next = l.soon, l.batch[:0], 0
	n := len(l.batch)
	if l.in.has(hasMail) {
		l.open()
		n = l.queued()
	}
	if n > l.counted.MostQueued {
		l.counted.MostQueued = n
	}
}

// A mail is what a loop has taken from its inbox.
type mail struct {
	rest [][]func() // to be made after the loop's batch
	room [][]func() // where rest is
	done [][]func() // have been made
}

// more reports whether there is something left.
func (m *mail) more() bool { return m != nil && len(m.rest) > 0 }

// open takes what is in the inbox.
func (l *Loop) open() {
	m := l.mail
	if m == nil {
		m = &mail{}
		l.mail = m
	}
	m.rest = l.in.take(m.room[:0], m.done)
	m.room = m.rest
	for i := range m.done {
		m.done[i] = nil
	}
	m.done = m.done[:0]
	if l.next == len(l.batch) {
		l.following()
	}
}

// following goes on with the batch after one that has been made, which is kept to
// be used again.
func (l *Loop) following() {
	m := l.mail
	if len(m.done) < mostSpare && cap(l.batch) > 0 && cap(l.batch) <= turnCalls {
		m.done = append(m.done, l.batch)
	}
	l.batch, l.next = m.rest[0], 0
	m.rest[0] = nil
	m.rest = m.rest[1:]
}

// queued is how many calls are to be made, without those in the inbox.
func (l *Loop) queued() int {
	n := len(l.batch) - l.next + len(l.soon)
	if l.mail.more() {
		for _, b := range l.mail.rest {
			n += len(b)
		}
	}
	return n
}

// delayed makes calls that are due, up to the limit for a turn.
func (l *Loop) delayed() bool {
	at, ok := l.timers.first()
	if !ok {
		return false
	}
	now := l.elapsed()
	if at > now {
		return false
	}
	l.timers.collect(now, turnCalls)
	for f, _ := l.timers.take(); f != nil; f, _ = l.timers.take() {
		l.call(f)
	}
	return true
}

// call makes one call.
func (l *Loop) call(f func()) {
	l.counted.Calls++
	if l.watched != nil {
		l.watched.begin()
	}
	f()
}

// ready reports whether there is something to do at once, without delayed calls.
func (l *Loop) ready() bool {
	return l.next < len(l.batch) || l.mail.more() || len(l.soon) > 0 || l.in.has(hasMail)
}

// sleep waits for a call from a thread, or for the next delayed call. It is a
// plain channel receive where there is no delayed call, so that the runtime
// sees a deadlock when nothing can ever wake it.
func (l *Loop) sleep() {
	var at, d time.Duration
	ok := false
	if l.delays() > 0 {
		at, ok = l.timers.first()
	}
	if ok {
		if d = at - l.elapsed(); d <= 0 {
			return
		}
	}
	wake := l.in.nap()
	if wake == nil {
		return
	}
	if l.watched != nil {
		l.watched.rest()
		defer l.watched.begin()
	}
	if !ok {
		l.disarm()
		l.woken(<-wake)
		return
	}
	l.arm(at, d)
	select {
	case f := <-wake:
		l.woken(f)
	case <-l.alarm.C:
		l.armed = 0
		l.woken(l.in.awake())
	}
}

// woken makes the call that ended a sleep, if it was one, the next batch.
func (l *Loop) woken(f func()) {
	if f != nil {
		l.batch, l.next = append(l.batch[:0], f), 0
	}
}

// arm sees to it that the alarm goes off after d, at at. One that is set to that
// already is left alone: the deadline of the next call seldom changes while
// there are posts.
func (l *Loop) arm(at, d time.Duration) {
	if l.alarm == nil {
		l.alarm = time.NewTimer(d)
	} else if l.armed != at {
		// A tick that was left behind only makes the next sleep short.
		l.alarm.Reset(d)
	}
	l.armed = at
}

// disarm leaves no alarm behind, which would keep the program awake.
func (l *Loop) disarm() {
	if l.armed != 0 {
		l.alarm.Stop()
		l.armed = 0
	}
}
