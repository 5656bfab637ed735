package deferred

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// A failure leaves a trail: the continuations that it has passed, the innermost
// first. It is what a stack trace is for code that blocks, which callers wait for
// whom, and is there only once something has failed: as long as all goes well
// nothing is noted, since the continuations know where they stand.
//
// The trail travels with the failure from Deferred to Deferred, in the field up,
// which an outcome has no other use for. It begins where an error is returned that
// is not the one that came in, in the sense of errors.Is.

// A Site is a wait that a failure has passed: the call that waits stands there.
type Site struct {
	Func string // as runtime.Func has it, "example.com/shop.(*Cart).Total"
	File string // the blocking source, if generated code says where that is
	Line int
}

// String is the site as stack traces have it.
func (s Site) String() string { return fmt.Sprintf("%s (%s:%d)", s.Func, s.File, s.Line) }

// trail holds the entry points of continuations.
type trail struct {
	pcs    []uintptr
	few    [4]uintptr
	elided int // beyond longest
}

// longest bounds how many waits of a trail are kept: the innermost.
const longest = 64

func (t *trail) add(f any) {
	if f == nil {
		return
	}
	if len(t.pcs) == longest {
		t.elided++
		return
	}
	if t.pcs == nil {
		t.pcs = t.few[:0]
	}
	t.pcs = append(t.pcs, reflect.ValueOf(f).Pointer())
}

// trail takes what is known about the way of c's failure. Others that wait for c
// have a copy each.
func (c *core) trail() *fault {
	old, _ := c.up.(*fault)
	if old == nil {
		return nil
	}
	if c.waiter == nil && !old.watched {
		c.up = nil
		return old
	}
	return old.copy()
}

// copy is a fault with the same trail, which nobody watches.
func (f *fault) copy() *fault {
	n := len(f.pcs)
	return &fault{trail: trail{pcs: f.pcs[:n:n], elided: f.elided}}
}

// passed notes that the failure of from passes the continuation f on its way to c.
func (c *core) passed(from *core, f any) {
	t := from.trail()
	if t == nil {
		t = &fault{}
	}
	t.add(f)
	c.up = t
}

// began notes that the continuation f, which has been called with the outcome of from,
// has ended with err. That may still be from's failure.
func (c *core) began(from *core, f any, err error) {
	var t *fault
	if from.err != nil && errors.Is(err, from.err) {
		t = from.trail()
	}
	if t == nil {
		t = &fault{}
	}
	t.add(f)
	c.up = t
}

// settled notes that the continuation f, which has been called with the outcome of
// from, has returned a Deferred that has got's failure.
func (c *core) settled(got, from *core, f any) {
	if old, _ := got.up.(*fault); old == nil {
		c.began(from, f, got.err)
	} else {
		c.passed(got, f)
	}
	got.seen()
}

// Trail returns the waits that the failure of d has passed, the innermost first: the
// one behind which it began, then the one that waited for that function, and so on.
// It is empty if d has not failed, or failed before anything waited. The outermost
// of very many are left out.
func (d *Deferred[T]) Trail() []Site {
	r := d.root()
	if f, ok := r.up.(*fault); ok && r.fired() {
		return f.sites()
	}
	return nil
}

func (t *trail) sites() []Site {
	var out []Site
	for _, pc := range t.pcs {
		out = append(out, siteOf(pc))
	}
	return out
}

// siteOf tells where a continuation stands: in the generated file, or in its source.
func siteOf(pc uintptr) Site {
	fn := runtime.FuncForPC(pc)
	if fn == nil {
		return Site{Func: "unknown"}
	}
	name := fn.Name()
	if i := strings.Index(name, ".func"); i >= 0 {
		name = name[:i] // the continuation is a literal in it
	}
	file, line := fn.FileLine(pc)
	s := Site{Func: name, File: file, Line: line}
	sources.Lock()
	defer sources.Unlock()
	src := sources.files[file]
	if src == nil {
		return s
	}
	if at, ok := src.parse()[line]; ok {
		s.Func = strings.TrimSuffix(name, "Deferred")
		s.File, s.Line = filepath.Join(filepath.Dir(file), src.name), at
	}
	return s
}

// sources are what generated files have told about their lines.
var sources struct {
	sync.Mutex
	files map[string]*source
}

type source struct {
	name, lines string
	parsed      map[int]int
}

// Sites is for generated code: it says which lines of the blocking source, a file in
// the same directory, the continuations come from that stand on lines of the file that
// calls it. Each pair is "generated:source", with spaces between.
func Sites(file, lines string) struct{} {
	_, generated, _, ok := runtime.Caller(1)
	if !ok {
		return struct{}{}
	}
	sources.Lock()
	defer sources.Unlock()
	if sources.files == nil {
		sources.files = map[string]*source{}
	}
	sources.files[generated] = &source{name: file, lines: lines}
	return struct{}{}
}

// parse reads the pairs when they are needed first.
func (s *source) parse() map[int]int {
	if s.parsed != nil {
		return s.parsed
	}
	s.parsed = map[int]int{}
	for _, pair := range strings.Fields(s.lines) {
		from, to, _ := strings.Cut(pair, ":")
		line, errFrom := strconv.Atoi(from)
		at, errTo := strconv.Atoi(to)
		if errFrom == nil && errTo == nil {
			s.parsed[line] = at
		}
	}
	return s.parsed
}
