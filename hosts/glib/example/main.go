//go:build linux

// A window with a button that imports pages, and shows how far it is. What Evert has to do
// with it is in import.go and import_deferred.go.
//
//	go run ./example LIST                imports the pages that a file lists
//	go run ./example -blocking LIST      the same in blocking form: the window stands still
//	go run ./example -figures            clicks and answers by itself, in both forms
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/evert-go/evert/deferred"
	glibhost "github.com/evert-go/evert/hosts/glib"
	"github.com/evert-go/evert/hosts/glib/gtk"
)

func init() { runtime.LockOSThread() } // GTK is used on one thread

func main() {
	blocking := flag.Bool("blocking", false, "import in blocking form")
	figures := flag.Bool("figures", false, "import pages of a slow site on this machine in both forms, and print the longest stall")
	trace := flag.Bool("trace", false, "print what the window shows, too")
	flag.Parse()
	loop, err := glibhost.Open()
	check(err)
	if *figures {
		check(printFigures(loop, *trace))
		return
	}
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "import: name the list of pages")
		os.Exit(2)
	}
	a, err := open(loop, *blocking, flag.Arg(0))
	check(err)
	a.window.OnClosed(loop.Quit)
	loop.Run()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "import:", err)
		os.Exit(1)
	}
}

// An app is the window, and what it imports.
type app struct {
	loop   *glibhost.Loop
	window *gtk.Window
	shown  []string
	over   func(words int, err error) // called when an import is over, if it is set
}

// open shows the window.
func open(loop *glibhost.Loop, blocking bool, list string) (*app, error) {
	w, err := gtk.NewWindow("Import", "Pages of "+list, "Import")
	if err != nil {
		return nil, err
	}
	a := &app{loop: loop, window: w, over: func(int, error) {}}
	a.window.OnClicked(func() {
		a.window.Enable(false)
		if blocking {
			a.done(Import(a, list)) //evert:allow EV101 this is how it should not be
			return
		}
		ImportDeferred(loop, a, list).Observe(func(o deferred.Outcome[int]) { a.done(o.Get()) })
	})
	return a, nil
}

func (a *app) done(words int, err error) {
	a.window.Enable(true)
	a.over(words, err)
}

// Show implements Window.
func (a *app) Show(text string, done float64) {
	where := "on the loop"
	if !a.loop.OnReactor() {
		where = "elsewhere"
	}
	a.shown = append(a.shown, text+", "+where)
	a.window.Show(text, done)
}

// A meter finds out how long the loop stands still.
type meter struct {
	loop    *glibhost.Loop
	last    time.Time
	longest time.Duration
	beats   int
	off     bool
}

func newMeter(loop *glibhost.Loop) *meter {
	m := &meter{loop: loop, last: time.Now()}
	m.loop.CallLater(beat, m.beat)
	return m
}

// beat is how often the meter looks.
const beat = 2 * time.Millisecond

func (m *meter) beat() {
	now := time.Now()
	m.longest = max(m.longest, now.Sub(m.last)-beat)
	m.last = now
	m.beats++
	if !m.off {
		m.loop.CallLater(beat, m.beat)
	}
}
