package deferred_test

import (
	"fmt"
	"math/rand"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

func TestLock(t *testing.T) {
	var l deferred.Lock
	if l.Held() || !l.TryAcquire() || !l.Held() || l.TryAcquire() {
		t.Error("a free lock is not acquired once")
	}
	var tr trace
	waiter := func(name string, again int) {
		deferred.Use(l.Acquire(), func(void) {
			tr.add("%s", name)
			for i := 0; i < again; i++ {
				deferred.Use(l.Acquire(), func(void) { tr.add("%s again", name); l.Release() })
			}
			l.Release()
			if l.TryAcquire() {
				t.Error("acquired past those who wait")
			}
			tr.add("%s done", name)
		})
	}
	waiter("a", 1)
	waiter("b", 0)
	l.Release()
	tr.add("released")
	if got := tr.String(); got != "a a done b b done a again released" {
		t.Error(got)
	}
	if l.Held() || l.Waiting() != 0 {
		t.Error("held")
	}
}

// RunWith releases in every case.
func TestRunWith(t *testing.T) {
	var l deferred.Lock
	gate := deferred.New[int]()
	bodies := []struct {
		body func() *deferred.Deferred[int]
		want string
	}{
		{func() *deferred.Deferred[int] { return deferred.Succeed(1) }, "1, <nil>"},
		{func() *deferred.Deferred[int] { return deferred.Return(2, errTest) }, "2, test error"},
		{func() *deferred.Deferred[int] { panic("boom") }, "panic boom"},
		{func() *deferred.Deferred[int] { return gate }, "3, <nil>"},
		{func() *deferred.Deferred[int] { return deferred.Map(gate, func(int) int { panic("later") }) }, "panic later"},
	}
	for _, later := range []bool{false, true} {
		var ds []*deferred.Deferred[int]
		gate = deferred.New[int]()
		if later {
			l.Acquire()
		}
		for _, b := range bodies {
			ds = append(ds, deferred.RunWith(&l, b.body))
		}
		if later {
			l.Release()
		}
		want(t, ds[4], "pending")
		gate.Callback(3)
		for i, b := range bodies {
			want(t, ds[i], b.want)
		}
		if l.Held() {
			t.Fatal("held")
		}
	}

	// Cancelled while waiting: the body is not run. While running: released.
	l.Acquire()
	d := deferred.RunWith(&l, func() *deferred.Deferred[int] { t.Error("run"); return gate })
	d.Cancel()
	l.Release()
	want(t, d, "0, cancelled")
	d = deferred.RunWith(&l, func() *deferred.Deferred[int] { return deferred.New[int]() })
	d.Cancel()
	want(t, d, "0, cancelled")
	if l.Held() {
		t.Error("held")
	}
}

// runtime.Goexit in one who has got the lock does not keep it from the others.
func TestLockGoexit(t *testing.T) {
	var l deferred.Lock
	l.Acquire()
	exiting := deferred.RunWith(&l, func() *deferred.Deferred[int] { runtime.Goexit(); return nil })
	ran := false
	other := deferred.RunWith(&l, func() *deferred.Deferred[int] { ran = true; return deferred.Succeed(1) })
	if !exits(l.Release) || !ran || l.Held() {
		t.Error("the lock is stuck", ran, l.Held())
	}
	want(t, exiting, "exited")
	want(t, other, "1, <nil>")
}

func TestSemaphore(t *testing.T) {
	s := deferred.NewSemaphore(3)
	flying, most, over := 0, 0, 0
	var gates []*deferred.Deferred[int]
	for i := 0; i < 10; i++ {
		deferred.RunWith(s, func() *deferred.Deferred[int] {
			if flying++; flying > most {
				most = flying
			}
			gate := deferred.New[int]()
			gates = append(gates, gate)
			return deferred.Map(gate, func(int) int { flying--; over++; return 0 })
		})
	}
	if s.Limit() != 3 || s.Free() != 0 || s.Waiting() != 7 {
		t.Error(s.Limit(), s.Free(), s.Waiting())
	}
	for i := 0; i < len(gates); i++ {
		gates[i].Callback(0)
	}
	if most != 3 || over != 10 || s.Free() != 3 || !s.TryAcquire() {
		t.Error(most, over, s.Free())
	}
	if v := panics(func() { deferred.NewSemaphore(0) }); v != "cannot make a semaphore that 0 can hold" {
		t.Error(v)
	}
}

func TestQueueLimits(t *testing.T) {
	q := deferred.NewQueue[int](2).Limit(1, 2)
	a, b := q.Get(), q.Get()
	want(t, q.Get(), "0, cannot get from the queue: it is empty")
	if _, err := q.TryGet(); err != deferred.ErrQueueUnderflow {
		t.Error(err)
	}
	for i := 1; i <= 4; i++ {
		want(t, q.Put(i), "{}, <nil>")
	}
	want(t, a, "1, <nil>")
	want(t, b, "2, <nil>")
	waits := q.Put(5)
	want(t, waits, "pending")
	want(t, q.Put(6), "{}, cannot put into the queue: it is full")
	if err := q.TryPut(6); err != deferred.ErrQueueOverflow {
		t.Error(err)
	}
	if v, err := q.TryGet(); v != 3 || err != nil {
		t.Error(v, err)
	}
	want(t, waits, "{}, <nil>")
	if q.Len() != 2 || q.Puts() != 0 || q.Gets() != 0 {
		t.Error(q.Len(), q.Puts(), q.Gets())
	}
}

func TestQueueClose(t *testing.T) {
	q := deferred.NewQueue[int](1)
	q.Put(1)
	waits := q.Put(2)
	q.Close(nil)
	q.Close(errTest) // the first one counts
	want(t, q.Put(3), "{}, the queue is closed")
	want(t, q.Get(), "1, <nil>")
	want(t, waits, "{}, <nil>")
	want(t, q.Get(), "2, <nil>")
	want(t, q.Get(), "0, the queue is closed")

	q = deferred.NewQueue[int](deferred.Unbounded)
	a, b := q.Get(), q.Get()
	q.Close(errTest)
	want(t, a, "0, test error")
	want(t, b, "0, test error")
	if err := q.TryPut(1); err != errTest {
		t.Error(err)
	}
}

// Whatever the order of Puts, Gets and cancels: nothing is lost, nothing comes
// twice or out of order, and nobody waits without need. The model is a list.
func TestQueueAgainstModel(t *testing.T) {
	for seed := int64(0); seed < 300; seed++ {
		random := rand.New(rand.NewSource(seed))
		size := random.Intn(4) - 1
		q := deferred.NewQueue[int](size)
		var puts []*deferred.Deferred[void]
		var gets []*deferred.Deferred[int]
		var order []int // the values in the order in which the Gets came
		for i := 0; i < 200; i++ {
			switch n := random.Intn(10); {
			case n < 4:
				puts = append(puts, q.Put(len(puts)))
			case n < 8:
				gets = append(gets, q.Get())
			case n == 8 && len(puts) > 0:
				puts[random.Intn(len(puts))].Cancel()
			case len(gets) > 0:
				gets[random.Intn(len(gets))].Cancel()
			}
			if q.Gets() > 0 && (q.Len() > 0 || q.Puts() > 0) || q.Puts() > 0 && (size < 0 || q.Len() < size) ||
				size >= 0 && q.Len() > size {
				t.Fatalf("seed %d: size %d: %d values, %d gets, %d puts", seed, size, q.Len(), q.Gets(), q.Puts())
			}
		}
		q.Close(nil)
		for q.Len()+q.Puts() > 0 {
			gets = append(gets, q.Get())
		}
		for _, g := range gets {
			if v, err, ok := g.Result(); !ok {
				t.Fatalf("seed %d: a Get waits after Close", seed)
			} else if err == nil {
				order = append(order, v)
			}
		}
		var accepted []int
		for i, p := range puts {
			if _, err, ok := p.Result(); !ok {
				t.Fatalf("seed %d: a Put waits after all was got", seed)
			} else if err == nil {
				accepted = append(accepted, i)
			}
		}
		if fmt.Sprint(order) != fmt.Sprint(accepted) {
			t.Fatalf("seed %d, size %d:\nput %v\ngot %v", seed, size, accepted, order)
		}
	}
}

// The same from inside of what goes on: Puts, Gets and cancels in the middle of
// others. Each value that was put is got once.
func TestQueueReentrant(t *testing.T) {
	for seed := int64(0); seed < 300; seed++ {
		random := rand.New(rand.NewSource(seed))
		q := deferred.NewQueue[int](random.Intn(4) - 1)
		seen := map[int]int{}
		var puts []*deferred.Deferred[void]
		var gets []*deferred.Deferred[int]
		budget := 300
		var act func()
		get := func() {
			g := q.Get()
			gets = append(gets, g)
			g.Observe(func(o deferred.Outcome[int]) {
				if o.Err == nil {
					seen[o.Value]++
				}
				act()
			})
		}
		act = func() {
			for n := random.Intn(3); n > 0 && budget > 0; n-- {
				budget--
				switch random.Intn(5) {
				case 0, 1:
					i := len(puts)
					puts = append(puts, nil)
					p := q.Put(i)
					puts[i] = p
					p.Observe(func(deferred.Outcome[void]) { act() })
				case 2, 3:
					get()
				default:
					if len(gets) > 0 {
						gets[random.Intn(len(gets))].Cancel()
					}
					if len(puts) > 0 {
						if p := puts[random.Intn(len(puts))]; p != nil {
							p.Cancel()
						}
					}
				}
			}
		}
		for budget > 0 {
			budget--
			act()
		}
		q.Close(nil)
		for q.Len()+q.Puts() > 0 {
			get()
		}
		for i, p := range puts {
			_, err, ok := p.Result()
			if want := map[bool]int{true: 1}[err == nil]; !ok || seen[i] != want {
				t.Fatalf("seed %d: value %d was got %d times; put: %v, %v", seed, i, seen[i], err, ok)
			}
		}
		if q.Gets() != 0 {
			t.Fatalf("seed %d: a Get waits after Close", seed)
		}
	}
}

// Nobody is left out, and never do more hold a semaphore than may, whatever
// they do while they hold it.
func TestSemaphoreReentrant(t *testing.T) {
	for seed := int64(0); seed < 300; seed++ {
		random := rand.New(rand.NewSource(seed))
		limit := 1 + random.Intn(3)
		s := deferred.NewSemaphore(limit)
		held, began, over, budget := 0, 0, 0, 200
		var all []*deferred.Deferred[int]
		var gates []*deferred.Deferred[int]
		var act func()
		act = func() {
			for n := random.Intn(4); n > 0 && budget > 0; n-- {
				budget--
				if random.Intn(8) == 0 && len(all) > 0 {
					all[random.Intn(len(all))].Cancel()
					continue
				}
				d := deferred.RunWith(s, func() *deferred.Deferred[int] {
					began++
					if held++; held > limit {
						t.Errorf("seed %d: %d hold it", seed, held)
					}
					act()
					var work *deferred.Deferred[int]
					if random.Intn(2) == 0 {
						work = deferred.Succeed(1)
					} else {
						work = deferred.New[int]()
						gates = append(gates, work)
					}
					return deferred.AddBoth(work, func(v int, err error) (int, error) { held--; over++; return v, err })
				})
				all = append(all, d)
			}
		}
		for i := 0; budget > 0 || i < len(gates); {
			act()
			if i < len(gates) {
				gates[i].Cancel()
				i++
			} else if budget--; budget < 0 {
				break
			}
		}
		for _, g := range gates {
			g.Cancel()
		}
		for _, d := range all {
			if !d.Fired() {
				t.Fatalf("seed %d: somebody waits for ever: %d waiting, %d free", seed, s.Waiting(), s.Free())
			}
		}
		if s.Free() != limit || s.Waiting() != 0 || began != over {
			t.Fatalf("seed %d: %d of %d free, %d waiting", seed, s.Free(), limit, s.Waiting())
		}
	}
}
