package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/golden/errs"
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
	for n, want := range map[int]string{
		3: "	v, err := trace.Fetch(n)",
		2: "	w, err := trace.Fetch(v + n + 1)",
	} {
		clock := reactor.NewClock(time.Time{})
		d := errs.WrapDeferred(clock, n)
		clock.Advance(time.Second)
		if _, err, _ := d.Result(); err == nil {
			t.Fatalf("Wrap(%d) has not failed", n)
		}
		trail := d.Trail()
		if len(trail) < 2 {
			t.Fatalf("Wrap(%d): the trail is %v", n, trail)
		}
		outer := trail[1]
		if filepath.Base(outer.File) != "errs.go" || !strings.HasSuffix(outer.Func, "/errs.Wrap") || lines[outer.Line-1] != want {
			t.Errorf("Wrap(%d) has waited at %v: %q, want %q", n, outer, lines[outer.Line-1], want)
		}
	}
}
