package order_test

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/order"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestOrder compares the ordered form of the sources in testdata. The names of the
// files start with the numbers of what they show in the list of what a callback
// form must preserve (see package rewrite).
func TestOrder(t *testing.T) {
	stagetest.Golden(t, *update, []string{"ordered"}, func(t *testing.T, s *stagetest.Source) map[string]string {
		var out strings.Builder
		for _, decl := range s.Funcs() {
			fn, _, err := s.Order(decl)
			var refusal *order.Refusal
			switch {
			case errors.As(err, &refusal):
				fmt.Fprintf(&out, "%s: cannot split %s: %s\n", s.Fset.Position(refusal.Pos), decl.Name.Name, refusal.Reason)
			case err != nil:
				t.Fatal(err)
			default:
				out.WriteString(fn.Ordered())
			}
		}
		return map[string]string{"ordered": out.String()}
	})
}
