package jobs

import (
	"time"

	"github.com/grafana/sobek"
	"go.k6.io/k6/js/modules"

	k6host "github.com/evert-go/evert/hosts/k6"
	"github.com/evert-go/evert/threads"
)

func init() { modules.Register("k6/x/jobs", new(Module)) }

// A Module is the extension: it makes an instance for each virtual user.
type Module struct{}

// connections are what all virtual users may have open at a time.
var connections = threads.NewPool(64)

// NewModuleInstance implements [modules.Module].
func (*Module) NewModuleInstance(vu modules.VU) modules.Instance {
	return &instance{vu, &Client{Poll: 5 * time.Millisecond, Polls: map[string]int{}}}
}

type instance struct {
	vu modules.VU
	c  *Client
}

// Exports implements [modules.Instance].
func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{
		"polls":   i.c.Polls,
		"connect": func(addr string) { i.c.Addr = addr },
		"run": func(name string) *sobek.Promise {
			l := i.loop()
			return k6host.Promise(l, i.c.RunDeferred(l, name))
		},
		"runAll": func(names []string) *sobek.Promise {
			l := i.loop()
			return k6host.Promise(l, i.c.RunAllDeferred(l, names))
		},
	}}
}

// loop is the reactor for one call.
func (i *instance) loop() *k6host.Loop {
	l := k6host.New(i.vu)
	l.SetThreads(connections)
	return l
}
