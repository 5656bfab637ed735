package reactor

import (
	"math"
	"time"
)

// A schedule holds delayed calls, the earliest first and, among equal ones, in
// the order in which they came: a heap with four children to a node, which is
// flatter than the usual two and faster, since most calls are timeouts that
// are cancelled.
type schedule struct {
	heap     []*Timer
	seq      uint64 // of the next call
	shuffled bool   // equal deadlines are not in the order in which they came
}

// A Timer is the DelayedCall of a [Loop] and of a [Clock].
type Timer struct {
	at    time.Duration // since the start of the reactor
	key   uint64        // breaks the tie of equal deadlines
	seq   uint64        // when it was asked for
	index int           // in the heap, or one of the following
	f     func()
	host  timerHost
}

const (
	made      = -1
	dismissed = -2
)

// timerHost is the reactor that a Timer belongs to.
type timerHost interface {
	calls() *schedule
	elapsed() time.Duration
	tie(seq uint64) uint64
}

// newTimer adds a call after d.
func newTimer(h timerHost, d time.Duration, f func()) *Timer {
	t := &Timer{f: f, host: h}
	t.arm(d)
	s := h.calls()
	t.index = len(s.heap)
	s.heap = append(s.heap, t)
	s.up(t.index)
	return t
}

func (t *Timer) arm(d time.Duration) {
	if d < 0 {
		d = 0
	}
	now := t.host.elapsed()
	if t.at = now + d; t.at < now {
		t.at = math.MaxInt64
	}
	s := t.host.calls()
	t.seq = s.seq
	t.key = t.host.tie(s.seq)
	s.seq++
}

// Cancel implements [DelayedCall].
func (t *Timer) Cancel() error {
	if err := t.gone(); err != nil {
		return err
	}
	t.host.calls().remove(t)
	t.index, t.f = dismissed, nil
	return nil
}

// Reset implements [Resetter]. A call that is reset comes after those with the
// same deadline that were there before.
func (t *Timer) Reset(d time.Duration) error {
	if err := t.gone(); err != nil {
		return err
	}
	t.arm(d)
	s := t.host.calls()
	s.down(t.index)
	s.up(t.index)
	return nil
}

// Active reports whether the call is still to be made.
func (t *Timer) Active() bool { return t.index >= 0 }

func (t *Timer) gone() error {
	switch t.index {
	case made:
		return ErrCalled
	case dismissed:
		return ErrCallCancelled
	}
	return nil
}

// first returns the deadline of the earliest call.
func (s *schedule) first() (at time.Duration, ok bool) {
	if len(s.heap) == 0 {
		return 0, false
	}
	return s.heap[0].at, true
}

// runDue makes the calls that are due at now, but not those that are asked for
// meanwhile: they are for a later turn.
func (s *schedule) runDue(now time.Duration) {
	for before := s.seq; ; {
		t := s.due(now, before)
		if t == nil {
			return
		}
		f := t.f
		s.remove(t)
		t.index, t.f = made, nil
		f()
	}
}

// due returns the first call due at now that was asked for before before. One
// asked for later can be in front of it only if the schedule is shuffled.
func (s *schedule) due(now time.Duration, before uint64) *Timer {
	if len(s.heap) == 0 || s.heap[0].at > now {
		return nil
	}
	if t := s.heap[0]; t.seq < before {
		return t
	}
	if !s.shuffled {
		return nil
	}
	var first *Timer
	for _, t := range s.heap {
		if t.at <= now && t.seq < before && (first == nil || less(t, first)) {
			first = t
		}
	}
	return first
}

func less(a, b *Timer) bool { return a.at < b.at || a.at == b.at && a.key < b.key }

func (s *schedule) remove(t *Timer) {
	i, last := t.index, len(s.heap)-1
	end := s.heap[last]
	s.heap[last] = nil
	s.heap = s.heap[:last]
	if i == last {
		return
	}
	s.set(i, end)
	s.down(i)
	s.up(end.index)
}

func (s *schedule) set(i int, t *Timer) {
	s.heap[i] = t
	t.index = i
}

func (s *schedule) up(i int) {
	t := s.heap[i]
	for i > 0 {
		parent := (i - 1) / 4
		if !less(t, s.heap[parent]) {
			break
		}
		s.set(i, s.heap[parent])
		i = parent
	}
	s.set(i, t)
}

func (s *schedule) down(i int) {
	t := s.heap[i]
	for {
		best, end := 4*i+1, 4*i+5
		if best >= len(s.heap) {
			break
		}
		if end > len(s.heap) {
			end = len(s.heap)
		}
		for c := best + 1; c < end; c++ {
			if less(s.heap[c], s.heap[best]) {
				best = c
			}
		}
		if !less(s.heap[best], t) {
			break
		}
		s.set(i, s.heap[best])
		i = best
	}
	s.set(i, t)
}
