package deferred_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
)

func TestLen(t *testing.T) {
	type list []string
	type text string
	if n := deferred.Len(list{"a", "b"}); n != 2 {
		t.Error(n)
	}
	if n := deferred.LenString(text("é")); n != 2 {
		t.Error(n)
	}
}
