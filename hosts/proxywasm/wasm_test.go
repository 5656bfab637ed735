package proxywasm_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/hosts/proxywasm/internal/wasmhost"
)

// build builds a plugin, once.
func build(dir string) func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) {
		tmp, err := os.MkdirTemp("", "plugin")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(tmp)
		name := filepath.Join(tmp, "plugin.wasm")
		cmd := exec.Command("go", "build", "-buildmode=c-shared", "-o", name, dir)
		cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return nil, err
		}
		return os.ReadFile(name)
	})
}

var (
	gatePlugin   = build("./example")
	byHandPlugin = build("./testdata/byhand")
)

func load(t testing.TB, plugin func() ([]byte, error)) *wasmhost.Gateway {
	t.Helper()
	wasm, err := plugin()
	if err != nil {
		t.Fatal(err)
	}
	g, err := wasmhost.Load(wasm, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// begin sends a request to the plugin.
func begin(g *wasmhost.Gateway, r request) *wasmhost.Stream {
	return g.Request([2]string{":path", r.path}, [2]string{"authorization", r.token})
}

// reply answers a call, which is the nth of its request, as the services do.
func reply(g *wasmhost.Gateway, c *wasmhost.Call, f fault, nth int) {
	headers, body, ok := service(f, nth, c.Cluster, path(c.Headers))
	if !ok {
		g.Answer(c, nil)
		return
	}
	g.Answer(c, &wasmhost.Answer{Headers: headers, Body: body})
}

// drive goes on until the request does not wait any more, for at most a minute of the
// gateway's time.
func drive(g *wasmhost.Gateway, s *wasmhost.Stream, f fault, before int) {
	for range 600 {
		for len(g.Calls) > 0 {
			reply(g, g.Calls[0], f, int(g.Calls[0].ID)-before)
		}
		if !s.Waits {
			return
		}
		g.Advance(100 * time.Millisecond)
	}
}

// run takes a request through the gateway, with a fault.
func run(g *wasmhost.Gateway, r request, f fault) string {
	before := g.Sent
	g.Refuse = func(*wasmhost.Call) bool { return f.what == "refused" && g.Sent-before == f.nth }
	s := begin(g, r)
	drive(g, s, f, before)
	defer g.End(s)
	return fate(s)
}

// fate is what has become of a request.
func fate(s *wasmhost.Stream) string {
	switch {
	case s.Waits:
		return "hangs"
	case s.Response != nil && s.Resumed == 0:
		return header(s.Response.Headers, ":status")
	case s.Response == nil && s.Resumed == 1:
		return "passes as " + header(s.Headers, "x-user")
	}
	return "is both answered and resumed"
}

// Each call of each request fails in turn, in each way: every request is resumed or
// answered exactly once, and as the blocking form decides.
func TestEachCallFails(t *testing.T) {
	g := load(t, gatePlugin)
	n := 0
	for _, r := range requests {
		for _, f := range faults(r) {
			n++
			r.token = fmt.Sprint(r.token[:1], n)
			if got, want := run(g, r, f), oracle(r, f); got != want {
				t.Errorf("%s, %v: %s, want %s", r.name, f, got, want)
			}
		}
	}
	t.Logf("%d requests, %d calls: none hangs", n, g.Sent)
	if n != 47 || g.Sent != 143 {
		t.Error("README.md has other figures")
	}
}

// The plugin that is written by hand drops the error of its second call: then the request
// hangs, for a minute here and for ever in a gateway.
func TestByHandHangs(t *testing.T) {
	g := load(t, byHandPlugin)
	var got []string
	for nth := range 3 {
		before := g.Sent
		g.Refuse = func(*wasmhost.Call) bool { return g.Sent-before == nth }
		s := g.Request([2]string{":path", "/x"})
		for range 600 {
			for len(g.Calls) > 0 {
				g.Answer(g.Calls[0], &wasmhost.Answer{Headers: [][2]string{{":status", "200"}}, Body: []byte("allow")})
			}
			g.Advance(100 * time.Millisecond)
		}
		got = append(got, fate(s))
		g.End(s)
	}
	if want := "passes as , 503, hangs"; strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// Requests that wait at the same time, are answered in any order and wake up at ticks keep
// apart: each is about its own context.
func TestInterleaved(t *testing.T) {
	g := load(t, gatePlugin)
	busy := map[string]bool{}
	g.Refuse = func(c *wasmhost.Call) bool { // each who is asked for first finds the service busy
		first := c.Cluster == "identity" && !busy[path(c.Headers)]
		busy[path(c.Headers)] = true
		return first
	}
	streams := map[string]*wasmhost.Stream{}
	for i := range 20 {
		token := fmt.Sprint("a", i)
		streams[token] = begin(g, request{token: token, path: "/doc"})
		g.Advance(7 * time.Millisecond)
	}
	for range 600 {
		if n := len(g.Calls); n > 0 {
			reply(g, g.Calls[n-1], fault{}, -1) // the last first
		} else {
			g.Advance(time.Millisecond)
		}
	}
	for token, s := range streams {
		if got := fate(s); got != "passes as "+token {
			t.Errorf("%s %s", token, got)
		}
	}
	if g.Period != 0 {
		t.Error("the ticks go on")
	}
}

// A client that goes while its request waits leaves nothing behind, whenever it goes; the
// answers that come afterwards are for nobody.
func TestClientGoes(t *testing.T) {
	g := load(t, gatePlugin)
	for after := range 5 {
		s := begin(g, request{token: fmt.Sprint("a", after), path: "/doc"})
		for range after {
			if len(g.Calls) > 0 {
				reply(g, g.Calls[0], fault{}, -1)
			}
		}
		waits := s.Waits
		g.End(s)
		if resumed := s.Resumed == 1; waits == resumed || s.Response != nil {
			t.Errorf("after %d answers: waits %v, resumed %d, response %v", after, waits, s.Resumed, s.Response)
		}
		for len(g.Calls) > 0 {
			reply(g, g.Calls[0], fault{}, -1)
		}
		g.Advance(time.Second)
	}
}

// A client that goes while its request sleeps leaves no tick.
func TestClientGoesAsleep(t *testing.T) {
	g := load(t, gatePlugin)
	g.Refuse = func(*wasmhost.Call) bool { return true }
	s := begin(g, request{token: "a", path: "/doc"})
	if g.Period != 50*time.Millisecond {
		t.Errorf("it sleeps for %v", g.Period)
	}
	g.End(s)
	sent := g.Sent
	g.Advance(time.Second)
	if g.Sent != sent || g.Period != 0 {
		t.Errorf("%d calls for a stream that is done, and a tick every %v", g.Sent-sent, g.Period)
	}
}
