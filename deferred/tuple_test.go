package deferred_test

import (
	"fmt"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// Each tuple is made in five ways, which agree, and comes apart in order.
func TestTuples(t *testing.T) {
	check := func(n int, want string, gots ...string) {
		t.Helper()
		for _, got := range gots {
			if got != want {
				t.Errorf("%d values: %s, want %s", n, got, want)
			}
		}
	}

	t2 := deferred.MakePair(1, "b")
	p2, err := deferred.Pack2(1, "b", errTest)
	check(2, "{1 b}", fmt.Sprint(t2), fmt.Sprint(p2))
	check(2, "test error", err.Error())
	check(2, "{1 b}, <nil>", show(deferred.Succeed2(1, "b")))
	check(2, "{1 b}, test error", show(deferred.Return2(1, "b", errTest)))
	{
		v1, v2 := t2.Unpack()
		check(2, "{1 b}", fmt.Sprint(deferred.MakePair(v1, v2)))
	}

	t3 := deferred.MakeTriple(1, "b", 3.5)
	p3, err := deferred.Pack3(1, "b", 3.5, errTest)
	check(3, "{1 b 3.5}", fmt.Sprint(t3), fmt.Sprint(p3))
	check(3, "test error", err.Error())
	check(3, "{1 b 3.5}, <nil>", show(deferred.Succeed3(1, "b", 3.5)))
	check(3, "{1 b 3.5}, test error", show(deferred.Return3(1, "b", 3.5, errTest)))
	{
		v1, v2, v3 := t3.Unpack()
		check(3, "{1 b 3.5}", fmt.Sprint(deferred.MakeTriple(v1, v2, v3)))
	}

	t4 := deferred.MakeQuad(1, "b", 3.5, true)
	p4, err := deferred.Pack4(1, "b", 3.5, true, errTest)
	check(4, "{1 b 3.5 true}", fmt.Sprint(t4), fmt.Sprint(p4))
	check(4, "test error", err.Error())
	check(4, "{1 b 3.5 true}, <nil>", show(deferred.Succeed4(1, "b", 3.5, true)))
	check(4, "{1 b 3.5 true}, test error", show(deferred.Return4(1, "b", 3.5, true, errTest)))
	{
		v1, v2, v3, v4 := t4.Unpack()
		check(4, "{1 b 3.5 true}", fmt.Sprint(deferred.MakeQuad(v1, v2, v3, v4)))
	}

	t5 := deferred.MakeTuple5(1, "b", 3.5, true, []int{5})
	p5, err := deferred.Pack5(1, "b", 3.5, true, []int{5}, errTest)
	check(5, "{1 b 3.5 true [5]}", fmt.Sprint(t5), fmt.Sprint(p5))
	check(5, "test error", err.Error())
	check(5, "{1 b 3.5 true [5]}, <nil>", show(deferred.Succeed5(1, "b", 3.5, true, []int{5})))
	check(5, "{1 b 3.5 true [5]}, test error", show(deferred.Return5(1, "b", 3.5, true, []int{5}, errTest)))
	{
		v1, v2, v3, v4, v5 := t5.Unpack()
		check(5, "{1 b 3.5 true [5]}", fmt.Sprint(deferred.MakeTuple5(v1, v2, v3, v4, v5)))
	}

	t6 := deferred.MakeTuple6(1, "b", 3.5, true, []int{5}, int8(6))
	p6, err := deferred.Pack6(1, "b", 3.5, true, []int{5}, int8(6), errTest)
	check(6, "{1 b 3.5 true [5] 6}", fmt.Sprint(t6), fmt.Sprint(p6))
	check(6, "test error", err.Error())
	check(6, "{1 b 3.5 true [5] 6}, <nil>", show(deferred.Succeed6(1, "b", 3.5, true, []int{5}, int8(6))))
	check(6, "{1 b 3.5 true [5] 6}, test error", show(deferred.Return6(1, "b", 3.5, true, []int{5}, int8(6), errTest)))
	{
		v1, v2, v3, v4, v5, v6 := t6.Unpack()
		check(6, "{1 b 3.5 true [5] 6}", fmt.Sprint(deferred.MakeTuple6(v1, v2, v3, v4, v5, v6)))
	}

	t7 := deferred.MakeTuple7(1, "b", 3.5, true, []int{5}, int8(6), errTest)
	p7, err := deferred.Pack7(1, "b", 3.5, true, []int{5}, int8(6), errTest, errTest)
	check(7, "{1 b 3.5 true [5] 6 test error}", fmt.Sprint(t7), fmt.Sprint(p7))
	check(7, "test error", err.Error())
	check(7, "{1 b 3.5 true [5] 6 test error}, <nil>", show(deferred.Succeed7(1, "b", 3.5, true, []int{5}, int8(6), errTest)))
	check(7, "{1 b 3.5 true [5] 6 test error}, test error", show(deferred.Return7(1, "b", 3.5, true, []int{5}, int8(6), errTest, errTest)))
	{
		v1, v2, v3, v4, v5, v6, v7 := t7.Unpack()
		check(7, "{1 b 3.5 true [5] 6 test error}", fmt.Sprint(deferred.MakeTuple7(v1, v2, v3, v4, v5, v6, v7)))
	}

	t8 := deferred.MakeTuple8(1, "b", 3.5, true, []int{5}, int8(6), errTest, "h")
	p8, err := deferred.Pack8(1, "b", 3.5, true, []int{5}, int8(6), errTest, "h", errTest)
	check(8, "{1 b 3.5 true [5] 6 test error h}", fmt.Sprint(t8), fmt.Sprint(p8))
	check(8, "test error", err.Error())
	check(8, "{1 b 3.5 true [5] 6 test error h}, <nil>", show(deferred.Succeed8(1, "b", 3.5, true, []int{5}, int8(6), errTest, "h")))
	check(8, "{1 b 3.5 true [5] 6 test error h}, test error", show(deferred.Return8(1, "b", 3.5, true, []int{5}, int8(6), errTest, "h", errTest)))
	{
		v1, v2, v3, v4, v5, v6, v7, v8 := t8.Unpack()
		check(8, "{1 b 3.5 true [5] 6 test error h}", fmt.Sprint(deferred.MakeTuple8(v1, v2, v3, v4, v5, v6, v7, v8)))
	}

	pair := deferred.MakePair(1, "b")
	if pair.First != 1 || pair.Second != "b" {
		t.Error(pair)
	}
	if t4.First != 1 || t4.Fourth != true || t8.V1 != 1 || t8.V8 != "h" {
		t.Error(t4, t8)
	}
}
