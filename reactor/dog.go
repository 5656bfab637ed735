package reactor

import (
	"sync"
	"sync/atomic"
	"time"
)

// A dog is the goroutine that watches loops: one for all, which is there while
// there are loops to watch. While they are all asleep, or stuck, so is it, on a channel,
// so that it does not keep the runtime from finding a deadlock.
type dog struct {
	mu     sync.Mutex
	loops  []*watched
	awake  bool // its goroutine runs
	parked atomic.Bool
	wake   chan struct{}
}

var theDog = dog{wake: make(chan struct{}, 1)}

// watch adds a loop that runs. It may be running already, in itself.
func (d *dog) watch(w *watched) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, other := range d.loops {
		if other == w {
			return
		}
	}
	d.loops = append(d.loops, w)
	if !d.awake {
		d.awake = true
		go d.run()
	}
	d.rouse()
}

// forget removes a loop.
func (d *dog) forget(w *watched) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, other := range d.loops {
		if other == w {
			d.loops = append(d.loops[:i:i], d.loops[i+1:]...)
			break
		}
	}
	d.rouse() // it may have nothing to do any more
}

// rouse wakes the dog. A loop that goes on says so first and looks whether the
// dog is parked then, which does the reverse. So one of both sees the other.
func (d *dog) rouse() {
	if d.parked.Load() {
		d.signal()
	}
}

func (d *dog) signal() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *dog) run() {
	for {
		pause, busy := d.round()
		switch {
		case pause == 0:
			return
		case busy:
			time.Sleep(pause)
			continue
		}
		d.parked.Store(true)
		if !d.idle() {
			d.parked.Store(false)
			continue
		}
		<-d.wake
		d.parked.Store(false)
	}
}

// round looks at all loops. It returns when to do that again, 0 if there are
// none, and whether one was at work now or in the round before.
func (d *dog) round() (pause time.Duration, busy bool) {
	d.mu.Lock()
	var slow []*SlowCall
	var report []func(SlowCall)
	now := time.Now()
	for _, w := range d.loops {
		if p := w.Limit / 4; pause == 0 || p < pause {
			pause = p
		}
		busy = busy || w.seen != w.word.Load() || !w.settled()
		if s, ok := w.look(now); ok {
			slow, report = append(slow, s), append(report, w.Report)
		}
	}
	if len(d.loops) == 0 {
		d.awake = false
		d.mu.Unlock()
		return 0, false
	}
	d.mu.Unlock()
	for i, s := range slow {
		report[i](*s)
	}
	if pause < time.Millisecond {
		pause = time.Millisecond
	}
	return pause, busy
}

// idle reports whether there is nothing to look for in any loop, and there are
// some.
func (d *dog) idle() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, w := range d.loops {
		if !w.settled() {
			return false
		}
	}
	return len(d.loops) > 0
}
