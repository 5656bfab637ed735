package catalog

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/eventloop"

	"github.com/evert-go/evert/deferred"
	gojahost "github.com/evert-go/evert/hosts/goja"
)

// shelf is a store: busy for some times at first, with a price that is the length of the
// article's name, and ten pieces of everything.
type shelf struct{ busy chan bool }

func newShelf(busy int) *shelf {
	s := &shelf{make(chan bool, busy)}
	for range busy {
		s.busy <- true
	}
	return s
}

func (s *shelf) Price(article string) (int, error) {
	select {
	case <-s.busy:
		return 0, ErrBusy
	default:
	}
	if article == "unicorn" {
		return 0, ErrUnknown
	}
	return len(article), nil
}

func (s *shelf) Stock(article string) (int, error) {
	if article == "ghost" {
		return 0, errors.New("it walks through the shelf")
	}
	return 10, nil
}

// run runs a script that has a catalog until nothing is left to do, and returns what it said.
func run(t *testing.T, store Store, source string) string {
	t.Helper()
	var said []string
	loop := eventloop.NewEventLoop()
	loop.Run(func(vm *goja.Runtime) {
		c := &Catalog{Store: store, Loop: gojahost.New(loop, vm), Tries: 3, Delay: time.Millisecond, Quoted: map[string]int{}}
		if err := c.Enable(vm); err != nil {
			t.Fatal(err)
		}
		if err := vm.Set("say", func(v goja.Value) { said = append(said, v.String()) }); err != nil {
			t.Fatal(err)
		}
		if _, err := vm.RunString(source); err != nil {
			t.Error(err)
		}
	})
	return strings.Join(said, "; ")
}

// Both forms give the same answers.
func TestQuote(t *testing.T) {
	for article, busy := range map[string]int{"bolt": 0, "nut": 2, "washer": 3, "unicorn": 1, "ghost": 0} {
		c := &Catalog{Store: newShelf(busy), Tries: 3, Delay: time.Millisecond, Quoted: map[string]int{}}
		q, err := c.Quote(article, 11)
		want := fmt.Sprintf("%s %d %v %d", q.Article, q.Total, q.InStock, c.Quoted[article])
		if err != nil {
			want = "GoError: " + err.Error()
		}
		got := run(t, newShelf(busy), fmt.Sprintf(`
			catalog.quote(%q, 11).then(
				q => say(q.article + " " + q.total + " " + q.inStock + " " + catalog.quoted[q.article]),
				e => say(e))`, article))
		if got != want {
			t.Errorf("%s: %q, want %q", article, got, want)
		}
	}
}

// A script has its say in the middle of the blocking source.
func TestOrder(t *testing.T) {
	for _, c := range []struct{ lines, discount, want string }{
		{`[{article: "bolt", n: 5}, {article: "nut", n: 10}]`, `() => 0`, "50"},
		{`[{article: "bolt", n: 5}, {article: "nut", n: 10}]`, `async (a, total) => total > 20 ? 50 : 0`, "35"},
		{`[{article: "bolt", n: 5}]`, `(a, total) => new Promise(r => setTimeout(() => r(total), 1))`, "16"},
		{`[{article: "bolt", n: 11}]`, `() => 0`, "GoError: order 11 bolt: sold out"},
		{`[{article: "bolt", n: 1}]`, `() => { throw new Error("closed") }`, "GoError: discount on bolt: Error: closed"},
		{`[{article: "bolt", n: 1}]`, `() => "much"`, "GoError: discount on bolt: much is no whole number"},
		{`[]`, `() => 0`, "0"},
	} {
		got := run(t, newShelf(0), fmt.Sprintf(`catalog.order(%s, %s).then(say, say)`, c.lines, c.discount))
		if got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.lines, c.discount, got, c.want)
		}
	}
}

// The blocking form, too, asks the script, from a goroutine of its own.
func TestOrderBlocking(t *testing.T) {
	loop := eventloop.NewEventLoop()
	loop.Start()
	defer loop.Stop()
	type call struct {
		c        *Catalog
		discount goja.Callable
	}
	made := make(chan call)
	loop.RunOnLoop(func(vm *goja.Runtime) {
		v, err := vm.RunString(`async (article, total) => 50`)
		if err != nil {
			t.Error(err)
		}
		f, _ := goja.AssertFunction(v)
		made <- call{&Catalog{Store: newShelf(0), Loop: gojahost.New(loop, vm), Tries: 1, Quoted: map[string]int{}}, f}
	})
	m := <-made
	if total, err := m.c.Order([]Line{{"bolt", 5}, {"nut", 10}}, m.discount); total != 25 || err != nil {
		t.Error(total, err)
	}
}

// Orders that are under way when the loop is terminated fail.
func TestTerminate(t *testing.T) {
	loop := eventloop.NewEventLoop()
	loop.Start()
	made := make(chan *Catalog)
	var got error
	loop.RunOnLoop(func(vm *goja.Runtime) {
		c := &Catalog{Store: newShelf(9), Loop: gojahost.New(loop, vm), Tries: 3, Delay: time.Hour, Quoted: map[string]int{}}
		c.QuoteDeferred(c.Loop, "bolt", 1).Observe(func(o deferred.Outcome[Quote]) { got = o.Err })
		made <- c
	})
	c := <-made
	loop.Terminate()
	c.Loop.Close()
	if got == nil || got.Error() != "quote bolt: the reactor has stopped" {
		t.Error(got)
	}
}
