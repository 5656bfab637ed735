package deferred_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// trailOf is a trail in short: the functions and the lines relative to the first line of the
// function that begin is in.
func trailOf(sites []deferred.Site, begin int) string {
	var words []string
	for _, s := range sites {
		name := s.Func[strings.LastIndex(s.Func, ".")+1:]
		words = append(words, fmt.Sprintf("%s:%d", name, s.Line-begin))
	}
	return strings.Join(words, " ")
}

func here() int {
	_, _, line, _ := runtime.Caller(1)
	return line
}

// shop is three functions in callback form, on the lines that the comments say.
type shop struct {
	begin int
	gate  *deferred.Deferred[int]
	err   error
}

func (s *shop) price() *deferred.Deferred[int] {
	s.begin = here()
	return deferred.AddCallback(s.gate, func(v int) (int, error) { // 1
		return v, s.err
	})
}

func (s *shop) total() *deferred.Deferred[int] {
	return deferred.ChainBoth(s.price(), func(v int, err error) *deferred.Deferred[int] { // 7
		if err != nil {
			return deferred.Fail[int](fmt.Errorf("total: %w", err))
		}
		return deferred.Succeed(v)
	})
}

func (s *shop) order() *deferred.Deferred[string] {
	return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
		scope.Defer(func() {})
		return deferred.Chain(s.total(), func(int) *deferred.Deferred[string] { // 18
			return deferred.Succeed("ordered")
		})
	})
}

func TestTrail(t *testing.T) {
	const full = "price:1 total:7 order:18"
	for _, later := range []bool{true, false} {
		s := &shop{gate: deferred.New[int](), err: errTest}
		d := s.order()
		if !later {
			d = nil
			s.gate.Callback(1)
			d = s.order()
			// In place, what began in a continuation that was called at once is not noted.
			if got := trailOf(d.Trail(), s.begin); got != "order:18" {
				t.Errorf("in place: %s", got)
			}
			continue
		}
		s.gate.Callback(1)
		want(t, d, ", total: test error")
		if got := trailOf(d.Trail(), s.begin); got != full {
			t.Errorf("the trail is %s, want %s", got, full)
		}
	}
	if len(deferred.Fail[int](errTest).Trail())+len(deferred.New[int]().Trail())+len(deferred.Succeed(1).Trail()) > 0 {
		t.Error("a trail of nothing")
	}
}

// A panic has one as well, besides its stack.
func TestTrailOfPanic(t *testing.T) {
	gate := deferred.New[int]()
	begin := here()
	d := deferred.Map(gate, func(int) int { panic("boom") })
	d = deferred.Map(d, func(v int) int { return v }) // 2
	gate.Callback(1)
	if got := trailOf(d.Trail(), begin); got != "TestTrailOfPanic:2" {
		t.Error(got)
	}
}

// Each of several that wait has its own.
func TestTrailForks(t *testing.T) {
	gate := deferred.New[int]()
	begin := here()
	first := deferred.Map(gate, func(v int) int { return v }) // 1
	a := deferred.Map(first, func(v int) int { return v })    // 2
	b := deferred.Map(first, func(v int) int { return v })    // 3
	gate.Errback(errTest)
	got := trailOf(a.Trail(), begin) + ", " + trailOf(b.Trail(), begin) + ", " + trailOf(first.Trail(), begin)
	if want := strings.ReplaceAll("x:1 x:2, x:1 x:3, ", "x", "TestTrailForks"); got != want && got != want+"TestTrailForks:1" {
		t.Error(got)
	}
}

// However deep, and wherever it forks: each Deferred has the part that the failure had
// passed when it came there, and its own error.
func TestTrailPart(t *testing.T) {
	for forkAt := 0; forkAt < 9; forkAt++ {
		gate := deferred.New[int]()
		begin := here()
		pass := func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(d, func(v int) int { return v }) // 2
		}
		wrap := func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.AddBoth(d, func(v int, err error) (int, error) { return v, fmt.Errorf("wrapped: %w", err) }) // 5
		}
		var all []*deferred.Deferred[int]
		var texts []string
		branch := func(d *deferred.Deferred[int], trail, err string, fork, links int) {
			for i := 0; i < links; i++ {
				if i%3 == fork%3 {
					d, trail, err = wrap(d), trail+"func2:5 ", "wrapped: "+err
				} else {
					d, trail = pass(d), trail+"func1:2 "
				}
				all, texts = append(all, d), append(texts, trail+"0, "+err)
			}
		}
		branch(gate, "", "test error", 1, forkAt)
		from, trail, err := gate, "", "test error"
		if forkAt > 0 {
			from = all[forkAt-1]
			trail, err, _ = strings.Cut(texts[forkAt-1], "0, ")
		}
		for fork := 0; fork < 3; fork++ {
			branch(from, trail, err, fork, 7)
		}
		gate.Errback(errTest)
		for i, d := range all {
			if got := trailOf(d.Trail(), begin) + " " + show(d); strings.ReplaceAll(got, "TestTrailPart:", "x:") != strings.NewReplacer("func1:", "x:", "func2:", "x:").Replace(texts[i]) {
				t.Errorf("fork at %d, %d: %s, want %s", forkAt, i, got, texts[i])
			}
		}
	}
}

// An error makes one object more than a value, for the ways of the first few waits, and
// none where it has come to its end.
func TestTrailAllocations(t *testing.T) {
	chain := func(links int, err error) func() {
		f := func(v int) int { return v }
		handle := func(int, error) (int, error) { return 0, nil }
		return func() {
			gate := deferred.New[int]()
			d := gate
			for i := 0; i < links; i++ {
				d = deferred.Map(d, f)
			}
			deferred.AddBoth(d, handle)
			gate.Fire(1, err)
		}
	}
	for links, most := range []float64{1, 1, 1, 1, 2, 2, 2, 2, 3} {
		value := testing.AllocsPerRun(100, chain(links, nil))
		if more := testing.AllocsPerRun(100, chain(links, errTest)) - value; more > most {
			t.Errorf("%d waits passed: %v objects more than for a value", links, more)
		}
	}
}

// A new error begins a new trail, and a very long one is cut.
func TestTrailBegins(t *testing.T) {
	gate := deferred.New[int]()
	begin := here()
	d := deferred.Map(gate, func(v int) int { return v })
	d = d.AddErrback(func(error) (int, error) { return 0, errors.New("another") }) // 2
	for i := 0; i < 100; i++ {
		d = deferred.Map(d, func(v int) int { return v }) // 4
	}
	gate.Errback(errTest)
	sites := d.Trail()
	if got := trailOf(sites[:2], begin); got != "TestTrailBegins:2 TestTrailBegins:4" || len(sites) != 64 {
		t.Errorf("%s, %d", got, len(sites))
	}
}

var _ = deferred.Sites("blocking.go", "201:7")

// Generated code says where the waits are in its source.
func fromSourceDeferred(gate *deferred.Deferred[int]) *deferred.Deferred[int] {

	return deferred.Map(gate, func(v int) int { return v })
}

func TestTrailOfGeneratedCode(t *testing.T) {
	gate := deferred.New[int]()
	d := fromSourceDeferred(gate)
	gate.Errback(errTest)
	sites := d.Trail()
	if len(sites) != 1 || sites[0].Line != 7 || filepath.Base(sites[0].File) != "blocking.go" || !strings.HasSuffix(sites[0].Func, ".fromSource") {
		t.Errorf("%v", sites)
	}
}

// Who is told of an unhandled failure learns its trail, and what is logged shows it.
func TestUnhandledTrail(t *testing.T) {
	reports := collectReports(t)
	func() {
		s := &shop{gate: deferred.New[int](), err: errTest}
		s.order()
		s.gate.Callback(1)
	}()
	all := reports(1)
	var u *deferred.Unhandled
	if len(all) != 1 || !errors.As(all[0], &u) || !errors.Is(all[0], errTest) {
		t.Fatalf("%v", all)
	}
	if len(u.Trail) != 3 || !strings.HasPrefix(u.String(), "nobody handled an error: total: test error\n\tat github.com/evert-go/evert/deferred_test.(*shop).price (") {
		t.Error(u.String())
	}
}

// Of a very long trail it learns how much is left out.
func TestUnhandledElided(t *testing.T) {
	for _, links := range []int{63, 64, 65, 66, 1000} {
		reports := collectReports(t)
		func() {
			gate := deferred.New[int]()
			d := gate
			for i := 0; i < links; i++ {
				d = deferred.Map(d, func(v int) int { return v })
			}
			gate.Errback(errTest)
		}()
		all := reports(1)
		var u *deferred.Unhandled
		if len(all) != 1 || !errors.As(all[0], &u) {
			t.Fatalf("%v", all)
		}
		if len(u.Trail)+u.Elided != links || len(u.Trail) > 64 {
			t.Errorf("%d waits: the trail has %d and leaves out %d", links, len(u.Trail), u.Elided)
		}
	}
}

// A generator's waits are on the way, each on its line.
func TestTrailOfGenerator(t *testing.T) {
	gate := deferred.New[int]()
	begin := here()
	inner := deferred.GenerateErr(func(g *deferred.Generator) error {
		_, err := gate.Await(g) // 2
		return err
	})
	outer := deferred.GenerateValue(func(g *deferred.Generator) int {
		inner.AwaitDone(g) // 6
		return 1
	})
	last := deferred.Map(outer, func(v int) int { return v }) // 9
	gate.Errback(errTest)
	sites := last.Trail()
	if got := trailOf(sites, begin); got != strings.ReplaceAll("x:2 x:6 x:9", "x", "TestTrailOfGenerator") {
		t.Error(got, sites)
	}
}
