package proxywasm

import (
	"math"
	"time"

	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"
	"github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"

	"github.com/evert-go/evert/reactor"
)

// A Plugin is the part of a plugin's context that makes it, and its streams, reactors. A
// plugin's own type embeds what [NewPlugin] returns. If it has an OnTick or OnPluginDone
// of its own, these have to call the Plugin's.
type Plugin struct {
	types.DefaultPluginContext
	Scope
	now    func() time.Time
	clock  *reactor.Clock // the delayed calls of all scopes; it stands at the last tick
	active *Scope         // whose call is being made; nil if none is
	period time.Duration  // of the gateway's ticks; 0 if there are none
	tick   time.Time      // when the next one is due
}

// NewPlugin returns the plugin with the context that the gateway calls id.
func NewPlugin(id uint32) *Plugin {
	p := &Plugin{now: time.Now}
	p.Scope = Scope{plugin: p, id: id}
	p.clock = reactor.NewClock(p.now())
	return p
}

// SetClock makes now the time, in place of time.Now. It is for tests, before anything is
// delayed.
func (p *Plugin) SetClock(now func() time.Time) { p.now, p.clock = now, reactor.NewClock(now()) }

// OnTick implements types.PluginContext: it makes the delayed calls that are due.
func (p *Plugin) OnTick() {
	p.enter(func() { // also if the plugin is done, for its streams
		if d := p.behind(); d > 0 {
			p.clock.Advance(d)
		}
		p.arm(true)
	})
}

// OnPluginDone implements types.PluginContext: it ends what is under way.
func (p *Plugin) OnPluginDone() bool {
	p.end()
	return true
}

// behind is how long ago the last tick was.
func (p *Plugin) behind() time.Duration { return p.now().Sub(p.clock.Now()) }

// later makes a call of a scope after d, counted from now and not from the last tick.
func (p *Plugin) later(s *Scope, d time.Duration, f func()) reactor.DelayedCall {
	t := p.clock.CallLater(max(d, 0)+max(p.behind(), 0), func() { s.run(f) })
	if p.active == nil && p.arm(false) {
		setContext(s.id)
	}
	return t
}

// leave ends a call of scope s, and goes back to what was active before.
func (p *Plugin) leave(before, s *Scope) {
	p.active = before
	switch {
	case before != nil:
		setContext(before.id)
	case p.arm(false):
		setContext(s.id) // the gateway's callback may go on with it
	}
}

// arm has the gateway tick when the next delayed call is due, and reports whether it had to
// tell the gateway. Ticks that come too early are left to come, and the last one turns
// them off.
func (p *Plugin) arm(ticked bool) bool {
	at, ok := p.clock.Next()
	switch {
	case ok && !ticked && p.period > 0 && !p.tick.After(at):
		return false
	case !ok && (!ticked || p.period == 0):
		return false
	}
	now, period := p.now(), time.Duration(0)
	if ok {
		wait := at.Sub(now) + time.Millisecond - 1
		period = min(max(wait.Truncate(time.Millisecond), time.Millisecond), math.MaxUint32*time.Millisecond)
	}
	p.tick = now.Add(period)
	if period == p.period {
		return false
	}
	p.period = period
	setContext(p.id) // ticks are the plugin's
	if err := proxywasm.SetTickPeriodMilliSeconds(uint32(period / time.Millisecond)); err != nil {
		proxywasm.LogCriticalf("there will be no ticks: %v", err)
	}
	return true
}
