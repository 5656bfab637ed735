package reactor

// operations are the Operations under way on one reactor, in a ring, so that
// beginning and ending one is cheap and allocates nothing.
type operations struct {
	ring  Operation
	count int
}

func (o *operations) add(op *Operation) {
	if o.ring.next == nil {
		o.ring.next, o.ring.prev = &o.ring, &o.ring
	}
	op.prev, op.next = o.ring.prev, &o.ring
	op.prev.next, op.next.prev = op, op
	o.count++
}

func (o *operations) remove(op *Operation) {
	if op.next == nil {
		return
	}
	op.prev.next, op.next.prev = op.next, op.prev
	op.prev, op.next = nil, nil
	o.count--
}

// abandon ends all operations, the oldest first, also those that begin
// meanwhile.
func (o *operations) abandon(err error) {
	for o.count > 0 {
		op := o.ring.next
		o.remove(op)
		op.Owner.Abandon(err)
	}
}
