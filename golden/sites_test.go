package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/golden/errs"
	framed "github.com/evert-go/evert/golden/frames/errs"
	"github.com/evert-go/evert/reactor"
)

// TestSites follows a failure's trail into the blocking source: generated files tell
// on which lines of it the waits are.
func TestSites(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("errs", "errs.go"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(src), "\n")
	for style, wrap := range map[string]func(reactor.Reactor, int) *deferred.Deferred[string]{
		"chain": errs.WrapDeferred, "frames": framed.WrapDeferred,
	} {
		for n, want := range map[int]string{
			3: "	v, err := trace.Fetch(n)",
			2: "	w, err := trace.Fetch(v + n + 1)",
		} {
			clock := reactor.NewClock(time.Time{})
			d := wrap(clock, n)
			clock.Advance(time.Second)
			if _, err, _ := d.Result(); err == nil {
				t.Fatalf("%s: Wrap(%d) has not failed", style, n)
			}
			trail := d.Trail()
			if len(trail) < 2 {
				t.Fatalf("%s: Wrap(%d): the trail is %v", style, n, trail)
			}
			outer := trail[1]
			if filepath.Base(outer.File) != "errs.go" || !strings.HasSuffix(outer.Func, "/errs.Wrap") || lines[outer.Line-1] != want {
				t.Errorf("%s: Wrap(%d) has waited at %v: %q, want %q", style, n, outer, lines[outer.Line-1], want)
			}
		}
	}
}
