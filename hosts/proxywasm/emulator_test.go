package proxywasm_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/proxytest"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"

	"github.com/evert-go/evert/deferred"
	host "github.com/evert-go/evert/hosts/proxywasm"
	"github.com/evert-go/evert/hosts/proxywasm/example/gate"
	"github.com/evert-go/evert/reactor"
)

// An emulated gateway is the SDK's emulator with a time of its own, and calls that may be
// refused.
type emulated struct {
	proxytest.HostEmulator
	plugin *host.Plugin
	now    time.Time
	refuse func() bool
	sent   []sent
}

type sent struct {
	id            uint32
	cluster, path string
}

func emulate(t *testing.T) *emulated {
	t.Helper()
	log.SetOutput(io.Discard) // the emulator tells a lot
	e := &emulated{now: time.Unix(1e9, 0), refuse: func() bool { return false }}
	vm := &gate.VM{Setup: func(p *host.Plugin, _ *gate.Gate) {
		e.plugin = p
		p.SetClock(func() time.Time { return e.now })
	}}
	emulator, reset := proxytest.NewHostEmulator(proxytest.NewEmulatorOption().WithVMContext(vm))
	e.HostEmulator = emulator
	undo := host.SetDispatch(func(cluster string, headers [][2]string, body []byte, trailers [][2]string, milliseconds uint32, answer func(int, int, int)) (uint32, error) {
		if e.refuse() {
			return 0, types.ErrorStatusBadArgument
		}
		id, err := proxywasm.DispatchHttpCall(cluster, headers, body, trailers, milliseconds, answer)
		e.sent = append(e.sent, sent{id, cluster, path(headers)})
		return id, err
	})
	t.Cleanup(func() {
		undo()
		reset()
		log.SetOutput(os.Stderr)
	})
	e.StartVM()
	e.StartPlugin()
	return e
}

// advance lets time pass, with its ticks.
func (e *emulated) advance(d time.Duration) {
	for end := e.now.Add(d); ; {
		period := time.Duration(e.GetTickPeriod()) * time.Millisecond
		if period == 0 || e.now.Add(period).After(end) {
			e.now = end
			return
		}
		e.now = e.now.Add(period)
		e.Tick()
	}
}

// run takes a request through the emulator, with a fault.
func (e *emulated) run(r request, f fault) string {
	nth := 0
	e.refuse = func() bool {
		nth++
		return f.what == "refused" && nth == f.nth
	}
	id := e.InitializeHttpContext()
	defer e.CompleteHttpContext(id)
	e.CallOnRequestHeaders(id, [][2]string{{":path", r.path}, {"authorization", r.token}}, true)
	for range 100 {
		for len(e.sent) > 0 {
			c := e.sent[0]
			e.sent = e.sent[1:]
			headers, body, _ := service(f, nth, c.cluster, c.path)
			e.CallOnHttpCallResponse(c.id, headers, nil, body)
		}
		if local := e.GetSentLocalResponse(id); local != nil {
			return strconv.Itoa(int(local.StatusCode))
		}
		if e.GetCurrentHttpStreamAction(id) == types.ActionContinue {
			return "passes as " + header(e.GetCurrentRequestHeaders(id), "x-user")
		}
		e.advance(100 * time.Millisecond)
	}
	return "hangs"
}

// The emulator agrees with the blocking form, whatever call fails.
func TestEachCallFailsInEmulator(t *testing.T) {
	e := emulate(t)
	n := 0
	for _, r := range requests {
		for _, f := range faults(r) {
			n++
			r.token = fmt.Sprint(r.token[:1], n)
			if got, want := e.run(r, f), oracle(r, f); got != want {
				t.Errorf("%s, %v: %s, want %s", r.name, f, got, want)
			}
		}
	}
	if e.advance(time.Minute); e.GetTickPeriod() != 0 {
		t.Errorf("the gateway ticks every %d ms, for nothing", e.GetTickPeriod())
	}
}

// Delayed calls come in the order of their deadlines, at a tick for the first of them, and
// a call that is delayed during a tick counts from then.
func TestTicks(t *testing.T) {
	e := emulate(t)
	begin := e.now
	var got []string
	note := func(name string) { got = append(got, fmt.Sprint(name, " ", e.now.Sub(begin))) }
	e.plugin.CallLater(30*time.Millisecond, func() { note("third") })
	e.plugin.CallLater(10*time.Millisecond, func() {
		note("first")
		e.plugin.CallLater(15*time.Millisecond, func() { note("second") })
		_ = e.plugin.CallSoon(func() { note("soon") })
	})
	if err := e.plugin.CallLater(time.Millisecond, func() { note("cancelled") }).Cancel(); err != nil {
		t.Error(err)
	}
	e.advance(time.Second)
	if s, want := fmt.Sprint(got), "[first 10ms soon 10ms second 25ms third 30ms]"; s != want {
		t.Errorf("%s, want %s", s, want)
	}
	if e.GetTickPeriod() != 0 {
		t.Error("the ticks go on")
	}
}

// What is handed over to a stream from elsewhere is called in its context, at a tick.
func TestHandedOver(t *testing.T) {
	e := emulate(t)
	id := e.InitializeHttpContext()
	e.CallOnRequestHeaders(id, [][2]string{{":path", "/doc"}, {"authorization", "a"}}, true)
	s := e.plugin.NewStream(id)
	shared := deferred.New[int]()
	var got int
	host.Bring(s, shared).Observe(func(o deferred.Outcome[int]) {
		got = o.Value
		if err := proxywasm.ReplaceHttpRequestHeader("x-shared", "yes"); err != nil {
			t.Error(err)
		}
	})
	if shared.Callback(7); got != 0 {
		t.Error("called in whatever context there was")
	}
	e.advance(time.Second)
	if got != 7 || header(e.GetCurrentRequestHeaders(id), "x-shared") != "yes" {
		t.Errorf("%d, %v", got, e.GetCurrentRequestHeaders(id))
	}
}

// A stream that another one wakes up calls for itself: its call is answered although the
// other one has ended meanwhile, which the SDK would forget.
func TestWokenByAnother(t *testing.T) {
	e := emulate(t)
	first, second := e.InitializeHttpContext(), e.InitializeHttpContext()
	a, b := e.plugin.NewStream(first), e.plugin.NewStream(second)
	key, status := deferred.New[int](), 0
	deferred.Chain(key, func(int) *deferred.Deferred[*host.Reply] {
		return host.HTTPCallDeferred(b, "quota", [][2]string{{":path", "/b"}}, nil, nil, time.Second)
	}).Observe(func(o deferred.Outcome[*host.Reply]) { status = o.Value.Status })
	host.HTTPCallDeferred(a, "identity", [][2]string{{":path", "/a"}}, nil, nil, time.Second).
		Observe(func(o deferred.Outcome[*host.Reply]) { key.Callback(o.Value.Status) })
	e.advance(time.Millisecond)
	e.CallOnHttpCallResponse(e.sent[0].id, [][2]string{{":status", "200"}}, nil, nil)
	e.advance(time.Millisecond)
	a.OnHttpStreamDone()
	e.CompleteHttpContext(first)
	if len(e.sent) != 2 || e.sent[1].path != "/b" {
		t.Fatal(e.sent)
	}
	e.CallOnHttpCallResponse(e.sent[1].id, [][2]string{{":status", "201"}}, nil, nil)
	if status != 201 {
		t.Errorf("status %d: the answer is lost", status)
	}
}

// A plugin that ends fails what is under way, and what comes later.
func TestPluginDone(t *testing.T) {
	e := emulate(t)
	var errs []error
	call := host.HTTPCallDeferred(e.plugin, "quota", [][2]string{{":path", "/"}}, nil, nil, time.Second)
	reactor.Sleep(e.plugin, time.Hour).Observe(func(o deferred.Outcome[deferred.Void]) { errs = append(errs, o.Err) })
	call.Observe(func(o deferred.Outcome[*host.Reply]) { errs = append(errs, o.Err) })
	if !e.FinishVM() {
		t.Error("it is not done")
	}
	_, err, _ := host.HTTPCallDeferred(e.plugin, "quota", nil, nil, nil, 0).Result()
	errs = append(errs, err, e.plugin.CallSoon(func() { t.Error("called after the end") }))
	for _, err := range errs {
		if !errors.Is(err, host.ErrDone) || !errors.Is(err, reactor.ErrReactorStopped) {
			t.Error(err)
		}
	}
	if len(errs) != 4 {
		t.Errorf("%d errors: %v", len(errs), errs)
	}
	e.advance(2 * time.Hour)
}

// Whoever has no gateway is told so, and so is who needs a thread.
func TestElsewhere(t *testing.T) {
	_, err, _ := host.HTTPCallDeferred(reactor.NewClock(time.Unix(0, 0)), "quota", nil, nil, nil, 0).Result()
	if err == nil {
		t.Error("a clock has called a cluster")
	}
	var r reactor.Reactor = host.NewPlugin(1)
	if _, ok := r.(reactor.ThreadRunner); ok {
		t.Error("a gateway has threads")
	}
}
