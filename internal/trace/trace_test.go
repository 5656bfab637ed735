package trace

import (
	"fmt"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// leaves are the leaves as cases: what the forms written by hand must hold is
// what the generated ones must.
var leaves = []Case{
	{"Fetch",
		func(n int) (string, error) { v, err := Fetch(n); return fmt.Sprint(v), err },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(FetchDeferred(r, n)) }},
	{"Get",
		func(n int) (string, error) { return fmt.Sprint(Get(n)), nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(GetDeferred(r, n)) }},
	{"Pos",
		func(n int) (string, error) { return fmt.Sprint(Pos(n)), nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(PosDeferred(r, n)) }},
	{"Text",
		func(n int) (string, error) { return Text(n), nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return TextDeferred(r, n) }},
	{"Do",
		func(n int) (string, error) { Do(n); return "{}", nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(DoDeferred(r, n)) }},
	{"Check",
		func(n int) (string, error) { return "{}", Check(n) },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(CheckDeferred(r, n)) }},
	{"Two",
		func(n int) (string, error) { v, s := Two(n); return fmt.Sprint(v, s), nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return pairText(TwoDeferred(r, n)) }},
	{"Three",
		func(n int) (string, error) { v, s, err := Three(n); return fmt.Sprint(v, s), err },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return pairText(ThreeDeferred(r, n)) }},
	{"Read",
		func(n int) (string, error) { v, err := Read(n); return fmt.Sprint(v), err },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(ReadDeferred(r, n)) }},
	{"Boom",
		func(n int) (string, error) { v, err := Boom(n); return fmt.Sprint(v), err },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(BoomDeferred(r, n)) }},
	{"Pairs",
		func(n int) (string, error) { return fmt.Sprint(Pairs(n)), nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return text(PairsDeferred(r, n)) }},
	{"Mem.Load",
		func(n int) (string, error) { return (&Mem{"mem", 3}).Load(n) },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] { return (&Mem{"mem", 3}).LoadDeferred(r, n) }},
	{"Goexit",
		func(n int) (string, error) { Do(n); runtime.Goexit(); return "", nil },
		func(r reactor.Reactor, n int) *deferred.Deferred[string] {
			return deferred.AddCallback(DoDeferred(r, n), func(deferred.Void) (string, error) {
				runtime.Goexit()
				return "", nil
			})
		}},
}

// text gives a value together with its error, as a leaf does.
func text[T any](d *deferred.Deferred[T]) *deferred.Deferred[string] {
	return deferred.AddBoth(d, func(v T, err error) (string, error) { return fmt.Sprint(v), err })
}

func pairText(d *deferred.Deferred[deferred.Pair[int, string]]) *deferred.Deferred[string] {
	return deferred.AddBoth(d, func(p deferred.Pair[int, string], err error) (string, error) {
		return fmt.Sprint(p.Unpack()), err
	})
}

func TestLeaves(t *testing.T) {
	for _, c := range leaves {
		for n := range 8 {
			want := c.RunBlocking(n)
			if len(want.Effects) == 0 {
				t.Errorf("%s(%d) has no effects", c.Name, n)
			}
			for _, mode := range []Mode{Now, Later, Random} {
				got := c.RunCallback(n, mode, 1)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s(%d) %s:\n%v\nwant\n%v", c.Name, n, mode, got, want)
				}
			}
		}
	}
}

// TestModes makes sure that the modes differ in when a wait is over.
func TestModes(t *testing.T) {
	over := func(mode Mode, seed int64) (now int) {
		r := NewTurns(mode, seed)
		for range 100 {
			if GetDeferred(r, 1).Fired() {
				now++
			}
		}
		return now
	}
	if now := over(Now, 1); now != 100 {
		t.Errorf("now: %d of 100 waits were over at once", now)
	}
	if now := over(Later, 1); now != 0 {
		t.Errorf("later: %d of 100 waits were over at once", now)
	}
	if now := over(Random, 1); now < 20 || now > 80 || now != over(Random, 1) {
		t.Errorf("random: %d of 100 waits were over at once, and then %d", now, over(Random, 1))
	}
}

// TestTimers makes sure that time jumps, and that calls come in order.
func TestTimers(t *testing.T) {
	r := NewTurns(Now, 0)
	start := r.Now()
	var got []int
	for i, d := range []time.Duration{2, 1, 1, 3} {
		r.CallLater(d*time.Hour, func() { got = append(got, i) })
	}
	if err := r.CallLater(time.Minute, func() { got = append(got, 99) }).Cancel(); err != nil {
		t.Error(err)
	}
	if err := r.run(func() bool { return len(got) == 4 }); err != nil {
		t.Fatal(err)
	}
	if want := []int{1, 2, 0, 3}; !reflect.DeepEqual(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if d := r.Now().Sub(start); d != 3*time.Hour {
		t.Errorf("%v passed", d)
	}
}

// TestThreads makes sure that posts from threads are waited for.
func TestThreads(t *testing.T) {
	r := NewTurns(Later, 0)
	done := false
	err := r.RunInThread(func() {
		time.Sleep(time.Millisecond)
		if err := r.CallFromThread(func() { done = true }); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.run(func() bool { return done }); err != nil {
		t.Error(err)
	}
}
