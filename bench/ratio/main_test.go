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
	if err := compare(strings.NewReader(in), &out); err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := compare(strings.NewReader("PASS\n"), &out); err == nil {
		t.Error("no benchmarks, and no error")
	}
}
