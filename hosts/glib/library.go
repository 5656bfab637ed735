//go:build linux

package glibhost

import (
	"errors"
	"fmt"
	"sync"

	"github.com/ebitengine/purego"
)

// A Symbol is a function of a library, and the variable of func type that is to call it.
type Symbol struct {
	Name string
	Func any
}

// Bind loads a library and makes Go functions of its functions.
func Bind(library string, symbols []Symbol) error {
	lib, err := purego.Dlopen(library, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return fmt.Errorf("cannot load %s: %v", library, err)
	}
	for _, s := range symbols {
		at, err := purego.Dlsym(lib, s.Name)
		if err != nil {
			return fmt.Errorf("cannot find %s in %s: %v", s.Name, library, err)
		}
		purego.RegisterFunc(s.Func, at)
	}
	return nil
}

// The functions of GLib and GIO that are used here.
var (
	mainContextDefault func() uintptr
	mainContextIsOwner func(context uintptr) bool
	mainLoopNew        func(context uintptr, running bool) uintptr
	mainLoopRun        func(loop uintptr)
	mainLoopQuit       func(loop uintptr)
	idleAdd            func(function, data uintptr) uint32
	free               func(p *byte)
	errorFree          func(err *gError)
	objectUnref        func(object uintptr)
	cancellableNew     func() uintptr
	cancellableCancel  func(cancellable uintptr)
	fileNewForPath     func(path string) uintptr
	fileLoadAsync      func(file, cancellable, callback, data uintptr)
	fileLoadFinish     func(file, result uintptr, contents **byte, length *uint64, etag uintptr, err **gError) bool
)

// bind makes them callable, once.
var bind = sync.OnceValue(func() error {
	return errors.Join(
		Bind("libglib-2.0.so.0", []Symbol{
			{"g_main_context_default", &mainContextDefault},
			{"g_main_context_is_owner", &mainContextIsOwner},
			{"g_main_loop_new", &mainLoopNew},
			{"g_main_loop_run", &mainLoopRun},
			{"g_main_loop_quit", &mainLoopQuit},
			{"g_idle_add", &idleAdd},
			{"g_free", &free},
			{"g_error_free", &errorFree},
		}),
		Bind("libgobject-2.0.so.0", []Symbol{{"g_object_unref", &objectUnref}}),
		Bind("libgio-2.0.so.0", []Symbol{
			{"g_cancellable_new", &cancellableNew},
			{"g_cancellable_cancel", &cancellableCancel},
			{"g_file_new_for_path", &fileNewForPath},
			{"g_file_load_contents_async", &fileLoadAsync},
			{"g_file_load_contents_finish", &fileLoadFinish},
		}))
})

// Handles stand for Go values where C has room for a number: C must not keep a Go pointer.
type Handles[T any] struct {
	mu   sync.Mutex
	next uintptr
	of   map[uintptr]T
}

// Add returns a number that stands for v.
func (h *Handles[T]) Add(v T) uintptr {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of == nil {
		h.of = map[uintptr]T{}
	}
	h.next++
	h.of[h.next] = v
	return h.next
}

// Get returns what a number stands for.
func (h *Handles[T]) Get(handle uintptr) T {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.of[handle]
}

// Take is Get for the last time.
func (h *Handles[T]) Take(handle uintptr) T {
	h.mu.Lock()
	defer h.mu.Unlock()
	v := h.of[handle]
	delete(h.of, handle)
	return v
}
