package main

import (
	"fmt"
	"io"
)

// A mark is what frames style is to reach: how much of what an alternative takes it may
// take at most.
type mark struct {
	work, group, than string // group/frames is compared with group/than
	unit              string
	most              float64
}

// marks are those of frames style.
var marks = []mark{
	{"a wait that suspends", "Wait", "closures", "ns/op", 0.7},
	{"a wait that suspends", "Wait", "pooled", "ns/op", 1.5},
	{"a wait that suspends", "Wait", "goroutine-reused", "ns/op", 1.0 / 8},
	{"three calls deep, a value", "Three/value", "closures", "ns/op", 0.5},
	{"three calls deep, an error", "Three/error", "closures", "ns/op", 0.5},
	{"a wait, among 100,000 that are parked", "Among/wait", "closures", "ns/op", 0.7},
	{"three calls deep, among 100,000", "Among/three", "closures", "ns/op", 0.5},
	{"a wait that is over", "Over", "plain-call", "ns/op", 2.5},
	{"a call that never waits", "Rare", "plain-call", "ns/op", 2.5},
	{"a turn of a loop that suspends", "Turns", "goroutine-reused", "ns/op", 0.1},
	{"memory, parked three deep", "Parked", "goroutine", "B/parked", 1.0 / 12},
	{"a full collection, 1e6 parked", "Collect", "goroutine", "ns/op", 0.2},
}

// reached writes how frames style stands to its marks.
func reached(w io.Writer, byName map[string]*series) {
	row := func(work, than string, is, most float64) {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", work, than, short(most), short(is))
	}
	fmt.Fprint(w, "| frames style | compared with | at most | is |\n|---|---|---|---|\n")
	for _, m := range marks {
		a, b := byName[m.group+"/frames"], byName[m.group+"/"+m.than]
		if a != nil && b != nil {
			row(m.work, m.than, median(a.values[m.unit])/median(b.values[m.unit]), m.most)
		}
	}
	value, failed := byName["Three/value/frames"], byName["Three/error/frames"]
	if value != nil && failed != nil {
		row("three calls deep, an error", "a value", median(failed.values["ns/op"])/median(value.values["ns/op"]), 1.2)
	}
}
