package reactor

import "testing"

// What is queued is taken in the order in which it came, by whoever is free and by who
// is called, also if more comes meanwhile.
func TestCrewIsFirstInFirstOut(t *testing.T) {
	c := &crew{}
	c.in.state.Store(called) // by a goroutine that does not arrive
	came, next := 0, 0
	submit := func(n int) {
		for ; n > 0; n-- {
			i := came
			came++
			if err := c.run(func() {
				if i != next {
					t.Fatalf("function %d is run instead of %d", i, next)
				}
				next++
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	take := func(n int) {
		for ; n > 0; n-- {
			c.more(&member{})()
		}
	}
	for round := 0; round < 100; round++ {
		submit(5)
		take(3)
		submit(round)
		take(round)
	}
	take(came - next)
	if m := (&member{}); c.more(m) != nil || len(c.in.idle) != 1 || c.in.idle[0] != m {
		t.Error("it is not idle although there is nothing to do")
	}
	c.arrive()
	if s := c.in.state.Load(); s != nobody {
		t.Errorf("nothing is queued and nobody on the way: state %d", s)
	}
}
