package reactor

import "time"

// A schedule holds delayed calls, the earliest first and, among equal ones, in
// the order in which they came. Most calls are timeouts that are cancelled, so
// it is made for that: a heap with four children to a node, whose slots hold all
// that is compared. A call that is cancelled or put off is only marked; its slot
// is dropped, or moved, when it comes to the top or there are too many of them.
type schedule struct {
	host     timerHost
	heap     []slot
	live     int    // calls outstanding
	seq      uint64 // of the last call asked for; the first is 1
	shuffled bool   // equal deadlines are not in the order in which they came
	due      []slot // taken from the heap to be made in this turn, from next on
	next     int
}

// A slot is a place in the heap. It is stale if its timer has another one, or
// none.
type slot struct {
	at  time.Duration // since the start of the reactor
	key uint64        // breaks the tie of equal deadlines; no two are equal
	t   *Timer
}

// timerHost is the reactor that a schedule belongs to.
type timerHost interface {
	elapsed() time.Duration
	tie(seq uint64) uint64
}

// seqBits is how much of the key of a shuffled schedule tells when the call was
// asked for. The rest, above, is random.
const seqBits = 40

func before(a, b *slot) bool { return a.at < b.at || a.at == b.at && a.key < b.key }

// asked is the sequence number of a slot's call.
func (s *schedule) asked(key uint64) uint64 {
	if s.shuffled {
		return key & (1<<seqBits - 1)
	}
	return key
}

// push gives a timer its slot.
func (s *schedule) push(t *Timer) {
	t.slot = t.key
	s.heap = append(s.heap, slot{})
	s.up(len(s.heap)-1, slot{t.at, t.key, t})
}

// drop notes that a call will not be made. It is usually too costly to look for
// its slot, unless it is the last one, as that of a timeout often is.
func (s *schedule) drop(t *Timer) {
	s.live--
	last := len(s.heap) - 1
	if last >= 0 && s.heap[last].t == t {
		s.heap[last] = slot{}
		s.heap = s.heap[:last]
	}
	if last > 64 && last/2 > s.live {
		s.compact()
	}
}

// compact drops all stale slots and puts the others right.
func (s *schedule) compact() {
	kept := s.heap[:0]
	for _, e := range s.heap {
		if e.key == e.t.slot {
			e.t.slot = e.t.key
			kept = append(kept, slot{e.t.at, e.t.key, e.t})
		}
	}
	for i := len(kept); i < len(s.heap); i++ {
		s.heap[i] = slot{}
	}
	s.heap = kept
	for i := (len(kept) - 2) / 4; i >= 0 && len(kept) > 1; i-- {
		s.down(i, kept[i])
	}
}

// top returns the first slot that is as it should be; nil if there is none.
func (s *schedule) top() *slot {
	for len(s.heap) > 0 {
		e := &s.heap[0]
		switch t := e.t; {
		case e.key != t.slot: // cancelled, or brought forward
			s.pop()
		case e.key != t.key: // put off
			t.slot = t.key
			s.down(0, slot{t.at, t.key, t})
		default:
			return e
		}
	}
	return nil
}

// first returns the deadline of the earliest call.
func (s *schedule) first() (at time.Duration, ok bool) {
	if s.live == 0 {
		return 0, false
	}
	for s.next < len(s.due) { // a panic left them behind
		if e := &s.due[s.next]; e.t.key == e.key {
			return e.at, true
		}
		s.next++
	}
	if e := s.top(); e != nil {
		return e.at, true
	}
	return 0, false
}

// collect takes at most most calls that are due at now from the heap, and
// reports whether there are any. What is asked for while they are made is not
// among them: it is for a later turn.
func (s *schedule) collect(now time.Duration, most int) bool {
	if s.next < len(s.due) {
		return true
	}
	s.due, s.next = s.due[:0], 0
	for len(s.due) < most {
		e := s.top()
		if e == nil || e.at > now {
			break
		}
		e.t.slot = 0
		s.due = append(s.due, *e)
		s.pop()
	}
	return len(s.due) > 0
}

// take returns the next call that was collected; nil if there is none.
func (s *schedule) take() (f func(), key uint64) {
	for s.next < len(s.due) {
		e := s.due[s.next]
		s.due[s.next] = slot{}
		s.next++
		if t := e.t; t.key == e.key { // neither cancelled nor reset since
			f, t.f = t.f, nil
			t.key, t.at = 0, made
			s.live--
			return f, e.key
		}
	}
	return nil, 0
}

// clear drops all calls.
func (s *schedule) clear() {
	for _, list := range [][]slot{s.heap, s.due[s.next:]} {
		for _, e := range list {
			if t := e.t; t.Active() {
				t.f, t.key, t.slot, t.at = nil, 0, 0, dismissed
			}
		}
	}
	s.heap, s.due, s.next, s.live = nil, nil, 0, 0
}

// pop removes the slot at the top.
func (s *schedule) pop() {
	last := len(s.heap) - 1
	e := s.heap[last]
	s.heap[last] = slot{}
	s.heap = s.heap[:last]
	if last > 0 {
		s.down(0, e)
	}
}

// up puts e in the place i, or above.
func (s *schedule) up(i int, e slot) {
	h := s.heap
	for i > 0 {
		parent := (i - 1) / 4
		if !before(&e, &h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// down puts e in the place i, or below.
func (s *schedule) down(i int, e slot) {
	h := s.heap
	for {
		best, end := 4*i+1, 4*i+5
		if best >= len(h) {
			break
		}
		if end > len(h) {
			end = len(h)
		}
		for c := best + 1; c < end; c++ {
			if before(&h[c], &h[best]) {
				best = c
			}
		}
		if !before(&h[best], &e) {
			break
		}
		h[i] = h[best]
		i = best
	}
	h[i] = e
}
