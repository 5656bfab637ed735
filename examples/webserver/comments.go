package main

import (
	"encoding/binary"

	"go.etcd.io/bbolt"
)

// Comments are the comments of articles, in a database in a file.
type Comments struct{ db *bbolt.DB }

// OpenComments opens the database, or makes it.
func OpenComments(file string) (*Comments, error) {
	db, err := bbolt.Open(file, 0o600, nil)
	if err != nil {
		return nil, err
	}
	return &Comments{db}, nil
}

// Close closes the database.
func (c *Comments) Close() error { return c.db.Close() }

// Of returns the comments of an article, in the order in which they were added.
//
// A transaction belongs to the goroutine that began it, so all of it has to be one
// job for a thread.
//
//evert:thread
func (c *Comments) Of(article string) (all []string, err error) {
	err = c.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(article))
		if b == nil {
			return nil
		}
		return b.ForEach(func(_, text []byte) error {
			all = append(all, string(text))
			return nil
		})
	})
	return all, err
}

// Add adds a comment. It returns when the comment is on the disk.
//
//evert:thread
func (c *Comments) Add(article, text string) error {
	return c.db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte(article))
		if err != nil {
			return err
		}
		n, err := b.NextSequence()
		if err != nil {
			return err
		}
		return b.Put(binary.BigEndian.AppendUint64(nil, n), []byte(text))
	})
}
