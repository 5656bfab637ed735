package gen

import (
	"fmt"
	"math/rand/v2"
)

// Deferred calls, panics and runtime.Goexit meet each other, results that have names, and
// goroutines seldom if each is seldom. In some cases they are frequent.

// isWild reports a case in which functions end in all ways.
func isWild(seed1, seed2 uint64) bool {
	return rand.New(rand.NewPCG(seed1, seed2^0x811d)).IntN(4) == 0
}

// wildStmt makes a statement of such a case.
func (g *gen) wildStmt() string {
	switch g.IntN(12) {
	case 0, 1, 2, 3, 4:
		return g.deferStmt()
	case 5, 6:
		return g.panicStmt()
	case 7:
		return fmt.Sprintf("if %s {\nruntime.Goexit()\n}\n", g.expr("bool", 2))
	case 8:
		return g.concurrent()
	case 9:
		if len(g.fn.named) > 0 && !g.shadowed() {
			i := g.IntN(len(g.fn.named))
			return fmt.Sprintf("%s = %s\n", g.fn.named[i], g.conv(g.fn.results[i], 2))
		}
	case 10:
		return g.failStmt()
	}
	return g.held()
}
