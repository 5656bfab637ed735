package wasmhost

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Statuses of the ABI.
const (
	ok            = 0
	notFound      = 1
	badArgument   = 2
	unimplemented = 12
)

// Kinds of header maps, and of buffers.
const (
	requestHeaders = 0
	replyHeaders   = 6
	replyBody      = 4
)

// link defines what a plugin imports. All that this gateway does not have is
// unimplemented.
func (g *Gateway) link(m wazero.CompiledModule) error {
	has := map[string]func(p []uint32) uint32{
		"proxy_log":                          g.log,
		"proxy_set_effective_context":        g.setEffectiveContext,
		"proxy_set_tick_period_milliseconds": g.setTickPeriod,
		"proxy_http_call":                    g.httpCall,
		"proxy_get_header_map_value":         g.getHeader,
		"proxy_get_header_map_pairs":         g.getHeaders,
		"proxy_replace_header_map_value":     g.replaceHeader,
		"proxy_get_buffer_bytes":             g.getBuffer,
		"proxy_continue_stream":              g.continueStream,
		"proxy_send_local_response":          g.sendLocalResponse,
	}
	env := g.runtime.NewHostModuleBuilder("env")
	for _, def := range m.ImportedFunctions() {
		module, name, _ := def.Import()
		if module != "env" {
			continue
		}
		f := has[name]
		if f == nil {
			f = func([]uint32) uint32 { return unimplemented }
		}
		env.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(_ context.Context, _ api.Module, stack []uint64) {
			p := make([]uint32, len(stack))
			for i, v := range stack {
				p[i] = api.DecodeU32(v)
			}
			stack[0] = uint64(f(p))
		}), def.ParamTypes(), def.ResultTypes()).Export(name)
	}
	_, err := env.Instantiate(g.ctx)
	return err
}

// bytes copies what a plugin passes: an address and a size.
func (g *Gateway) bytes(at, size uint32) []byte {
	b, in := g.module.Memory().Read(at, size)
	if !in {
		g.fault("%d bytes at %d are not in memory", size, at)
	}
	return append([]byte(nil), b...)
}

// give puts a result into memory that the plugin allocates, and its address and size where
// the plugin wants them.
func (g *Gateway) give(b []byte, at, size uint32) uint32 {
	results, err := g.module.ExportedFunction("proxy_on_memory_allocate").Call(g.ctx, uint64(len(b)))
	if err != nil {
		g.fault("proxy_on_memory_allocate: %w", err)
		return badArgument
	}
	m := g.module.Memory()
	if !m.Write(uint32(results[0]), b) || !m.WriteUint32Le(at, uint32(results[0])) || !m.WriteUint32Le(size, uint32(len(b))) {
		g.fault("a result does not go into memory")
	}
	return ok
}

func (g *Gateway) log(p []uint32) uint32 {
	g.Log = append(g.Log, string(g.bytes(p[1], p[2])))
	return ok
}

func (g *Gateway) setEffectiveContext(p []uint32) uint32 {
	id := p[0]
	if id != pluginContext && g.streams[id] == nil {
		return badArgument
	}
	g.Switches++
	g.effective = id
	return ok
}

func (g *Gateway) setTickPeriod(p []uint32) uint32 {
	if g.effective != pluginContext {
		g.fault("context %d sets the period of ticks", g.effective)
	}
	g.Period = time.Duration(p[0]) * time.Millisecond
	g.nextTick = g.now.Add(g.Period)
	return ok
}

func (g *Gateway) httpCall(p []uint32) uint32 {
	g.Sent++
	c := &Call{
		ID: uint32(g.Sent), Context: g.effective, Cluster: string(g.bytes(p[0], p[1])),
		Headers: pairs(g.bytes(p[2], p[3])), Timeout: time.Duration(p[8]) * time.Millisecond,
	}
	if g.Refuse != nil && g.Refuse(c) {
		return badArgument
	}
	g.Calls = append(g.Calls, c)
	g.module.Memory().WriteUint32Le(p[9], c.ID)
	return ok
}

// headers are those of a map, and whether there is one.
func (g *Gateway) headers(kind uint32) (*[][2]string, bool) {
	s := g.streams[g.effective]
	switch {
	case kind == requestHeaders && s != nil:
		return &s.Headers, true
	case kind == replyHeaders && g.answer != nil:
		return &g.answer.Headers, true
	}
	return nil, false
}

func (g *Gateway) getHeader(p []uint32) uint32 {
	all, there := g.headers(p[0])
	if !there {
		return badArgument
	}
	name := strings.ToLower(string(g.bytes(p[1], p[2])))
	for _, h := range *all {
		if h[0] == name {
			return g.give([]byte(h[1]), p[3], p[4])
		}
	}
	return notFound
}

func (g *Gateway) getHeaders(p []uint32) uint32 {
	all, there := g.headers(p[0])
	if !there {
		return badArgument
	}
	return g.give(serialize(*all), p[1], p[2])
}

func (g *Gateway) replaceHeader(p []uint32) uint32 {
	all, there := g.headers(p[0])
	if !there {
		return badArgument
	}
	name, value := strings.ToLower(string(g.bytes(p[1], p[2]))), string(g.bytes(p[3], p[4]))
	for i, h := range *all {
		if h[0] == name {
			(*all)[i][1] = value
			return ok
		}
	}
	*all = append(*all, [2]string{name, value})
	return ok
}

func (g *Gateway) getBuffer(p []uint32) uint32 {
	if p[0] != replyBody || g.answer == nil {
		return badArgument
	}
	from, limit := p[1], p[2]
	b := g.answer.Body
	if from >= uint32(len(b)) {
		return notFound
	}
	b = b[from:]
	return g.give(b[:min(limit, uint32(len(b)))], p[3], p[4])
}

// release ends the wait of a stream.
func (g *Gateway) release(what string) *Stream {
	s := g.streams[g.effective]
	if s == nil || !s.Waits {
		g.fault("context %d is %s, and does not wait", g.effective, what)
		return nil
	}
	s.Waits = false
	return s
}

func (g *Gateway) continueStream([]uint32) uint32 {
	s := g.release("resumed")
	if s == nil {
		return badArgument
	}
	s.Resumed++
	return ok
}

func (g *Gateway) sendLocalResponse(p []uint32) uint32 {
	s := g.release("answered")
	if s == nil {
		return badArgument
	}
	s.Response = &Answer{Headers: pairs(g.bytes(p[5], p[6])), Body: g.bytes(p[3], p[4])}
	s.Response.Headers = append(s.Response.Headers, [2]string{":status", strconv.Itoa(int(p[0]))})
	return ok
}

// pairs reads a header map: the number of headers, the sizes of their names and values, and
// these, each with a zero byte.
func pairs(b []byte) [][2]string {
	n := binary.LittleEndian.Uint32(b)
	sizes, data := b[4:], b[4+8*n:]
	take := func() string {
		size := binary.LittleEndian.Uint32(sizes)
		s := string(data[:size])
		sizes, data = sizes[4:], data[size+1:]
		return s
	}
	all := make([][2]string, n)
	for i := range all {
		all[i][0] = take()
		all[i][1] = take()
	}
	return all
}

// serialize writes what pairs reads.
func serialize(all [][2]string) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(all)))
	for _, h := range all {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(h[0])))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(h[1])))
	}
	for _, h := range all {
		b = append(append(b, h[0]...), 0)
		b = append(append(b, h[1]...), 0)
	}
	return b
}
