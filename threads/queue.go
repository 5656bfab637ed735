package threads

// A task is a function that a [Pool] runs.
type task struct {
	run        func()
	owner      dropper // nil if nobody is told
	prev, next *task
}

// A dropper is told that its task will not be run.
type dropper interface{ drop(err error) }

// tasks are a queue, from which one in the middle can be removed.
type tasks struct {
	ring task // its next is the first task, its prev the last
	len  int
}

func (q *tasks) add(t *task) {
	if q.ring.next == nil {
		q.ring.next, q.ring.prev = &q.ring, &q.ring
	}
	t.prev, t.next = q.ring.prev, &q.ring
	t.prev.next, t.next.prev = t, t
	q.len++
}

// remove reports whether t was queued.
func (q *tasks) remove(t *task) bool {
	if t.next == nil {
		return false
	}
	t.prev.next, t.next.prev = t.next, t.prev
	t.prev, t.next = nil, nil
	q.len--
	return true
}

// take removes the first task; there is one.
func (q *tasks) take() *task {
	t := q.ring.next
	q.remove(t)
	return t
}

// owned removes all tasks that have an owner.
func (q *tasks) owned() []*task {
	var all []*task
	for t := q.ring.next; q.len > 0 && t != &q.ring; {
		next := t.next
		if t.owner != nil {
			q.remove(t)
			all = append(all, t)
		}
		t = next
	}
	return all
}

// PoolStats are figures of a [Pool].
type PoolStats struct {
	Max     int    // how many goroutines there may be
	Workers int    // goroutines that there are
	Idle    int    // of these, that wait for work
	Queued  int    // functions that wait for a goroutine
	Room    int    // how many may be queued before the pool is full, 0 if it never is
	Waiting int    // how many wait for room
	Done    uint64 // functions that have been run
	Dropped uint64 // functions that were queued and will not be run
}

// Stats returns the pool's figures.
func (p *Pool) Stats() PoolStats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return PoolStats{
		Max: p.max, Workers: p.workers, Idle: p.idle,
		Queued: p.queue.len, Room: p.room, Waiting: len(p.waiting),
		Done: p.done, Dropped: p.dropped,
	}
}

// Queued is how many functions wait for a goroutine.
func (p *Pool) Queued() int { return p.Stats().Queued }

// withdraw removes a task that is still queued.
func (p *Pool) withdraw(t *task) {
	p.mu.Lock()
	var free, over notices
	if p.queue.remove(t) {
		p.dropped++
		free, over = p.roomy(), p.over()
	}
	p.mu.Unlock()
	free.tell()
	over.tell()
}

// discard removes all tasks that are still queued, and tells their owners.
func (p *Pool) discard(err error) {
	p.mu.Lock()
	all := p.queue.owned()
	p.dropped += uint64(len(all))
	over := p.over()
	p.mu.Unlock()
	for _, t := range all {
		t.owner.drop(err)
	}
	over.tell()
}
