package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.k6.io/k6/js/modulestest"

	"github.com/evert-go/evert/hosts/k6/internal/service"
)

// script runs source on the event loop of a virtual user that has the module, connected to
// a service, and returns what it said, and how the iteration ended.
func script(t *testing.T, rt *modulestest.Runtime, source string) (said string, err error) {
	t.Helper()
	var all []string
	if err := rt.VU.Runtime().Set("say", func(v any) { all = append(all, fmt.Sprint(v)) }); err != nil {
		t.Fatal(err)
	}
	over := make(chan bool)
	go func() {
		defer close(over)
		_, err = rt.RunOnEventLoop(source)
	}()
	select {
	case <-over:
	case <-time.After(20 * time.Second):
		t.Fatal("the iteration does not end")
	}
	return strings.Join(all, "; "), err
}

// user is a virtual user that has the module, connected to addr.
func user(t *testing.T, addr string) *modulestest.Runtime {
	rt := modulestest.NewRuntime(t)
	if err := rt.SetupModuleSystem(map[string]any{"k6/x/jobs": new(Module)}, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := rt.VU.Runtime().Set("addr", addr); err != nil {
		t.Fatal(err)
	}
	if _, err := script(t, rt, `var jobs = require("k6/x/jobs"); jobs.connect(addr)`); err != nil {
		t.Fatal(err)
	}
	return rt
}

// Scripts get what the blocking form returns, and the iteration ends when they have it.
func TestRun(t *testing.T) {
	addr := service.Start(t)
	rt := user(t, addr)
	for _, name := range []string{"a", "b/3", "bad/1"} {
		c := &Client{Addr: addr, Poll: time.Millisecond, Polls: map[string]int{}}
		result, err := c.Run(name)
		want := fmt.Sprint(result, " ", c.Polls[name])
		if err != nil {
			want = fmt.Sprint("GoError: ", err)
		}
		got, err := script(t, rt, fmt.Sprintf(
			`jobs.run(%q).then(r => say(r + " " + jobs.polls[%[1]q]), e => say(String(e)))`, name))
		if got != want || err != nil {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestRunAll(t *testing.T) {
	rt := user(t, service.Start(t))
	for source, want := range map[string]string{
		`jobs.runAll(["a/1", "b"]).then(r => say(r.join()))`:                             "result of a/1,result of b",
		`jobs.runAll(["a", "bad", "b"]).catch(e => say(String(e)))`:                      "GoError: job bad: the job failed",
		`(async () => { say(await jobs.run("a")); await jobs.run("b"); say("over") })()`: "result of a; over",
	} {
		if got, err := script(t, rt, source); got != want || err != nil {
			t.Errorf("%s: %q, %v", source, got, err)
		}
	}
}

// A promise that nobody catches fails the iteration, as everywhere in k6.
func TestUncaught(t *testing.T) {
	_, err := script(t, user(t, service.Start(t)), `jobs.run("bad")`)
	if err == nil || !strings.Contains(err.Error(), "Uncaught (in promise) GoError: job bad: the job failed") {
		t.Error(err)
	}
}

// The end of an iteration's context ends what is under way, and the iteration with it.
func TestInterrupted(t *testing.T) {
	rt := user(t, service.Start(t))
	if err := rt.VU.Runtime().Set("stop", rt.CancelContext); err != nil {
		t.Fatal(err)
	}
	got, err := script(t, rt, `
		for (const name of ["a/1000000", "b/1000000"]) jobs.run(name).catch(e => say(String(e)));
		setTimeout(stop, 20)`)
	if err != nil || strings.Count(got, "the reactor has stopped") != 2 {
		t.Errorf("%q, %v", got, err)
	}
	// And with a context that is over from the beginning.
	if got, err = script(t, rt, `jobs.run("c/1000000").catch(e => say(String(e)))`); err != nil || !strings.Contains(got, "stopped") {
		t.Errorf("%q, %v", got, err)
	}
}
