package wasmhost

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// pluginContext is the context of the only plugin.
const pluginContext = 1

// A Gateway has loaded a plugin.
type Gateway struct {
	// Refuse says whether a call is not to be sent; nil if all are.
	Refuse func(c *Call) bool
	// Calls are those that were sent and not answered, the oldest first.
	Calls []*Call
	// Sent is how many calls the plugin wanted to send, with those that were refused.
	Sent int
	// Log is what the plugin has logged.
	Log []string
	// Period is that of the ticks; 0 if there are none.
	Period time.Duration
	// Switches is how often the plugin has set the effective context.
	Switches int

	ctx       context.Context
	runtime   wazero.Runtime
	module    api.Module
	now       time.Time
	nextTick  time.Time
	streams   map[uint32]*Stream
	contexts  uint32
	effective uint32
	answer    *Answer // of the call whose callback is under way
	err       error   // the first thing that the plugin did wrong
}

// A Stream is an HTTP stream.
type Stream struct {
	ID       uint32
	Headers  [][2]string // of the request
	Waits    bool
	Resumed  int     // how often it was
	Response *Answer // what the plugin said in place of the server
}

// A Call is one that the plugin has sent.
type Call struct {
	ID      uint32
	Context uint32 // the effective one then
	Cluster string
	Headers [][2]string
	Timeout time.Duration
}

// An Answer is one of a call, or of a plugin to a request.
type Answer struct {
	Headers [][2]string
	Body    []byte
}

// cache has compiled plugins, which takes seconds for each.
var cache = wazero.NewCompilationCache()

// Load starts a plugin. What it prints goes to out.
func Load(wasm []byte, out io.Writer) (*Gateway, error) {
	g := &Gateway{ctx: context.Background(), now: time.Unix(1e9, 0), streams: map[uint32]*Stream{}, contexts: pluginContext}
	g.runtime = wazero.NewRuntimeWithConfig(g.ctx, wazero.NewRuntimeConfig().WithCompilationCache(cache))
	compiled, err := g.runtime.CompileModule(g.ctx, wasm)
	if err != nil {
		return nil, err
	}
	if _, err := wasi_snapshot_preview1.Instantiate(g.ctx, g.runtime); err != nil {
		return nil, err
	}
	if err := g.link(compiled); err != nil {
		return nil, err
	}
	config := wazero.NewModuleConfig().WithStartFunctions("_initialize").WithStdout(out).WithStderr(out).
		WithWalltime(func() (int64, int32) { return g.now.Unix(), int32(g.now.Nanosecond()) }, 1).
		WithNanotime(func() int64 { return g.now.UnixNano() }, 1)
	if g.module, err = g.runtime.InstantiateModule(g.ctx, compiled, config); err != nil {
		return nil, err
	}
	g.call("proxy_on_context_create", 0, pluginContext, 0)
	if g.call("proxy_on_vm_start", 0, pluginContext, 0) == 0 || g.call("proxy_on_configure", pluginContext, pluginContext, 0) == 0 {
		return nil, fmt.Errorf("the plugin does not start: %w", g.err)
	}
	return g, g.err
}

// Close ends the plugin, and returns the first thing that went wrong.
func (g *Gateway) Close() error {
	g.call("proxy_on_done", pluginContext, pluginContext)
	if err := g.runtime.Close(g.ctx); err != nil {
		g.fault("%v", err)
	}
	return g.err
}

// Err returns the first thing that went wrong.
func (g *Gateway) Err() error { return g.err }

func (g *Gateway) fault(format string, args ...any) {
	if g.err == nil {
		g.err = fmt.Errorf(format, args...)
	}
}

// call calls a function of the plugin in a context.
func (g *Gateway) call(name string, id uint32, params ...uint64) uint64 {
	if g.err != nil {
		return 0
	}
	g.effective = id
	defer func() { g.effective = 0 }()
	results, err := g.module.ExportedFunction(name).Call(g.ctx, params...)
	if err != nil {
		g.fault("%s: %w", name, err)
	}
	if len(results) == 0 {
		return 0
	}
	return results[0]
}

// Request begins a stream with a request.
func (g *Gateway) Request(headers ...[2]string) *Stream {
	g.contexts++
	s := &Stream{ID: g.contexts, Headers: headers}
	g.streams[s.ID] = s
	g.call("proxy_on_context_create", 0, uint64(s.ID), pluginContext)
	s.Waits = true // may be answered at once
	if g.call("proxy_on_request_headers", s.ID, uint64(s.ID), uint64(len(headers)), 1) == 0 {
		s.Waits = false
	}
	return s
}

// End ends a stream, as if the client had gone.
func (g *Gateway) End(s *Stream) {
	g.call("proxy_on_done", s.ID, uint64(s.ID))
	g.call("proxy_on_log", s.ID, uint64(s.ID))
	delete(g.streams, s.ID)
	g.call("proxy_on_delete", 0, uint64(s.ID))
}

// Answer answers a call; with nil, as one that was not answered in time.
func (g *Gateway) Answer(c *Call, a *Answer) {
	for i, other := range g.Calls {
		if other == c {
			g.Calls = append(g.Calls[:i:i], g.Calls[i+1:]...)
			if a == nil {
				a = &Answer{}
			}
			g.answer = a
			g.call("proxy_on_http_call_response", pluginContext, pluginContext, uint64(c.ID), uint64(len(a.Headers)), uint64(len(a.Body)), 0)
			g.answer = nil
			return
		}
	}
	g.fault("call %d is not waiting for an answer", c.ID)
}

// Advance lets time pass, with the ticks that it has.
func (g *Gateway) Advance(d time.Duration) {
	end := g.now.Add(d)
	for g.err == nil && g.Period > 0 && !g.nextTick.After(end) {
		g.now = g.nextTick
		g.nextTick = g.now.Add(g.Period)
		g.call("proxy_on_tick", pluginContext, pluginContext)
	}
	g.now = end
}
