// What the code on the pages is about. Each block of declarations or statements is
// checked together with this file, and has its imports.
package page

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// A Page is what fetch gets.
type Page struct{ Title, Text string }

// fetch waits.
//
//evert:blocking callback=fetchDeferred
func fetch(url string) (Page, error) { panic(url) }

// fetchContext waits, but not longer than the context lasts.
//
//evert:blocking
func fetchContext(ctx context.Context, url string) (Page, error) { panic(url) }

// fetchDeferred is the callback form of fetch.
func fetchDeferred(r reactor.Reactor, url string) *deferred.Deferred[Page] { panic(url) }

// title does not wait.
func title(p Page) (string, error) { panic(p) }

// save waits.
//
//evert:blocking callback=saveDeferred
func save(p Page) error { panic(p) }

// saveDeferred is the callback form of save.
func saveDeferred(r reactor.Reactor, p Page) *deferred.Deferred[deferred.Void] { panic(p) }
