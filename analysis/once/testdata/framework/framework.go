// Package framework stands in for one that makes a gateway's plugins easier: its
// plugins register functions, and ask through clients.
package framework

import (
	"net/http"

	"example.com/gateway"
)

type HttpContext interface {
	SetContext(key string, value any)
	GetContext(key string) any
	DontReadRequestBody()
}

type Log interface {
	Errorf(format string, args ...any)
	Infof(format string, args ...any)
}

type ResponseCallback func(status int, headers http.Header, body []byte)

type Client interface {
	Get(path string, headers [][2]string, cb ResponseCallback, timeout ...uint32) error
	Post(path string, headers [][2]string, body []byte, cb ResponseCallback, timeout ...uint32) error
}

type Redis interface {
	Get(key string, callback func(answer string)) error
	Command(cmds []any, callback func(answer string)) error
}

type onHeaders[C any] func(ctx HttpContext, config C, log Log) gateway.Action

type onBody[C any] func(ctx HttpContext, config C, body []byte, log Log) gateway.Action

type Option func()

func SetCtx(name string, options ...Option) {}

func ProcessRequestHeadersBy[C any](f onHeaders[C]) Option { return nil }

func ProcessRequestBodyBy[C any](f onBody[C]) Option { return nil }

// SendError answers the request itself.
func SendError(status int) { gateway.Respond(status, "") }
