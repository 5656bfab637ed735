//go:build evertdebug

package golden

import (
	"testing"

	"github.com/evert-go/evert/internal/trace"
)

// TestForced runs each case with every continuation in a later turn, also where
// nothing waits.
func TestForced(t *testing.T) {
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			for n := range arguments {
				compare(t, c, n, c.RunBlocking(n), trace.Forced, 0)
			}
		})
	}
}
