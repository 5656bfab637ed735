// Package plugins has the callbacks of plugins of a gateway, as people write them.
package plugins

import (
	"encoding/json"
	"errors"
	"sync"
	"time"

	"example.com/gateway"
	_ "example.com/pack"
	"example.com/util"
)

type base struct{ gateway.DefaultContext }

// right asks a service, and resumes on all paths.
type right struct{ base }

func (c *right) OnRequestHeaders(n int, end bool) gateway.Action {
	token, err := gateway.Header("token")
	if err != nil {
		gateway.Log("no token: %v", err)
		return gateway.Continue
	}
	_, err = gateway.Dispatch("auth", [][2]string{{"token", token}}, nil, 500, func(n, size int) {
		body, err := gateway.Body(0, size)
		if err != nil {
			gateway.Respond(500, "")
			return
		}
		if string(body) != "ok" {
			gateway.Respond(403, "")
			return
		}
		gateway.Resume()
	})
	if err != nil {
		gateway.Log("cannot dispatch: %v", err)
		return gateway.Continue
	}
	return gateway.Pause
}

// dropped does not look at the error of Dispatch.
type dropped struct{ base }

func (c *dropped) OnRequestHeaders(n int, end bool) gateway.Action {
	gateway.Dispatch("auth", nil, nil, 500, func(n, size int) { // want `the request stays paused if gateway.Dispatch fails: its error is dropped`
		gateway.Resume()
	})
	return gateway.Pause
}

// blank drops the error in so many words.
type blank struct{ base }

func (c *blank) OnRequestHeaders(n int, end bool) gateway.Action {
	_, _ = gateway.Dispatch("auth", nil, nil, 500, c.answer) // want `the request stays paused if gateway.Dispatch fails: its error is dropped`
	return gateway.Pause
}

func (c *blank) answer(n, size int) { gateway.Resume() }

// logged looks at the error, but pauses all the same.
type logged struct{ base }

func (c *logged) OnRequestHeaders(n int, end bool) gateway.Action {
	if _, err := gateway.Dispatch("auth", nil, nil, 500, c.answer); err != nil { // want `the request stays paused if gateway.Dispatch fails$`
		gateway.Log("cannot dispatch: %v", err)
	}
	return gateway.Pause
}

func (c *logged) answer(n, size int) { gateway.Resume() }

// handled answers itself if it cannot ask.
type handled struct{ base }

func (c *handled) OnRequestHeaders(n int, end bool) gateway.Action {
	if _, err := gateway.Dispatch("auth", nil, nil, 500, c.answer); err != nil {
		gateway.Respond(500, "")
	}
	return gateway.Pause
}

func (c *handled) answer(n, size int) { gateway.Resume() }

// forgets has a callback that returns without resuming.
type forgets struct{ base }

func (c *forgets) OnRequestHeaders(n int, end bool) gateway.Action {
	if _, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if _, err := gateway.Header("status"); err != nil {
			gateway.Log("no status: %v", err)
			return // want `the request stays paused on a path that ends here`
		}
		gateway.Resume()
	}); err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// forgetsElsewhere has a callback with a name that does so.
type forgetsElsewhere struct{ base }

func (c *forgetsElsewhere) OnRequestHeaders(n int, end bool) gateway.Action {
	if _, err := gateway.Dispatch("auth", nil, nil, 500, answerElsewhere); err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

func answerElsewhere(n, size int) {
	status, err := gateway.Header("status")
	switch {
	case err != nil:
		gateway.Respond(500, "")
	case status == "200":
		gateway.Resume()
	}
} // want `the request stays paused on a path that ends here`

// twice has no return behind the answer.
type twice struct{ base }

func (c *twice) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if n == 0 {
			gateway.Respond(500, "")
		}
		gateway.Resume() // want `the request is resumed a second time on this path`
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// nested dispatches in a callback, and drops the inner error.
type nested struct{ base }

func (c *nested) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("token", nil, nil, 500, func(n, size int) {
		gateway.Dispatch("auth", nil, nil, 500, func(n, size int) { // want `the request stays paused if gateway.Dispatch fails: its error is dropped`
			gateway.Resume()
		})
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// nestedRight looks at both.
type nestedRight struct{ base }

func (c *nestedRight) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("token", nil, nil, 500, func(n, size int) {
		_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
			if n > 0 {
				gateway.Resume()
			} else {
				gateway.Respond(403, "")
			}
		})
		if err != nil {
			gateway.Respond(500, "")
		}
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// nestedForgets has an inner callback that forgets.
type nestedForgets struct{ base }

func (c *nestedForgets) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("token", nil, nil, 500, func(n, size int) {
		_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
			if n == 0 {
				return // want `the request stays paused on a path that ends here`
			}
			gateway.Resume()
		})
		if err != nil {
			gateway.Respond(500, "")
		}
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// methods dispatches through methods, two deep.
type methods struct{ base }

func (c *methods) OnRequestHeaders(n int, end bool) gateway.Action {
	if err := c.askToken(); err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

func (c *methods) askToken() error {
	_, err := gateway.Dispatch("token", nil, nil, 500, c.onToken)
	return err
}

func (c *methods) onToken(n, size int) {
	if err := c.askAuth(); err != nil {
		gateway.Log("%v", err)
	} // the next line is reached with err, too
} // want `the request stays paused on a path that ends here`

func (c *methods) askAuth() error {
	if time.Now().IsZero() {
		return errors.New("no time")
	}
	_, err := gateway.Dispatch("auth", nil, nil, 500, c.onAuth)
	if err != nil {
		gateway.Respond(500, "")
	}
	return nil
}

func (c *methods) onAuth(n, size int) { gateway.Resume() }

// helper leaves the action to a function.
type helper struct{ base }

func (c *helper) OnRequestHeaders(n int, end bool) gateway.Action {
	if end {
		return deny(401)
	}
	return c.ask()
}

func deny(status int) gateway.Action {
	gateway.Respond(status, "")
	return gateway.Pause
}

func (c *helper) ask() gateway.Action {
	gateway.Dispatch("auth", nil, nil, 500, func(n, size int) { gateway.Resume() }) // want `the request stays paused if gateway.Dispatch fails: its error is dropped`
	return gateway.Pause
}

// waits for the body, and asks nobody.
type waits struct{ base }

func (c *waits) OnRequestHeaders(n int, end bool) gateway.Action {
	if !end {
		gateway.Log("the body is to come")
		return gateway.Pause
	}
	return gateway.Continue
}

// asksSometimes pauses also where it does not ask.
type asksSometimes struct{ base }

func (c *asksSometimes) OnRequestHeaders(n int, end bool) gateway.Action {
	if end {
		if _, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) { gateway.Resume() }); err != nil {
			return gateway.Continue
		}
	}
	return gateway.Pause // want `the request stays paused on a path that ends here`
}

// queued leaves it to OnTick.
type queued struct {
	base
	id int
}

var tickets = map[int]*queued{}

var line []int

func (c *queued) OnRequestHeaders(n int, end bool) gateway.Action {
	if end {
		gateway.Respond(400, "")
		return gateway.Pause
	}
	if n > 10 {
		line = append(line, c.id)
		return gateway.Pause
	}
	tickets[c.id] = c
	return gateway.Pause
}

// several asks many, and the last one resumes.
type several struct {
	base
	names []string
}

func (c *several) OnRequestHeaders(n int, end bool) gateway.Action {
	for i, name := range c.names {
		_, err := gateway.Dispatch(name, nil, nil, 500, func(n, size int) {
			if i == len(c.names)-1 {
				gateway.Resume()
			}
		})
		if err != nil {
			panic(err)
		}
	}
	if len(c.names) == 0 {
		return gateway.Continue
	}
	return gateway.Pause
}

// counted resumes when the last of several answers has come.
type counted struct {
	base
	pending int
}

func (c *counted) OnRequestHeaders(n int, end bool) gateway.Action {
	for i := 0; i < 3; i++ {
		if _, err := gateway.Dispatch("auth", nil, nil, 500, c.answer); err != nil {
			panic(err)
		}
		c.pending++
	}
	return gateway.Pause
}

func (c *counted) answer(n, size int) {
	c.pending--
	if c.pending == 0 {
		gateway.Resume()
	} else {
		gateway.Log("%d to come", c.pending)
	}
}

// fireAndForget asks without waiting for the answer.
type fireAndForget struct{ base }

func (c *fireAndForget) OnRequestHeaders(n int, end bool) gateway.Action {
	gateway.Dispatch("audit", nil, nil, 500, func(n, size int) {
		gateway.Log("audited")
	})
	return gateway.Continue
}

func (c *fireAndForget) OnTick() {
	if _, err := gateway.Dispatch("metrics", nil, nil, 500, func(n, size int) {}); err != nil {
		gateway.Log("%v", err)
	}
}

// otherPhase mixes up request and response.
type otherPhase struct{ base }

func (c *otherPhase) OnResponseHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		gateway.Resume()
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause // the body of the response may be to come
}

// aborts resumes or panics.
type aborts struct{ base }

func (c *aborts) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if n < 0 {
			panic("cannot be")
		}
		gateway.Resume()
	})
	if err != nil {
		panic(err)
	}
	return gateway.Pause
}

// deferredResume resumes at the end, whatever happens.
type deferredResume struct{ base }

func (c *deferredResume) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		defer gateway.Resume()
		if n == 0 {
			return
		}
		gateway.SetHeader("size", "1")
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// answered uses a flag.
type answered struct{ base }

func (c *answered) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		denied := false
		defer func() {
			if !denied {
				gateway.Resume()
			}
		}()
		if n == 0 {
			gateway.Respond(403, "")
			denied = true
		}
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// once guards itself.
type once struct {
	base
	once sync.Once
}

func (c *once) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) { c.finish() })
	if err != nil {
		c.finish()
	}
	return gateway.Pause
}

func (c *once) finish() { c.once.Do(func() { gateway.Resume() }) }

// elsewhere resumes through another package.
type elsewhere struct{ base }

func (c *elsewhere) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if n == 0 {
			util.Deny(403)
			return
		}
		gateway.Resume()
	})
	if err != nil {
		util.Deny(500)
		return gateway.Pause
	}
	return gateway.Pause
}

// client uses the interface of a framework, whose result has no name.
type client struct {
	base
	auth gateway.Client
}

func (c *client) OnRequestHeaders(n int, end bool) gateway.Action {
	c.auth.Get("/check", func(status int, body []byte) { // want `the request stays paused if c.auth.Get fails: its error is dropped`
		if status != 200 {
			gateway.Respond(403, "")
			return
		}
		gateway.Resume()
	}, 500)
	return gateway.Pause
}

// retry asks again, up to three times.
type retry struct {
	base
	tries int
}

func (c *retry) OnRequestHeaders(n int, end bool) gateway.Action {
	if !c.ask() {
		return gateway.Continue
	}
	return gateway.Pause
}

func (c *retry) ask() bool {
	c.tries++
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if n == 0 && c.tries < 3 && c.ask() {
			return
		}
		gateway.Resume()
	})
	return err == nil
}

// decoded has an early return in the middle of many steps.
type decoded struct {
	base
	config gateway.Config
}

func (c *decoded) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch(c.config.Service, nil, nil, 500, func(n, size int) {
		body, err := gateway.Body(0, size)
		if err != nil {
			gateway.Respond(500, "")
			return
		}
		var answer struct{ Allowed bool }
		if err := json.Unmarshal(body, &answer); err != nil {
			if c.config.Strict {
				gateway.Respond(500, "")
			}
			return // want `the request stays paused on a path that ends here`
		}
		if !answer.Allowed {
			gateway.Respond(403, "")
			return
		}
		gateway.Resume()
	})
	if err != nil {
		gateway.Respond(500, "")
		return gateway.Pause
	}
	return gateway.Pause
}

// unknownAction returns what it cannot be known.
type unknownAction struct {
	base
	action gateway.Action
}

func (c *unknownAction) OnRequestHeaders(n int, end bool) gateway.Action {
	gateway.Log("as configured")
	return c.action
}

// stored leaves resuming to whoever has the function.
type stored struct {
	base
	finish func()
}

func (c *stored) OnRequestHeaders(n int, end bool) gateway.Action {
	c.finish = func() { gateway.Resume() }
	return gateway.Pause
}

// called calls a function that is not known.
type called struct {
	base
	decide func()
}

func (c *called) OnRequestHeaders(n int, end bool) gateway.Action {
	c.decide()
	return gateway.Pause
}

// timed leaves it to a timer, of which no directive says anything.
type timed struct{ base }

func (c *timed) OnRequestHeaders(n int, end bool) gateway.Action {
	gateway.AddTimer(10, func() { gateway.Resume() })
	return gateway.Pause
}

// timedTwice does too much when the timer comes.
type timedTwice struct{ base }

func (c *timedTwice) OnRequestHeaders(n int, end bool) gateway.Action {
	gateway.AddTimer(10, func() {
		gateway.Respond(504, "")
		gateway.Resume() // want `the request is resumed a second time on this path`
	})
	return gateway.Pause
}

func init() {
	gateway.Register(func(config gateway.Config) gateway.Action {
		err := gateway.Cluster().Get("/", func(status int, body []byte) {
			if status == 200 {
				gateway.Resume()
			}
		}, 500) // want `the request stays paused on a path that ends here`
		if err != nil {
			return gateway.Continue
		}
		return gateway.Pause
	})
	gateway.Register(onRequest)
}

func onRequest(config gateway.Config) gateway.Action {
	if config.Service == "" {
		gateway.Respond(500, "")
	}
	if config.Strict {
		return gateway.Pause // want `the request stays paused on a path that ends here`
	}
	return gateway.Continue
}

// failing resumes if the answer cannot be sent.
type failing struct{ base }

func (c *failing) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		if err := gateway.Respond(403, ""); err != nil {
			gateway.Resume()
		}
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// failingTwice resumes if the answer could be sent.
type failingTwice struct{ base }

func (c *failingTwice) OnRequestHeaders(n int, end bool) gateway.Action {
	_, err := gateway.Dispatch("auth", nil, nil, 500, func(n, size int) {
		err := gateway.Respond(403, "")
		if err == nil {
			gateway.Resume() // want `the request is resumed a second time on this path`
		}
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// failingInFunction does the same through a function that returns the error.
type failingInFunction struct{ base }

func (c *failingInFunction) OnRequestHeaders(n int, end bool) gateway.Action {
	if end {
		if err := refuse(); err != nil {
			gateway.Log("%v", err)
			gateway.Resume()
		}
		return gateway.Pause
	}
	return gateway.Continue
}

func refuse() error { return gateway.Respond(403, "") }

// handler pauses in one of two ways.
type handler struct{}

type action int

const (
	next action = iota
	stop
	stopAll
)

//evert:pauses request if stop
//evert:pauses request if stopAll
func (h handler) handle(n int) action {
	if n == 0 {
		return stop // want `the request stays paused on a path that ends here`
	}
	if n == 1 {
		return stopAll // want `the request stays paused on a path that ends here`
	}
	if n == 2 {
		return next
	}
	gateway.Resume()
	return stop
}
