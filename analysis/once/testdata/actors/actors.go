// Package actors has handlers of actors that answer with callbacks.
package actors

import (
	"errors"
	"log"

	"example.com/actor"
)

type (
	ping  struct{ reply func(string, error) }
	order struct {
		id   string
		done func(error)
	}
)

type shop struct {
	stock, bank *actor.PID
	open        bool
}

var errClosed = errors.New("closed")

//evert:once done
func (s *shop) buy(ctx actor.Context, id string, done func(error)) {
	ctx.ReenterAfter(ctx.Request(s.stock, id), func(res any, err error) {
		if err != nil {
			done(err)
			return
		}
		ctx.ReenterAfter(ctx.Request(s.bank, res), func(res any, err error) {
			done(err)
		})
	})
}

// completion before the error check
//
//evert:once done
func (s *shop) buyTooSoon(ctx actor.Context, id string, done func(any, error)) {
	ctx.ReenterAfter(ctx.Request(s.stock, id), func(res any, err error) {
		done(res, nil)
		if err != nil {
			done(nil, err) // want `done is called a second time on this path`
		}
	})
}

//evert:once done
func (s *shop) buyForgets(ctx actor.Context, id string, done func(error)) {
	ctx.ReenterAfter(ctx.Request(s.stock, id), func(res any, err error) {
		if err != nil {
			log.Print(err)
			return // want `done is not called on a path that ends here`
		}
		ctx.ReenterAfter(ctx.Request(s.bank, res), func(res any, err error) {
			if n, ok := res.(int); ok && n > 0 {
				done(nil)
			}
		}) // want `done is not called on a path that ends here`
	})
}

//evert:once done
func (s *shop) buyWhenOpen(ctx actor.Context, done func(error)) {
	if !s.open {
		done(errClosed)
	}
	ctx.ReenterAfter(ctx.Request(s.stock, 1), func(res any, err error) { // want `done is called a second time on this path`
		done(err)
	})
}

//evert:once done
func (s *shop) method(ctx actor.Context, done func(error)) {
	ctx.ReenterAfter(ctx.Request(s.stock, 1), s.answer(done))
}

func (s *shop) answer(done func(error)) func(any, error) {
	return func(_ any, err error) { done(err) }
}

//evert:once done
func (s *shop) methodForgets(ctx actor.Context, done func(error)) {
	ctx.ReenterAfter(ctx.Request(s.stock, 1), s.answerSometimes(done))
}

func (s *shop) answerSometimes(done func(error)) func(any, error) {
	return func(_ any, err error) {
		if err != nil {
			done(err)
		}
	} // want `done is not called on a path that ends here`
}

// Receive handles messages that have their callbacks in them: these are not
// followed.
func (s *shop) Receive(ctx actor.Context) {
	switch msg := ctx.Message().(type) {
	case *ping:
		msg.reply("pong", nil)
	case *order:
		if s.open {
			s.buy(ctx, msg.id, msg.done)
		}
	}
}
