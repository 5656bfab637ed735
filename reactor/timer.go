package reactor

import (
	"math"
	"time"
)

// A Timer is the DelayedCall of a [Loop] and of a [Clock]. Its methods are for
// the reactor's goroutine.
type Timer struct {
	at   time.Duration // since the start of the reactor, or one of the following
	key  uint64        // breaks the tie of equal deadlines; 0 if the call is not to be made
	slot uint64        // the key of its slot in the heap; 0 if it has none
	f    func()
	s    *schedule
}

const (
	made      = -1
	dismissed = -2
)

// newTimer adds a call after d.
func newTimer(s *schedule, d time.Duration, f func()) *Timer {
	t := &Timer{f: f, s: s}
	t.arm(d)
	s.live++
	s.push(t)
	return t
}

// arm sets when the call is to be made.
func (t *Timer) arm(d time.Duration) {
	if d < 0 {
		d = 0
	}
	s := t.s
	now := s.host.elapsed()
	if t.at = now + d; t.at < now {
		t.at = math.MaxInt64
	}
	s.seq++
	t.key = s.host.tie(s.seq)
}

// Cancel implements [DelayedCall]. The error is [ErrCalled] or
// [ErrCallCancelled] if there is nothing to cancel any more.
func (t *Timer) Cancel() error {
	if err := t.gone(); err != nil {
		return err
	}
	t.at, t.key, t.slot, t.f = dismissed, 0, 0, nil
	t.s.drop(t)
	return nil
}

// Reset implements [Resetter]. A call that is reset comes after those with the
// same deadline that were there before. The errors are those of Cancel.
func (t *Timer) Reset(d time.Duration) error {
	if err := t.gone(); err != nil {
		return err
	}
	was := t.at
	t.arm(d)
	if t.slot == 0 || t.at < was {
		t.s.push(t) // it has no slot, or one that comes up too late
	}
	if n := len(t.s.heap); n > 64 && n/2 > t.s.live {
		t.s.compact()
	}
	return nil
}

// Active reports whether the call is still to be made.
func (t *Timer) Active() bool { return t.at >= 0 }

func (t *Timer) gone() error {
	switch t.at {
	case made:
		return ErrCalled
	case dismissed:
		return ErrCallCancelled
	}
	return nil
}
