// Package upload uploads files. It is written the blocking way, and Evert makes the
// callback form.
package upload

import (
	"errors"
	"io"
	"time"

	"github.com/evert-go/evert/examples/port/store"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o ../graph.svg

// An Uploader sends files to a store, in parts.
type Uploader struct {
	Store    Store
	PartSize int
	Tries    int           // for each part
	Delay    time.Duration // before the second try; it doubles with every further one
}

// Upload sends what src has as a file.
//
//evert:callback
func (u *Uploader) Upload(name string, src io.Reader) (err error) {
	id, err := u.Store.Begin(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, u.Store.Abort(id))
		}
	}()
	var tags []string
	buf := make([]byte, u.PartSize)
	for {
		n, err := io.ReadFull(src, buf)
		if err == io.EOF {
			return u.Store.Complete(id, tags)
		}
		if err != nil && err != io.ErrUnexpectedEOF {
			return err
		}
		tag, err := u.put(id, len(tags)+1, buf[:n])
		if err != nil {
			return err
		}
		tags = append(tags, tag)
	}
}

// put sends a part, again and again if the store is busy.
func (u *Uploader) put(id string, part int, data []byte) (tag string, err error) {
	delay := u.Delay
	for try := 1; ; try++ {
		tag, err := u.Store.Put(id, part, data)
		if !errors.Is(err, store.ErrBusy) || try == u.Tries {
			return tag, err
		}
		time.Sleep(delay)
		delay *= 2
	}
}
