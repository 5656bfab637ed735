package convert

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/evert-go/evert/internal/overlay"
)

// An InternalError is a defect of Evert.
type InternalError struct {
	Cause any
	Where []string // functions of Evert, the innermost first
}

func (e *InternalError) Error() string {
	text := fmt.Sprintf("internal error: %v: this is a bug of evert, not of your code: please report it with the functions that follow", e.Cause)
	return strings.Join(append([]string{text}, e.Where...), "\n")
}

// Guard turns a panic, which is a bug of Evert, into an error.
func Guard(f func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &InternalError{Cause: cause, Where: evertFrames()}
		}
	}()
	return f()
}

// evertFrames names the functions of Evert that are running; called while a
// panic unwinds, they include where it began.
func evertFrames() []string {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var names []string
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, overlay.Path+"/") && !strings.Contains(f.Function, "/internal/convert.") {
			names = append(names, fmt.Sprintf("%s %s:%d", f.Function, filepath.Base(f.File), f.Line))
		}
		if !more || len(names) == 8 {
			return names
		}
	}
}
