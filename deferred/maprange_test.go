package deferred_test

import (
	"math"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// Every entry appears once, keys that equal nothing too; what is removed before
// it is reached does not.
func TestRangeMap(t *testing.T) {
	m := map[float64]string{1: "a", 2: "b", 3: "c", math.NaN(): "nan"}
	seen := map[string]int{}
	for entries := deferred.RangeMap(m); entries.Next(); {
		k, v := entries.Key(), entries.Value()
		if seen[v]++; v == "nan" && !math.IsNaN(k) || v != "nan" && m[k] != v {
			t.Errorf("%v: %q", k, v)
		}
	}
	if len(seen) != 4 || seen["nan"] != 1 || seen["a"] != 1 {
		t.Error(seen)
	}
	n := 0
	for entries := deferred.RangeMap(m); entries.Next(); n++ {
		for _, k := range []float64{1, 2, 3} {
			delete(m, k)
		}
	}
	if n > 2 { // the first one, and NaN, which cannot be removed
		t.Errorf("%d entries appeared", n)
	}
	if deferred.RangeMap(map[string]error(nil)).Next() {
		t.Error("an entry of a nil map")
	}
	entries := deferred.RangeMap(map[string]error{"nil": nil})
	if !entries.Next() || entries.Key() != "nil" || entries.Value() != nil {
		t.Error("a nil value of an interface type")
	}
}
