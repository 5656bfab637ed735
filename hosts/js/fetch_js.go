package jshost

import (
	"syscall/js"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Request says what [Fetch] is to ask for, besides the address. The zero value is a GET
// of it.
type Request struct {
	Method string // GET if it is empty
	Header map[string]string
	Body   string
}

// A Response is an answer to [Fetch]. Its text has not been read yet.
type Response struct {
	Status int
	object js.Value
}

// Fetch asks for url, by the host's fetch function. Any answer is a Response, an error
// means that there was none. A nil req stands for the zero one. When the callback form is
// cancelled the request is aborted.
//
//evert:callback
func Fetch(url string, req *Request) (*Response, error) {
	object, err := send(url, options(req))
	if err != nil {
		return nil, err
	}
	return &Response{object.Get("status").Int(), object}, nil
}

// Text reads the answer, which can be done once, as text.
//
//evert:callback
func (r *Response) Text() (string, error) {
	text, err := Await(r.object.Call("text"))
	if err != nil {
		return "", err
	}
	return text.String(), nil
}

// JSON reads the answer, which can be done once, as JSON.
//
//evert:callback
func (r *Response) JSON() (js.Value, error) {
	return Await(r.object.Call("json"))
}

// Header returns a field of the answer's header, empty if it has none of that name.
func (r *Response) Header(name string) string {
	field := r.object.Get("headers").Call("get", name)
	if field.IsNull() {
		return ""
	}
	return field.String()
}

// options are what fetch wants to know.
func options(req *Request) js.Value {
	o := global.Get("Object").New()
	if req == nil {
		return o
	}
	if req.Method != "" {
		o.Set("method", req.Method)
	}
	header := global.Get("Object").New()
	for name, value := range req.Header {
		header.Set(name, value)
	}
	o.Set("headers", header)
	if req.Body != "" {
		o.Set("body", req.Body)
	}
	return o
}

//evert:blocking callback=sendDeferred
func send(url string, options js.Value) (js.Value, error) {
	return Await(global.Call("fetch", url, options))
}

// sendDeferred is the callback form of send.
func sendDeferred(_ reactor.Reactor, url string, options js.Value) *deferred.Deferred[js.Value] {
	abort := global.Get("AbortController").New()
	options.Set("signal", abort.Get("signal"))
	return await(global.Call("fetch", url, options), func() { abort.Call("abort") })
}
