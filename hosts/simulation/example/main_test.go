package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/evert-go/evert/hosts/simulation"
)

var update = flag.Bool("update", false, "write testdata/trace.txt")

func trace(t *testing.T, seed int64, run func(*simulation.World) error) []byte {
	t.Helper()
	var out bytes.Buffer
	_ = simulation.Trace(&out, seed, run) // the trace says what is wrong
	return out.Bytes()
}

// The handlers of the gateway's plugin keep to the quota with every seed, also with those
// where several requests wait for it at the same time.
func TestPlugin(t *testing.T) {
	const seeds = 500
	if seed, err := simulation.Search(seeds, plugin); err != nil {
		t.Errorf("seed %d: %v", seed, err)
	}
	raced := 0
	for seed := range int64(seeds) {
		if bytes.Count(trace(t, seed, plugin), []byte(": quota/ann\n")) > 1 {
			raced++
		}
	}
	if raced == 0 || raced == seeds {
		t.Errorf("the quota is asked for twice with %d of %d seeds", raced, seeds)
	}
}

// The mistake shows with some seeds only, and a search finds one soon.
func TestPlanted(t *testing.T) {
	seed, err := simulation.Search(100, mistake)
	if err == nil {
		t.Fatal("it is not found")
	}
	if want := "3 requests pass, and may not be more than 2"; err.Error() != want {
		t.Errorf("seed %d: %v, want %s", seed, err, want)
	}
	wrong := 0
	for seed := range int64(1000) {
		if mistake(simulation.New(seed)) != nil {
			wrong++
		}
	}
	if readme := read(t, "../README.md"); !strings.Contains(readme, fmt.Sprintf("\n%d of 1000 seeds show", wrong)) || wrong == 1000 {
		t.Errorf("%d of 1000 seeds go wrong, README.md says something else", wrong)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The code and the trace that the README shows are those of the example.
func TestReadme(t *testing.T) {
	readme := read(t, "../README.md")
	_, code, _ := strings.Cut(readme, "```go\n")
	code, _, _ = strings.Cut(code, "```")
	if code == "" || !strings.Contains(read(t, "../planted/planted.go"), code) {
		t.Errorf("no code of the example:\n%s", code)
	}
	if !strings.Contains(readme, read(t, "testdata/trace.txt")) {
		t.Error("README.md shows another trace")
	}
}

// The same seed does the same, to the byte: a hundred times, with one and two processors,
// and as it did when testdata/trace.txt was written; another seed does something else.
func TestReplay(t *testing.T) {
	seed, _ := simulation.Search(100, mistake)
	want := trace(t, seed, mistake)
	for _, procs := range []int{1, 2} {
		func() {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			for i := range 100 {
				if got := trace(t, seed, mistake); !bytes.Equal(got, want) {
					t.Fatalf("run %d:\n%s", i, got)
				}
				if got := trace(t, int64(i), plugin); !bytes.Equal(got, trace(t, int64(i), plugin)) {
					t.Fatalf("seed %d:\n%s", i, got)
				}
			}
		}()
	}
	if bytes.Equal(trace(t, seed+1, mistake), want) {
		t.Error("another seed gives the same trace")
	}
	const name = "testdata/trace.txt"
	if *update {
		if err := os.WriteFile(name, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, name) != string(want) {
		t.Errorf("%s is another trace; -update writes it", name)
	}
}
