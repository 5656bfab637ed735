package reactor

import "github.com/evert-go/evert/deferred"

// Stop ends Run at the end of the turn. It may be called from any goroutine,
// and before Run. First the hooks of [Loop.BeforeShutdown] are run and waited
// for; without any, no call is accepted any more from now on. Those that were
// accepted are still made; then everything that is still under way fails with
// [ErrReactorStopped], and the delayed calls are dropped.
func (l *Loop) Stop() { l.in.stop() }

// Run makes calls, or sleeps until there is one to make, until Stop is called.
// It returns nil after that, [ErrRunning] if the loop is running, and
// [ErrReactorStopped] if it had come to its end before. A call that panics ends
// it: the panic is raised by Run, and who calls Run again goes on after it.
func (l *Loop) Run() error {
	if l.running {
		return ErrRunning
	}
	if l.in.has(isOver) {
		return ErrReactorStopped
	}
	l.owner.Store(goroutine())
	defer l.owner.Store(0)
	defer deferred.EnterLoop()()
	l.drive(nil)
	l.Close()
	return nil
}

// RunUntil makes calls until done reports true, which it is asked between
// turns. It is for those who wait for one thing and drive the loop meanwhile. It
// returns early if Stop is called: it is time for Close then.
func (l *Loop) RunUntil(done func() bool) { l.drive(done) }

// drive is RunUntil; nil is never done.
func (l *Loop) drive(done func() bool) {
	was := l.running
	l.enter()
	defer l.leave(was)
	for (done == nil || !done()) && !l.in.has(isStopping) {
		if len(l.soon) == 0 && !l.ready() {
			l.sleep()
		}
		if l.timed {
			l.timedTurn()
		} else {
			l.turn()
		}
	}
}

// enter begins a run.
func (l *Loop) enter() {
	l.running = true
	if debugBuild {
		l.debug()
	}
	if l.watched != nil {
		l.watched.enter()
	}
}

// leave ends a run; also one that a panic or runtime.Goexit ended.
func (l *Loop) leave(running bool) {
	l.running = running
	if l.watched != nil && !running {
		l.watched.leave()
	}
	l.show()
}

// debug is what a run of every loop begins with in a debug build: it is watched,
// and knows its goroutine.
func (l *Loop) debug() {
	if l.watched == nil && !l.unwatched {
		l.Watch(Watchdog{})
	}
	if l.owner.Load() == 0 {
		l.owner.Store(goroutine())
	}
}

// Close ends a loop that is not running, as Stop does, and returns when it has
// come to its end.
func (l *Loop) Close() {
	if l.in.has(isOver) {
		return
	}
	if l.quiet() && l.in.endEmpty() {
		return
	}
	defer l.Close() // a call may panic: the rest is done before it goes on
	l.in.stop()
	if l.ending.any() {
		l.prepare()
	}
	l.in.set(isEnding | isClosed)
	for l.posted() {
	}
	l.hooks().run(during)
	l.ops.abandon(ErrReactorStopped)
	if l.timers != nil {
		l.timers.clear()
	}
	l.disarm()
	l.ending.run(after)
	if c := l.crew.Load(); c != nil {
		c.close()
	}
	l.show()
	l.in.end()
}

// quiet reports whether there is nothing to end, as in a loop on which little
// happened.
func (l *Loop) quiet() bool {
	return l.ending == nil && l.ops.count == 0 && l.timers == nil && l.crew.Load() == nil && !l.ready()
}

// prepare runs the hooks before the shutdown, and turns until they are over.
func (l *Loop) prepare() {
	was := l.running
	l.enter()
	defer l.leave(was)
	l.in.set(isEnding)
	limit := l.ending.limitOn(l)
	for l.ending.before() {
		if !l.ready() {
			l.sleep()
		}
		if l.timed {
			l.timedTurn()
		} else {
			l.turn()
		}
	}
	if limit != nil {
		_ = limit.Cancel() // it may have been made, or cancelled by clear
	}
}
