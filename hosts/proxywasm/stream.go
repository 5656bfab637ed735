package proxywasm

import (
	"fmt"

	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"

	"github.com/evert-go/evert/deferred"
)

// A Stream is the part of an HTTP stream's context that makes it a reactor. A stream's own
// type embeds what [Plugin.NewStream] returns. If it has an OnHttpStreamDone of its own,
// that has to call the Stream's.
type Stream struct {
	types.DefaultHttpContext
	Scope
}

// NewStream returns the stream with the context that the gateway calls id.
func (p *Plugin) NewStream(id uint32) *Stream { return &Stream{Scope: Scope{plugin: p, id: id}} }

// OnHttpStreamDone implements types.HttpContext: it ends what is under way.
func (s *Stream) OnHttpStreamDone() { s.end() }

// A Response is what a plugin says to the client in place of the server.
type Response struct {
	Status  int
	Headers [][2]string
	Body    []byte
}

// HoldRequest is for OnHttpRequestHeaders and the like: the request waits for the Deferred
// of decide. If that fires with a response the client gets it, if it fires with nil the
// request goes on, and if it fails the error is logged and the client gets status 503. One
// of them happens, once, unless the client goes first.
func (s *Stream) HoldRequest(decide func() *deferred.Deferred[*Response]) types.Action {
	return s.hold(decide, proxywasm.ResumeHttpRequest)
}

// HoldResponse is HoldRequest for OnHttpResponseHeaders and the like.
func (s *Stream) HoldResponse(decide func() *deferred.Deferred[*Response]) types.Action {
	return s.hold(decide, proxywasm.ResumeHttpResponse)
}

func (s *Stream) hold(decide func() *deferred.Deferred[*Response], resume func() error) types.Action {
	action := types.ActionPause
	s.run(func() {
		held := false
		deferred.Call(decide).Observe(func(o deferred.Outcome[*Response]) {
			s.enter(func() { // the Deferred may be shared, and fired by another stream
				if s.err != nil {
					return // the client has gone
				}
				switch answer := answerOf(o); {
				case answer != nil:
					send(answer)
				case held:
					logError("cannot resume the stream", resume())
				default:
					action = types.ActionContinue
				}
			})
		})
		held = true
	})
	return action
}

// answerOf is what the client is told of an outcome; nil if nothing.
func answerOf(o deferred.Outcome[*Response]) *Response {
	switch {
	case o.Panic != nil:
		logError("cannot decide", fmt.Errorf("panic: %v", o.Panic.Value))
	case o.Exited:
		logError("cannot decide", fmt.Errorf("runtime.Goexit was called"))
	case o.Err != nil:
		logError("cannot decide", o.Err)
	default:
		return o.Value
	}
	return &Response{Status: 503}
}

// send answers a request. If the gateway does not accept the answer it gets one that it
// has to: nobody waits for ever.
func send(r *Response) {
	err := proxywasm.SendHttpResponse(uint32(r.Status), r.Headers, r.Body, -1)
	if err != nil {
		logError("cannot answer", err)
		logError("cannot answer", proxywasm.SendHttpResponse(500, nil, nil, -1))
	}
}

func logError(what string, err error) {
	if err != nil {
		proxywasm.LogErrorf("%s: %v", what, err)
	}
}
