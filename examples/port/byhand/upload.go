// Package byhand uploads files with callbacks, as one writes them by hand. What is wrong
// with it is there to be shown, see the README; package upload is the port.
package byhand

import (
	"errors"
	"io"
	"time"

	"github.com/evert-go/evert/examples/port/store"
	"github.com/evert-go/evert/reactor"
)

// An Uploader sends files to a store, in parts.
type Uploader struct {
	Store    store.Store
	Loop     reactor.Reactor
	PartSize int
	Tries    int           // for each part
	Delay    time.Duration // before the second try; it doubles with every further one
}

// upload is one that is under way.
type upload struct {
	*Uploader
	src   io.Reader
	id    string
	buf   []byte
	tags  []string
	tries int
}

// Upload sends what src has as a file, and calls done once.
//
//evert:once done
func (u *Uploader) Upload(name string, src io.Reader, done func(err error)) {
	up := &upload{Uploader: u, src: src, buf: make([]byte, u.PartSize)}
	u.Store.Begin(name, func(id string, err error) {
		if err != nil {
			done(err)
			return
		}
		up.id = id
		up.next(done)
	})
}

// next reads a part and sends it.
func (up *upload) next(done func(error)) {
	n, err := io.ReadFull(up.src, up.buf)
	if err == io.EOF {
		up.Store.Complete(up.id, up.tags, done)
		return
	}
	if err != nil && err != io.ErrUnexpectedEOF {
		up.abort(err, done)
		return
	}
	up.put(up.buf[:n], done)
}

// put sends a part, again and again if the store is busy.
func (up *upload) put(data []byte, done func(error)) {
	up.tries++
	up.Store.Put(up.id, len(up.tags)+1, data, func(tag string, err error) {
		if errors.Is(err, store.ErrBusy) && up.tries < up.Tries {
			up.Loop.CallLater(up.Delay<<(up.tries-1), func() { up.put(data, done) })
			return
		}
		if err != nil {
			up.abort(err, done)
			return
		}
		up.tags = append(up.tags, tag)
		up.next(done)
	})
}

// abort gives up the upload.
func (up *upload) abort(cause error, done func(error)) {
	up.Store.Abort(up.id, func(err error) {
		if err != nil {
			done(err)
		}
		done(cause) //evert:allow EV306 it is there to be shown: see the README
	})
}
