package main

import (
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	in := `goos: linux
BenchmarkWait/chain-2   1000  300 ns/op  160 B/op  3 allocs/op
BenchmarkWait/closures-2  1000  60 ns/op  24 B/op  1 allocs/op
BenchmarkWait/chain-2   1000  100 ns/op  160 B/op  3 allocs/op
BenchmarkWait/closures-2  1000  80.5 ns/op  24 B/op  1 allocs/op
BenchmarkWait/chain-2   1000  120 ns/op  160 B/op  3 allocs/op
BenchmarkThree/value/chain 10 5 ns/op
PASS
`
	want := `| Wait | ns/op | B/op | allocs/op | as much as chain |
|---|---|---|---|---|
| chain | 120 | 160 | 3 | 1 |
| closures | 70.2 | 24 | 1 | 0.585 |

| Three/value | ns/op | as much as chain |
|---|---|---|
| chain | 5 | 1 |

`
	var out strings.Builder
	if err := compare(strings.NewReader(in), &out, false); err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := compare(strings.NewReader("PASS\n"), &out, false); err == nil {
		t.Error("no benchmarks, and no error")
	}
}

func TestMarks(t *testing.T) {
	in := `BenchmarkThree/value/frames-2 10 40 ns/op
BenchmarkThree/value/closures-2 10 100 ns/op
BenchmarkThree/error/frames-2 10 44 ns/op
`
	want := `| frames style | compared with | at most | is |
|---|---|---|---|
| three calls deep, a value | closures | 0.5 | 0.4 |
| three calls deep, an error | a value | 1.2 | 1.1 |
`
	var out strings.Builder
	if err := compare(strings.NewReader(in), &out, true); err != nil || !strings.HasSuffix(out.String(), want) {
		t.Errorf("%v\n%s", err, out.String())
	}
}
