//go:build linux

package main

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Confirm implements Window.
//
//evert:blocking callback=ConfirmDeferred
func (a *app) Confirm(question string) bool { return a.window.Confirm(question) }

// ConfirmDeferred is the callback form of Confirm.
func (a *app) ConfirmDeferred(r reactor.Reactor, question string) *deferred.Deferred[bool] {
	return a.window.ConfirmDeferred(r, question)
}
