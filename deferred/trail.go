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
	"sync/atomic"
)

// A failure leaves a trail: the continuations that it has passed, the innermost
// first. It is what a stack trace is for code that blocks, which callers wait for
// whom, and is there only once something has failed: as long as all goes well
// nothing is noted, since the continuations know where they stand.
//
// The trail is a part of the fault that an outcome has in the field up, and that each
// Deferred on the way has one of. It begins where an error is returned that
// is not the one that came in, in the sense of errors.Is.

// A Site is a wait that a failure has passed: the call that waits stands there.
type Site struct {
	Func string // as runtime.Func has it, "example.com/shop.(*Cart).Total"
	File string // the blocking source, if generated code says where that is
	Line int
}

// String is the site as stack traces have it.
func (s Site) String() string {
	if s.File == "" {
		return s.Func
	}
	return fmt.Sprintf("%s (%s:%d)", s.Func, s.File, s.Line)
}

// A fault is a failure as it has come to one Deferred: the error, and the way. The way
// is a list that the faults of all Deferreds behind share.
//
// Where somebody waits whom the failure is going to pass, the next fault is needed at
// once: there they are made together, by blocks, and each takes the place after the one
// that it comes from. That may be taken, where the way forks.
type fault struct {
	debugFault
	err     error
	before  *fault  // as it was before it passed pc
	pc      uintptr // where the continuation begins that it has passed, or the await is; 0 if none
	block   *block  // that it is in; nil if it is alone
	seen    atomic.Bool
	place   uint8 // in the block
	kept    uint8 // how many faults with a pc are in the list; beyond longest pc is how many more it has passed
	watched bool  // it is reported when its Deferred is collected, unless it was seen
	told    bool  // somebody was waiting for its Deferred
}

// A block is where faults are made together. A place is taken if its fault has a block.
type block [4]fault

// A passer is a step that errors pass.
type passer interface{ passes() }

// newFault makes a fault for c, which is about to be resolved.
func (c *core) newFault() *fault {
	if _, ok := c.waiter.(passer); !ok {
		return &fault{}
	}
	b := &block{}
	b[0].block = b
	return &b[0]
}

// next makes the fault of c, whose failure came from where f is.
func (f *fault) next(c *core) *fault {
	b, i := f.block, f.place+1
	if b == nil || int(i) == len(b) || b[i].block != nil {
		return c.newFault()
	}
	b[i].block, b[i].place = b, i
	return &b[i]
}

func (*fault) cores() (own, root *core) { return nil, nil }

// longest bounds how many waits of a way are kept: the innermost.
const longest = 64

// fault is the failure of c, which has fired; nil for none.
func (c *core) fault() *fault {
	switch up := c.up.(type) {
	case nil:
		return nil
	case *fault:
		return up
	}
	_, other := c.up.cores() // c is parted
	return other.fault()
}

// passing is what f is for c when it has passed a continuation.
func (f *fault) passing(continuation any, c *core) *fault {
	if continuation == nil {
		return f.copy(c)
	}
	return f.passingAt(entry(continuation), c)
}

// entry is where a continuation begins.
func entry(continuation any) uintptr { return reflect.ValueOf(continuation).Pointer() }

// passingAt is what f is for c when it has passed the continuation that begins at pc, or
// the await that stands there.
func (f *fault) passingAt(pc uintptr, c *core) *fault {
	if f.kept >= longest {
		next := f.copy(c)
		if f.kept == longest {
			next.before, next.pc, next.kept = f, 0, longest+1
		}
		next.pc++
		return next
	}
	next := f.next(c)
	next.err, next.pc, next.kept = f.err, pc, f.kept+1
	if f.kept > 0 {
		next.before = f
	}
	return next
}

// awaiter is where the generator stands that calls Await, or one of those that call it
// in this package.
func awaiter() uintptr {
	var pcs [6]uintptr
	frames := pcs[:runtime.Callers(3, pcs[:])]
	for _, pc := range frames {
		if fn := runtime.FuncForPC(pc - 1); fn != nil && !strings.HasPrefix(fn.Name(), awaits) && !strings.HasPrefix(fn.Name(), tupleAwaits) {
			return pc - 1
		}
	}
	return 0
}

// awaits and tupleAwaits begin the names of what awaits in this package.
const (
	awaits      = "github.com/evert-go/evert/deferred.(*Deferred[...]).Await"
	tupleAwaits = "github.com/evert-go/evert/deferred.Await"
)

// copy is a fault that has come the same way, for c.
func (f *fault) copy(c *core) *fault {
	next := f.next(c)
	next.err, next.before, next.pc, next.kept = f.err, f.before, f.pc, f.kept
	return next
}

// passed notes that the failure of from passes the continuation f on its way to c.
func (c *core) passed(from *core, f any) {
	c.up = from.fault().passing(f, c)
}

// began notes that the continuation f, which has been called with the outcome of from,
// has ended with err. That may still be from's failure.
func (c *core) began(from *core, f any, err error) {
	if came := from.fault(); came != nil && errors.Is(err, came.err) {
		c.up = came.passing(f, c)
	} else {
		next := c.newFault()
		if f != nil {
			next.pc, next.kept = entry(f), 1
		}
		c.up = next
	}
}

// settled notes that the continuation f, which has been called with the outcome of
// from, has returned a Deferred that has got's failure.
func (c *core) settled(got, from *core, f any) {
	if came := got.fault(); came.kept == 0 {
		c.began(from, f, came.err)
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
	if !r.fired() {
		return nil
	}
	return r.fault().sites()
}

// sites lists the way; there is none for nil.
func (f *fault) sites() []Site {
	if f == nil || f.kept == 0 {
		return nil
	}
	if f.kept > longest {
		f = f.before
	}
	out := make([]Site, f.kept)
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = siteOf(f.pc)
		f = f.before
	}
	return out
}

// elided is how many continuations it has passed that are not in the list.
func (f *fault) elided() int {
	if f.kept > longest {
		return int(f.pc)
	}
	return 0
}

// resumption is the innermost place of a stack at which a wait is resumed, 0 for none.
func resumption(stack []uintptr) uintptr {
	for _, pc := range stack {
		if fn := runtime.FuncForPC(pc - 1); fn != nil && strings.HasSuffix(fn.Name(), ").Resume") {
			return pc - 1
		}
	}
	return 0
}

// siteOf tells where a continuation stands: in the generated file, or in its source.
func siteOf(pc uintptr) Site {
	if t := waiterOf(pc); t != nil {
		return siteOfWait(waitName(t), Site{Func: waitName(t)})
	}
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
	if wait, ok := resumedName(name); ok {
		return siteOfWait(wait, s)
	}
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

// siteOfWait is where a wait in frames style stands in the source, or else s.
func siteOfWait(name string, s Site) Site {
	pkg := name[:strings.LastIndex(name, ".")]
	sources.Lock()
	defer sources.Unlock()
	for file, src := range sources.files {
		if src.pkg != pkg {
			continue
		}
		src.parse()
		if w, ok := src.waits[name[len(pkg)+1:]]; ok {
			return Site{Func: pkg + "." + w.fn, File: filepath.Join(filepath.Dir(file), src.name), Line: w.line}
		}
	}
	return s
}

// sources are what generated files have told about their lines.
var sources struct {
	sync.Mutex
	files map[string]*source
}

type source struct {
	pkg         string
	name, lines string
	parsed      map[int]int
	waits       map[string]waitLine // by the names of their types
}

// A waitLine is where a wait stands: on a line of a function of the source.
type waitLine struct {
	fn   string
	line int
}

// Sites is for generated code: it says which lines of the blocking source, a file in
// the same directory, the continuations come from that stand on lines of the file that
// calls it. Each pair is "generated:source", with spaces between. In frames style each
// wait is a type, of which it says the function and the line: "oneAfterFetch:One:17".
func Sites(file, lines string) struct{} {
	pc, generated, _, ok := runtime.Caller(1)
	if !ok {
		return struct{}{}
	}
	sources.Lock()
	defer sources.Unlock()
	if sources.files == nil {
		sources.files = map[string]*source{}
	}
	s := &source{name: file, lines: lines}
	if fn := runtime.FuncForPC(pc); fn != nil {
		name := fn.Name() // path/of.init
		i := strings.LastIndex(name, "/") + 1
		of, _, _ := strings.Cut(name[i:], ".")
		s.pkg = unescaped(name[:i] + of)
	}
	sources.files[generated] = s
	return struct{}{}
}

// parse reads the pairs when they are needed first.
func (s *source) parse() map[int]int {
	if s.parsed != nil {
		return s.parsed
	}
	s.parsed, s.waits = map[int]int{}, map[string]waitLine{}
	for _, pair := range strings.Fields(s.lines) {
		from, to, _ := strings.Cut(pair, ":")
		if fn, line, ok := strings.Cut(to, ":"); ok {
			if at, err := strconv.Atoi(line); err == nil {
				s.waits[from] = waitLine{fn, at}
			}
			continue
		}
		line, errFrom := strconv.Atoi(from)
		at, errTo := strconv.Atoi(to)
		if errFrom == nil && errTo == nil {
			s.parsed[line] = at
		}
	}
	return s.parsed
}
