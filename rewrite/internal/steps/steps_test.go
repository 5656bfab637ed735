package steps_test

import (
	"flag"
	"strings"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
	"github.com/evert-go/evert/rewrite/internal/steps"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestDivide compares the ordered form of the sources in testdata after stage steps,
// with limits so low that a few waits make a long list.
func TestDivide(t *testing.T) {
	stagetest.Golden(t, *update, []string{"steps"}, func(t *testing.T, s *stagetest.Source) map[string]string {
		var out strings.Builder
		for _, decl := range s.Funcs() {
			fn, pool, err := s.Order(decl)
			if err != nil {
				t.Fatal(err)
			}
			cfg := &steps.Config{Info: s.Info, Pkg: s.Pkg, Names: pool, Limit: 3, Joins: 1}
			for _, part := range fn.All() {
				steps.Divide(cfg, part)
				checkLimits(t, cfg, decl.Name.Name, part.Body)
			}
			out.WriteString(fn.Ordered())
		}
		return map[string]string{"steps": out.String()}
	})
}

// checkLimits checks the postcondition of the stage.
func checkLimits(t *testing.T, cfg *steps.Config, name string, list []ir.Stmt) {
	waiting, waits := ir.Waiting{}, 0
	for _, s := range list {
		if waiting.Stmt(s) {
			waits++
		}
		if st, ok := s.(*ir.Steps); ok {
			for _, part := range st.Parts {
				checkLimits(t, cfg, name, part)
			}
		}
	}
	if waits > 2*cfg.Limit {
		t.Errorf("%s: a list with %d waits", name, waits)
	}
}
