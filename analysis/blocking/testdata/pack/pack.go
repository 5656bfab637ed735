// want package:`pack \(\*example.com/lib.Client\).Ask=Ask \(example.com/lib.Client\).Ask=Ask example.com/lib.NoBody=NoBody net/http.Get=Get\}$`

// Package pack has callback forms for package lib.
package pack

import (
	"example.com/deferred"
	"example.com/lib"
)

//evert:counterpart example.com/lib.NoBody
func NoBody() *deferred.Deferred[int] { return nil }

//evert:counterpart example.com/lib.(Client).Ask
func Ask(c *lib.Client) *deferred.Deferred[int] { return nil }

//evert:counterpart net/http.Get
func Get() *deferred.Deferred[int] { return nil }
