//go:build linux

package glibhost

import (
	"fmt"
	"io/fs"
	"syscall"
	"unsafe"

	"github.com/ebitengine/purego"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// ReadFileDeferred is the callback form of os.ReadFile: GIO reads the file. Cancelling it
// ends that.
//
//evert:counterpart os.ReadFile
func ReadFileDeferred(_ reactor.Reactor, name string) *deferred.Deferred[[]byte] {
	l := &load{name: name, file: fileNewForPath(name), cancellable: cancellableNew()}
	l.d.OnCancel(func() { cancellableCancel(l.cancellable) })
	fileLoadAsync(l.file, l.cancellable, onLoaded, loads.Add(l))
	return &l.d
}

// A load is a file that is being read.
type load struct {
	d                 deferred.Deferred[[]byte]
	name              string
	file, cancellable uintptr
}

var loads Handles[*load]

// onLoaded is a GAsyncReadyCallback.
var onLoaded = purego.NewCallback(func(_, result, data uintptr) {
	l := loads.Take(data)
	contents, err := l.finish(result)
	if !l.d.Fired() { // it has if it was cancelled
		l.d.Fire(contents, err)
	}
})

// finish takes the contents over.
func (l *load) finish(result uintptr) ([]byte, error) {
	defer objectUnref(l.file)
	defer objectUnref(l.cancellable)
	var contents *byte
	var length uint64
	var failure *gError
	if !fileLoadFinish(l.file, result, &contents, &length, 0, &failure) {
		defer errorFree(failure)
		return nil, failure.err(l.name)
	}
	defer free(contents)
	return append([]byte{}, unsafe.Slice(contents, length)...), nil
}

// gError is a GError.
type gError struct {
	_       uint32 // the domain: that of GIO
	code    int32
	message *byte
}

// A failure is an error of GIO's that Go has no name for.
type failure struct {
	code    int32
	message string
}

func (e *failure) Error() string { return fmt.Sprintf("%s (%d)", e.message, e.code) }

// err returns the error that os.ReadFile has.
func (e *gError) err(name string) error {
	const notFound, isDirectory, denied = 1, 3, 14 // GIOErrorEnum
	switch e.code {
	case notFound:
		return &fs.PathError{Op: "open", Path: name, Err: syscall.ENOENT}
	case isDirectory:
		return &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	case denied:
		return &fs.PathError{Op: "open", Path: name, Err: syscall.EACCES}
	}
	return &fs.PathError{Op: "read", Path: name, Err: &failure{e.code, text(e.message)}}
}

// text copies a string of C's.
func text(p *byte) string {
	if p == nil {
		return ""
	}
	n := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(p), n)) != 0 {
		n++
	}
	return string(unsafe.Slice(p, n))
}
