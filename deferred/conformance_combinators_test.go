package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// The behaviours of Twisted's combinators, by the numbers of the list that the
// tests of the core follow as well. A star marks where Twisted itself fails.

// unhandled returns what is reported while f runs, and when all that f has left
// behind is collected.
func unhandled(f func()) []string {
	var r reports
	old := deferred.SetUnhandled(r.add)
	defer func() { deferred.SetUnhandled(old) }()
	r.wait() // for what other tests have left behind
	f()
	return r.wait()
}

// reports collects failures that are reported as unhandled.
type reports struct {
	mu   sync.Mutex
	errs []string
}

func (r *reports) add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err.Error())
}

// wait returns what is reported until all is collected.
func (r *reports) wait() (all []string) {
	for quiet := 0; quiet < 4; quiet++ {
		runtime.GC()
		time.Sleep(5 * time.Millisecond)
		r.mu.Lock()
		if len(r.errs) > 0 {
			all = append(all, r.errs...)
			r.errs, quiet = nil, 0
		}
		r.mu.Unlock()
	}
	return all
}

func wantReports(t *testing.T, got []string, want string) {
	t.Helper()
	if fmt.Sprint(got) != want {
		t.Errorf("reported as unhandled: %v, want %s", got, want)
	}
}

func clock() *reactor.Clock { return reactor.NewClock(time.Unix(0, 0)) }

// pendings makes n Deferreds without a canceller.
func pendings(n int) []*deferred.Deferred[int] {
	ds := make([]*deferred.Deferred[int], n)
	for i := range ds {
		ds[i] = deferred.New[int]()
	}
	return ds
}

func TestConformance26TimeoutAndCancelAreDifferentErrors(t *testing.T) {
	c := clock()
	timedOut := deferred.New[int]().AddTimeout(time.Second, c)
	cancelled := deferred.New[int]().AddTimeout(time.Second, c)
	cancelled.Cancel()
	want(t, cancelled, "0, cancelled")
	c.Advance(999 * time.Millisecond)
	want(t, timedOut, "pending")
	c.Advance(time.Millisecond)
	want(t, timedOut, "0, timed out after 1s")

	_, err, _ := timedOut.Result()
	var timeout *deferred.TimeoutError
	if !errors.Is(err, deferred.ErrTimedOut) || errors.Is(err, deferred.ErrCancelled) ||
		!errors.As(err, &timeout) || timeout.After != time.Second || !timeout.Timeout() {
		t.Errorf("the timeout's error is %#v", err)
	}
	if _, err, _ := cancelled.Result(); err != deferred.ErrCancelled || errors.Is(err, deferred.ErrTimedOut) {
		t.Errorf("the cancelling's error is %#v", err)
	}
}

func TestConformance27TheCancellersOwnResultSurvivesATimeout(t *testing.T) {
	c := clock()
	value := deferred.New(func(d *deferred.Deferred[int]) { d.Callback(7) }).AddTimeout(time.Second, c)
	failure := deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errTest) }).AddTimeout(time.Second, c)
	partial := deferred.New(func(d *deferred.Deferred[int]) { d.Fire(3, errTest) }).AddTimeout(time.Second, c)
	c.Advance(time.Second)
	want(t, value, "7, <nil>")
	want(t, failure, "0, test error")
	want(t, partial, "3, test error")
}

func TestConformance28NoTimerLeftAfterSuccess(t *testing.T) {
	fires := map[string]func(d *deferred.Deferred[int]){
		"success": func(d *deferred.Deferred[int]) { d.Callback(1) },
		"error":   func(d *deferred.Deferred[int]) { d.Errback(errTest) },
		"panic":   func(d *deferred.Deferred[int]) { d.FailPanic(&deferred.PanicError{Value: 1}) },
		"cancel":  func(d *deferred.Deferred[int]) { d.Cancel() },
	}
	for name, fire := range fires {
		c := clock()
		calls := 0
		d := deferred.New(func(d *deferred.Deferred[int]) { calls++ })
		after := d.AddTimeout(time.Second, c)
		fire(d)
		if _, left := c.Next(); left {
			t.Errorf("%s: a timer is left", name)
		}
		before := show(after)
		calls = 0
		c.Advance(time.Hour)
		want(t, after, before)
		if calls > 0 {
			t.Errorf("%s: the canceller was called %d times", name, calls)
		}
	}
	// One that has fired needs no timer at all.
	c := clock()
	want(t, deferred.Succeed(1).AddTimeout(time.Second, c), "1, <nil>")
	if _, left := c.Next(); left {
		t.Error("a timer for what has fired")
	}
}

func TestConformance29AnErrbackAddedBeforeTheTimeoutCanSuppressIt(t *testing.T) {
	c := clock()
	d := deferred.New[int]()
	suppressed := d.AddErrback(func(err error) (int, error) {
		if err != deferred.ErrCancelled {
			t.Error(err)
		}
		return 5, nil
	}).AddTimeout(time.Second, c)
	after := deferred.New[int]().AddTimeout(time.Second, c).AddErrback(func(err error) (int, error) {
		if !errors.Is(err, deferred.ErrTimedOut) {
			t.Error(err)
		}
		return 6, nil
	})
	c.Advance(time.Second)
	want(t, suppressed, "5, <nil>")
	want(t, after, "6, <nil>")
}

// Twisted's empty race never fires, and neither does its empty list with
// fireOnOneCallback.
func TestConformance30EmptyListAndEmptyRaceBothComplete(t *testing.T) {
	for _, o := range []deferred.ListOption{0, deferred.FireOnOneCallback, deferred.FireOnOneErrback, deferred.ConsumeErrors} {
		want(t, deferred.List[int](nil, o), "[], <nil>")
	}
	want(t, deferred.Race[int](), "{0 0}, cannot race: there is nothing to wait for")
	if _, err, _ := deferred.Race[int]().Result(); err != deferred.ErrEmptyRace {
		t.Error(err)
	}
	want(t, deferred.GatherResults[int](), "[], <nil>")
	want(t, deferred.Parallel(1, nil, func(int) *deferred.Deferred[int] { panic("called") }), "[], <nil>")
	var g deferred.Group
	want(t, g.Wait(), "{}, <nil>")
}

func TestConformance31FireOnFirstErrorWithOneAlreadyFailed(t *testing.T) {
	ds := []*deferred.Deferred[int]{deferred.Succeed(1), deferred.New[int](), deferred.Fail[int](errTest), deferred.New[int]()}
	d := deferred.List(ds, deferred.FireOnOneErrback)
	want(t, d, "[], the Deferred with index 2 failed: test error")
	var first *deferred.FirstError
	if _, err, _ := d.Result(); !errors.As(err, &first) || first.Index != 2 || !errors.Is(err, errTest) {
		t.Errorf("%#v", err)
	}
	if ds[1].Fired() || ds[3].Fired() {
		t.Error("a List that has fired early cancels nothing")
	}
	ds[1].Callback(1)
	ds[3].Callback(1)

	// The same where an error comes later, and with a value that is first.
	ds = pendings(3)
	d = deferred.List(ds, deferred.FireOnOneErrback, deferred.ConsumeErrors)
	one := deferred.List(ds, deferred.FireOnOneCallback, deferred.ConsumeErrors)
	ds[1].Errback(errTest)
	want(t, d, "[], the Deferred with index 1 failed: test error")
	want(t, one, "pending")
	ds[2].Callback(8)
	if r, err, ok := one.Result(); !ok || err != nil || len(r) != 1 || r[0].Index != 2 || r[0].Value != 8 {
		t.Error(r, err, ok)
	}
	ds[0].Callback(9)
	one = deferred.List([]*deferred.Deferred[int]{deferred.New[int](), deferred.Succeed(4)}, deferred.FireOnOneCallback)
	if r, _, ok := one.Result(); !ok || len(r) != 1 || r[0].Index != 1 || r[0].Value != 4 {
		t.Error(r, ok)
	}
}

func TestConformance32ListCanConsumeErrorsOrPassThemOn(t *testing.T) {
	fail := func(d *deferred.Deferred[int]) { d.Errback(errTest) }
	list := func(o ...deferred.ListOption) func() {
		return func() {
			pending, fired := deferred.New[int](), deferred.New[int]()
			fail(fired)
			d := deferred.List([]*deferred.Deferred[int]{pending, fired}, o...)
			fail(pending)
			r, err, ok := d.Result()
			if !ok || err != nil || r[0].Err != errTest || r[1].Err != errTest || r[1].Index != 1 {
				t.Error(r, err, ok)
			}
		}
	}
	wantReports(t, unhandled(list(deferred.ConsumeErrors)), "[]")
	wantReports(t, unhandled(list()), "[test error test error]")
	// What is passed on goes to those who wait as well, before or after.
	for _, before := range []bool{true, false} {
		handled := 0
		wantReports(t, unhandled(func() {
			d := deferred.New[int]()
			handle := func() { d.AddErrback(func(error) (int, error) { handled++; return 0, nil }) }
			if before {
				handle()
			}
			l := deferred.List([]*deferred.Deferred[int]{d})
			if !before {
				handle()
			}
			fail(d)
			if !l.Fired() {
				t.Error("pending")
			}
			handle() // and after it has fired
		}), "[]")
		if handled != 2 {
			t.Errorf("%d errbacks were called", handled)
		}
	}
	// A List with one consumer consumes what comes after it has fired, too.
	wantReports(t, unhandled(func() {
		ds := pendings(2)
		deferred.List(ds, deferred.FireOnOneCallback, deferred.ConsumeErrors)
		ds[0].Callback(1)
		fail(ds[1])
	}), "[]")
}

func TestConformance33CancellingAListCancelsAllAlsoAfterOneCancellerFails(t *testing.T) {
	var tr trace
	make := func() []*deferred.Deferred[int] {
		return []*deferred.Deferred[int]{
			deferred.New(func(*deferred.Deferred[int]) { tr.add("a") }),
			deferred.New(func(*deferred.Deferred[int]) { tr.add("b"); panic("b") }),
			deferred.New(func(d *deferred.Deferred[int]) { tr.add("c"); d.Callback(3) }),
			deferred.New[int](),
		}
	}
	reported := unhandled(func() {
		d := deferred.List(make(), deferred.ConsumeErrors)
		d.Cancel()
		r, err, ok := d.Result()
		if !ok || err != nil || len(r) != 4 {
			t.Fatal(r, err, ok)
		}
		for i, want := range []error{deferred.ErrCancelled, deferred.ErrCancelled, nil, deferred.ErrCancelled} {
			if r[i].Err != want {
				t.Errorf("%d: %v", i, r[i])
			}
		}
		if r[2].Value != 3 || tr.String() != "a b c" {
			t.Error(r[2], tr.String())
		}
	})
	wantReports(t, reported, "[panic: b]")
	reported = unhandled(func() {
		d := deferred.GatherResults(make()...)
		d.Cancel()
		want(t, d, "[], cancelled")
		e := deferred.List(make(), deferred.FireOnOneErrback)
		e.Cancel()
		want(t, e, "[], the Deferred with index 0 failed: cancelled")
	})
	wantReports(t, reported, "[panic: b panic: b]")
	// Goexit in a canceller ends the goroutine, after all are cancelled.
	ds := []*deferred.Deferred[int]{deferred.New(func(*deferred.Deferred[int]) { runtime.Goexit() }), deferred.New[int]()}
	d := deferred.List(ds)
	if !exits(d.Cancel) {
		t.Error("Goexit did not end the goroutine")
	}
	if !ds[0].Fired() || !ds[1].Fired() || !d.Fired() {
		t.Error("not all are cancelled")
	}
}

func TestConformance34RaceCancelsTheLosers(t *testing.T) {
	var tr trace
	ds := []*deferred.Deferred[int]{
		deferred.New(func(*deferred.Deferred[int]) { tr.add("a") }),
		deferred.New(func(d *deferred.Deferred[int]) { tr.add("b"); d.Callback(2) }), // too late: dropped
		deferred.New[int](),
		deferred.New(func(d *deferred.Deferred[int]) { tr.add("d"); panic("d") }),
	}
	reported := unhandled(func() {
		d := deferred.Race(ds...)
		d.Observe(func(deferred.Outcome[deferred.Pair[int, int]]) { tr.add("over") })
		ds[2].Callback(5)
		want(t, d, "{2 5}, <nil>")
	})
	if tr.String() != "a b d over" {
		t.Error(tr.String())
	}
	wantReports(t, reported, "[panic: d]")

	// A result after the race was cancelled goes nowhere, and an error is not
	// reported.
	wantReports(t, unhandled(func() {
		ds := pendings(2)
		d := deferred.Race(ds...)
		d.Cancel()
		want(t, d, "{0 0}, cancelled")
		ds[0].Callback(1)
		ds[1].Errback(errTest)
		want(t, d, "{0 0}, cancelled")
		want(t, ds[0], "0, cancelled")
	}), "[]")
	// A canceller that fires with a value wins the race that is cancelled.
	d := deferred.Race(deferred.New[int](), deferred.New(func(d *deferred.Deferred[int]) { d.Callback(9) }))
	d.Cancel()
	want(t, d, "{1 9}, <nil>")
	// All fail.
	other := errors.New("other")
	ds = pendings(2)
	d = deferred.Race(ds...)
	ds[1].Errback(other)
	want(t, d, "pending")
	ds[0].Errback(errTest)
	want(t, d, "{0 0}, all failed: test error; other")
	if _, err, _ := d.Result(); !errors.Is(err, errTest) || !errors.Is(err, other) {
		t.Error(err)
	}
	// What has succeeded before wins, and the rest is cancelled all the same.
	ds = pendings(2)
	want(t, deferred.Race(ds[0], deferred.Fail[int](errTest), deferred.Succeed(3), deferred.Succeed(4), ds[1]), "{2 3}, <nil>")
	want(t, ds[0], "0, cancelled")
	want(t, ds[1], "0, cancelled")
}

func TestConformance35CancelledWaitersOfLockSemaphoreAndQueue(t *testing.T) {
	holds := map[string]interface {
		deferred.Holdable
		Waiting() int
	}{"lock": &deferred.Lock{}, "semaphore": deferred.NewSemaphore(1)}
	for name, h := range holds {
		held := h.Acquire()
		held.Cancel() // after: nothing changes
		first, second, third := h.Acquire(), h.Acquire(), h.Acquire()
		second.Cancel() // before: the place in the line is given up
		want(t, second, "{}, cancelled")
		if h.Waiting() != 2 {
			t.Errorf("%s: %d are waiting", name, h.Waiting())
		}
		h.Release()
		want(t, first, "{}, <nil>")
		want(t, third, "pending")
		first.Cancel() // after it was handed over: it is still held
		want(t, third, "pending")
		h.Release()
		want(t, third, "{}, <nil>")
		h.Release()
		if v := panics(h.Release); v != deferred.ErrNotAcquired {
			t.Errorf("%s: released once too often: %v", name, v)
		}
	}

	q := deferred.NewQueue[int](1)
	gets := []*deferred.Deferred[int]{q.Get(), q.Get()}
	gets[0].Cancel()
	want(t, gets[0], "0, cancelled")
	want(t, q.Put(1), "{}, <nil>") // for the second one
	gets[0].Cancel()
	gets[1].Cancel()
	want(t, gets[1], "1, <nil>")
	puts := []*deferred.Deferred[void]{q.Put(2), q.Put(3), q.Put(4)}
	puts[1].Cancel()
	want(t, puts[1], "{}, cancelled")
	puts[0].Cancel() // it is in the queue
	want(t, q.Get(), "2, <nil>")
	want(t, puts[2], "{}, <nil>")
	want(t, q.Get(), "4, <nil>")
	if q.Len() != 0 || q.Gets() != 0 || q.Puts() != 0 {
		t.Error(q.Len(), q.Gets(), q.Puts())
	}
}

// In Twisted the waiters of a lock that are done with it in place nest, and
// two hundred of them break it.
func TestConformance36AHundredThousandLockWaitersInFlatStack(t *testing.T) {
	const n = 100000
	for name, h := range map[string]deferred.Holdable{"lock": &deferred.Lock{}, "semaphore": deferred.NewSemaphore(1)} {
		next := 0
		elapsed := map[int]time.Duration{}
		for _, waiters := range []int{n / 10, n} {
			next = 0
			h.Acquire()
			for i := 0; i < waiters; i++ {
				i := i
				deferred.RunWith(h, func() *deferred.Deferred[int] {
					if next != i {
						t.Errorf("%s: waiter %d came as number %d", name, i, next)
					}
					next++
					return deferred.Succeed(i)
				})
			}
			begin := time.Now()
			flat(t, h.Release)
			elapsed[waiters] = time.Since(begin)
			if next != waiters {
				t.Fatalf("%s: %d of %d ran", name, next, waiters)
			}
		}
		if s, l := elapsed[n/10], elapsed[n]; l > 100*s+time.Second { // the square would be a hundred times as much, of seconds
			t.Errorf("%s: %v for %d waiters, %v for %d", name, s, n/10, l, n)
		}
	}
	// Bare Acquire and Release, and values that producers and consumers hand
	// each other inside their callbacks.
	var l deferred.Lock
	count := 0
	l.Acquire()
	for i := 0; i < n; i++ {
		deferred.Use(l.Acquire(), func(void) { count++; l.Release() })
	}
	flat(t, l.Release)
	if count != n || l.Held() {
		t.Errorf("%d of %d", count, n)
	}
	for _, size := range []int{0, 1, deferred.Unbounded} {
		gets := deferred.NewQueue[int](size)
		sum := 0
		for i := 0; i < n; i++ {
			deferred.Use(gets.Get(), func(v int) { sum += v; gets.Put(1) })
		}
		flat(t, func() { gets.Put(1) })
		if sum != n {
			t.Errorf("size %d: %d of %d gets", size, sum, n)
		}
	}
	puts := deferred.NewQueue[int](0)
	sum := 0
	for i := 0; i < n; i++ {
		deferred.Use(puts.Put(i), func(void) { deferred.Use(puts.Get(), func(v int) { sum++ }) })
	}
	flat(t, func() { deferred.Use(puts.Get(), func(int) { sum++ }) })
	if sum != n || puts.Puts() != 0 || puts.Gets() != 1 {
		t.Errorf("%d of %d puts; %d puts and %d gets wait", sum, n, puts.Puts(), puts.Gets())
	}
}
