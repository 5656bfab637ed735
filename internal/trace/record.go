package trace

import (
	"fmt"
	"sync"
)

// recorder collects the effects of the case that is running.
var recorder struct {
	mu      sync.Mutex
	effects []string
}

// Emit notes an effect: the arguments, with a space between them.
//
// Emit formats at once, so that an argument that is changed later shows the
// value that it had when the effect happened.
func Emit(args ...any) {
	line := fmt.Sprintln(args...)
	recorder.mu.Lock()
	defer recorder.mu.Unlock()
	recorder.effects = append(recorder.effects, line[:len(line)-1])
}

// Side emits "side n" and returns n. It does not wait: it is the operand that
// has an effect, for cases about the order of evaluation.
func Side(n int) int {
	Emit("side", n)
	return n
}

// reset forgets the effects noted so far.
func reset() {
	recorder.mu.Lock()
	defer recorder.mu.Unlock()
	recorder.effects = nil
}

// effects returns the effects noted since the last reset.
func effects() []string {
	recorder.mu.Lock()
	defer recorder.mu.Unlock()
	return append([]string(nil), recorder.effects...)
}
