package proxywasm

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

var (
	// ErrNoReply is the error of a call that was sent and not answered: the server did not
	// accept it, broke off, or was too slow.
	ErrNoReply = errors.New("no reply")
	// ErrBlocks is the error of the blocking form of a call in a gateway, where nothing
	// can wait.
	ErrBlocks = errors.New("cannot wait in a gateway: the callback form can")
)

// A Reply is the answer to a call.
type Reply struct {
	Status  int
	Headers [][2]string
	Body    []byte
}

// HTTPCall sends a request to a cluster of the gateway, and waits for the answer. Headers
// have to have :method, :path and :authority. There is no callback to give: what comes
// after the call stands after the call.
//
//evert:blocking callback=HTTPCallDeferred
func HTTPCall(cluster string, headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) (*Reply, error) {
	if Outside == nil {
		return nil, ErrBlocks
	}
	return Outside(cluster, headers, body, trailers, timeout)
}

// Outside is what HTTPCall does outside a gateway: in tests of functions in their blocking
// form.
var Outside func(cluster string, headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) (*Reply, error)

// A Caller is a reactor that makes calls in its own way. A [Scope] asks the gateway; a
// simulation makes the answers up.
type Caller interface {
	HTTPCall(cluster string, headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) *deferred.Deferred[*Reply]
}

// HTTPCallDeferred is the callback form of [HTTPCall]. The reactor has to be a [Caller], as
// plugins and streams are.
func HTTPCallDeferred(r reactor.Reactor, cluster string, headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) *deferred.Deferred[*Reply] {
	if c, ok := r.(Caller); ok {
		return c.HTTPCall(cluster, headers, body, trailers, timeout)
	}
	return deferred.Fail[*Reply](fmt.Errorf("cannot call %s: %T is no context of a gateway", cluster, r))
}

// HTTPCall implements [Caller].
func (s *Scope) HTTPCall(cluster string, headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) *deferred.Deferred[*Reply] {
	c := &call{s: s, cluster: cluster}
	c.op.Owner = c
	if err := s.Begin(&c.op); err != nil {
		return deferred.Fail[*Reply](err)
	}
	c.d.OnCancel(func() { c.finish(nil, deferred.ErrCancelled) })
	send := func() { c.send(headers, body, trailers, timeout) }
	if s.plugin.active == s {
		send()
	} else {
		// Another stream's callback is under way, in which this one was woken up. The SDK
		// would forget the call if that stream ended before the answer is there.
		_ = s.CallFromThread(send) // it has not ended: it has begun an operation
	}
	return &c.d
}

// dispatch is another function in tests: the SDK's emulator never refuses a call.
var dispatch = proxywasm.DispatchHttpCall

// A call is under way until it is answered, cancelled, or its scope ends.
type call struct {
	d       deferred.Deferred[*Reply]
	op      reactor.Operation
	s       *Scope
	cluster string
	over    bool
}

func (c *call) send(headers [][2]string, body []byte, trailers [][2]string, timeout time.Duration) {
	if c.over {
		return
	}
	milliseconds := min(max(timeout.Milliseconds(), 0), math.MaxUint32)
	_, err := dispatch(c.cluster, headers, body, trailers, uint32(milliseconds), func(numHeaders, bodySize, _ int) {
		c.s.run(func() { c.finish(reply(numHeaders, bodySize)) })
	})
	if err != nil {
		c.finish(nil, err)
	}
}

// finish fires the Deferred, unless it has fired.
func (c *call) finish(r *Reply, err error) {
	if c.over {
		return
	}
	c.over = true
	c.s.End(&c.op)
	if err != nil && !errors.Is(err, deferred.ErrCancelled) {
		err = fmt.Errorf("call of %s: %w", c.cluster, err)
	}
	c.d.Fire(r, err)
}

// Abandon implements [reactor.Abandoner].
func (c *call) Abandon(err error) { c.finish(nil, err) }

// reply reads the answer to a call. It is there during the gateway's callback only.
func reply(numHeaders, bodySize int) (*Reply, error) {
	if numHeaders == 0 {
		return nil, ErrNoReply
	}
	headers, err := proxywasm.GetHttpCallResponseHeaders()
	if err != nil {
		return nil, err
	}
	r := &Reply{Headers: headers}
	for _, h := range headers {
		if h[0] == ":status" {
			r.Status, err = strconv.Atoi(h[1])
		}
	}
	if err == nil && bodySize > 0 {
		r.Body, err = proxywasm.GetHttpCallResponseBody(0, bodySize)
	}
	return r, err
}
