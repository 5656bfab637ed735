// Package extensions has plugins on a framework.
package extensions

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/framework"
	_ "example.com/frameworkpack"
	"example.com/gateway"
)

type config struct {
	client    framework.Client
	redis     framework.Redis
	path      string
	allow     bool
	onError   uint32
	providers []string
}

func main() {
	framework.SetCtx("auth",
		framework.ProcessRequestHeadersBy(onHeaders),
		framework.ProcessRequestBodyBy(onBody),
		framework.ProcessRequestHeadersBy(onQuota),
		framework.ProcessRequestHeadersBy(onCache),
		framework.ProcessRequestHeadersBy(func(ctx framework.HttpContext, c config, log framework.Log) gateway.Action {
			c.client.Get(c.path, nil, func(status int, _ http.Header, _ []byte) { // want `the request stays paused if c.client.Get fails: its error is dropped`
				gateway.Resume()
			})
			return gateway.Pause
		}),
	)
}

// onHeaders leaves the action to a function that is told it.
func onHeaders(ctx framework.HttpContext, c config, log framework.Log) gateway.Action {
	if c.path == "" {
		return gateway.Continue
	}
	ctx.DontReadRequestBody()
	return check(ctx, c, nil, log, gateway.Pause)
}

func onBody(ctx framework.HttpContext, c config, body []byte, log framework.Log) gateway.Action {
	return check(ctx, c, body, log, gateway.Pause)
}

func check(ctx framework.HttpContext, c config, body []byte, log framework.Log, pause gateway.Action) gateway.Action {
	err := c.client.Post(c.path, nil, body, func(status int, headers http.Header, body []byte) {
		if status != http.StatusOK {
			log.Errorf("status %d", status)
			refuse(c, status)
			return
		}
		for name := range headers {
			if strings.HasPrefix(name, "X-Auth") {
				gateway.SetHeader(name, headers.Get(name))
			}
		}
		gateway.Resume()
	}, 500)
	if err != nil {
		log.Errorf("cannot ask: %v", err)
		refuse(c, 500)
		return gateway.Continue
	}
	return pause
}

func refuse(c config, status int) {
	if status >= 500 && c.allow {
		gateway.Resume()
		return
	}
	if status >= 500 {
		status = int(c.onError)
	}
	_ = gateway.Respond(status, "")
}

// onQuota asks redis, and then a service, whose error it drops.
func onQuota(ctx framework.HttpContext, c config, log framework.Log) gateway.Action {
	err := c.redis.Get("quota", func(answer string) {
		if answer == "" {
			framework.SendError(403)
			return
		}
		c.client.Get(c.path, nil, func(status int, _ http.Header, body []byte) { // want `the request stays paused if c.client.Get fails: its error is dropped`
			var quota struct{ Left int }
			if err := json.Unmarshal(body, &quota); err != nil {
				log.Errorf("%v", err)
				framework.SendError(500)
				return
			}
			gateway.Resume()
		})
	})
	if err != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// onCache passes errors up through functions, and a callback down.
func onCache(ctx framework.HttpContext, c config, log framework.Log) gateway.Action {
	if err := lookup(c, "key", log, true); err != nil {
		log.Errorf("%v", err)
		return gateway.Continue
	}
	return gateway.Pause
}

func lookup(c config, key string, log framework.Log, similar bool) error {
	return c.redis.Get(key, func(answer string) {
		if answer != "" {
			gateway.Respond(200, answer)
			return
		}
		if err := miss(c, key, log, similar); err != nil {
			log.Errorf("%v", err)
			gateway.Resume()
		}
	})
}

func miss(c config, key string, log framework.Log, similar bool) error {
	if !similar {
		return errors.New("no similar ones wanted")
	}
	return embed(c, key, log, func(text string, err error) {
		if err != nil {
			log.Errorf("%v", err)
			return
		}
		gateway.Respond(200, text)
	})
}

func embed(c config, key string, log framework.Log, done func(string, error)) error {
	body, err := json.Marshal(key)
	if err != nil {
		return fmt.Errorf("cannot encode: %w", err)
	}
	return c.client.Post("/embed", nil, body, func(status int, _ http.Header, body []byte) {
		if status != 200 {
			done("", errors.New("no embedding"))
			return // want `the request stays paused on a path that ends here`
		}
		done(string(body), nil)
	})
}

// unregistered is known to nobody as what pauses a request; but its results do not
// tell whether its question has been asked.
func unregistered(c config) gateway.Action {
	c.client.Get(c.path, nil, func(int, http.Header, []byte) { gateway.Resume() }) // want `the request stays paused if c.client.Get fails: its error is dropped`
	return gateway.Pause
}

// telling returns something else if it could not ask.
func telling(c config) gateway.Action {
	if c.client.Get(c.path, nil, func(int, http.Header, []byte) { gateway.Resume() }) != nil {
		return gateway.Continue
	}
	return gateway.Pause
}

// mixed may resume, or leave it to others.
func mixed(c config) {
	c.client.Get(c.path, nil, func(status int, _ http.Header, _ []byte) {
		if status == 403 {
			gateway.Respond(403, "")
		}
	})
}

// inLoop asks one after the other.
func inLoop(c config, log framework.Log) {
	for _, name := range c.providers {
		err := c.client.Get(name, nil, func(int, http.Header, []byte) { gateway.Resume() })
		if err == nil {
			return
		}
		log.Errorf("%v", err)
	}
	gateway.Resume()
}

// inLoopForgets gives up in silence.
func inLoopForgets(c config, log framework.Log) {
	for _, name := range c.providers {
		err := c.client.Get(name, nil, func(int, http.Header, []byte) { gateway.Resume() }) // want `the request stays paused if c.client.Get fails$`
		if err == nil {
			return
		}
		log.Errorf("%v", err)
	}
}

// remembers notes in its context that it could not ask.
func remembers(ctx *state, c config) {
	if err := c.client.Get(c.path, nil, func(int, http.Header, []byte) { gateway.Resume() }); err != nil {
		ctx.failed = true
	}
}

type state struct{ failed bool }

// In a variable of the package.
var unregisteredToo = func(c config) {
	c.client.Get(c.path, nil, func(int, http.Header, []byte) { gateway.Resume() }) // want `the request stays paused if c.client.Get fails: its error is dropped`
}
