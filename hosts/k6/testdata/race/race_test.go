// Package race has a script make a thousand promises at once, and is meant to be run with
// the race detector.
//
//	go test -race -run Callback ./testdata/race   the module's callback forms
//	go test -race -run Naive ./testdata/race      a goroutine for each call
package race

import (
	"testing"
	"time"

	"github.com/grafana/sobek"
	"go.k6.io/k6/js/modules"
	"go.k6.io/k6/js/modulestest"
	"go.k6.io/k6/js/promises"

	"github.com/evert-go/evert/hosts/k6/internal/service"
	"github.com/evert-go/evert/hosts/k6/jobs"
)

const program = `
const jobs = require("k6/x/jobs");
jobs.connect(addr);
let results = 0;
for (let i = 0; i < 1000; i++)
	jobs.run("job/2").then(() => { if (++results == 1000) finish(jobs.polls["job/2"]) });
`

func thousand(t *testing.T, module any) {
	rt := modulestest.NewRuntime(t)
	if err := rt.SetupModuleSystem(map[string]any{"k6/x/jobs": module}, nil, nil); err != nil {
		t.Fatal(err)
	}
	polls := 0
	for name, value := range map[string]any{"addr": service.Start(t), "finish": func(n int) { polls = n }} {
		if err := rt.VU.Runtime().Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := rt.RunOnEventLoop(program); err != nil || polls != 3000 {
		t.Errorf("%v; the jobs were looked at %d times", err, polls)
	}
}

func TestCallback(t *testing.T) { thousand(t, new(jobs.Module)) }

func TestNaive(t *testing.T) { thousand(t, naive{}) }

// naive is what one writes at first, with k6's own helper: the promises are settled on the
// loop, but what the goroutine does before is not done there.
type naive struct{}

func (naive) NewModuleInstance(vu modules.VU) modules.Instance {
	return &instance{vu, &jobs.Client{Poll: 5 * time.Millisecond, Polls: map[string]int{}}, make(chan bool, 64)}
}

type instance struct {
	vu          modules.VU
	c           *jobs.Client
	connections chan bool // bounds them
}

func (i *instance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{
		"polls":   i.c.Polls,
		"connect": func(addr string) { i.c.Addr = addr },
		"run": func(name string) *sobek.Promise {
			promise, resolve, reject := promises.New(i.vu)
			go func() {
				i.connections <- true
				defer func() { <-i.connections }()
				result, err := i.c.Run(name)
				if err != nil {
					reject(err)
				} else {
					resolve(result)
				}
			}()
			return promise
		},
	}}
}
