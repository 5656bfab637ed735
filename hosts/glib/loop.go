//go:build linux

package glibhost

import (
	"runtime"

	"github.com/ebitengine/purego"
	"github.com/evert-go/evert/reactor"
)

// A Loop is GLib's main loop, with its default context, as a reactor.
type Loop struct {
	*reactor.Guest
	context, loop uintptr
}

// Open makes a reactor on GLib's main loop. The error is that GLib is not installed.
func Open() (*Loop, error) {
	if err := bind(); err != nil {
		return nil, err
	}
	l := &Loop{context: mainContextDefault()}
	l.loop = mainLoopNew(l.context, false)
	l.Guest = reactor.NewGuest(host{})
	return l, nil
}

// Run runs the main loop on this thread, until Quit.
func (l *Loop) Run() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	mainLoopRun(l.loop)
}

// Quit ends Run. What is under way fails with reactor.ErrReactorStopped. It is called on
// the loop.
func (l *Loop) Quit() {
	l.Close()
	mainLoopQuit(l.loop)
}

// OnReactor implements reactor.Confined.
func (l *Loop) OnReactor() bool { return mainContextIsOwner(l.context) }

// host is what the guest needs of its loop.
type host struct{}

// Enter implements reactor.Host. Any thread may add a source.
func (host) Enter(turn func()) error {
	Idle(turn)
	return nil
}

// Hold implements reactor.Host. A window's loop goes on until it is told to end.
func (host) Hold(bool) {}

// Idle has GLib call f once there is nothing else to do, in its main loop or in one that runs
// inside a handler. It is for what is no callback of the reactor's.
func Idle(f func()) { idleAdd(onIdle, turns.Add(f)) }

var turns Handles[func()]

// onIdle is a GSourceFunc. It returns false: the source has done what it was for.
var onIdle = purego.NewCallback(func(data uintptr) uintptr {
	turns.Take(data)()
	return 0
})

// Pause makes Run return as Quit does, but the loop can be run again: nothing fails.
func (l *Loop) Pause() { mainLoopQuit(l.loop) }
