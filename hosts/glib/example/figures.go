//go:build linux

package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	glibhost "github.com/evert-go/evert/hosts/glib"
)

// The slow site has so many pages, and takes so long for each.
const (
	pages = 30
	delay = 40 * time.Millisecond
)

// slow is a site with a word on the first page, two on the second, and so on; the last one
// is missing.
func slow(w http.ResponseWriter, r *http.Request) {
	time.Sleep(delay)
	var n int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err != nil || n == pages {
		http.NotFound(w, r)
		return
	}
	fmt.Fprint(w, strings.Repeat("word ", n))
}

// printFigures imports the slow site in both forms.
func printFigures(loop *glibhost.Loop, trace bool) error {
	dir, err := os.MkdirTemp("", "import")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(slow)) }() // until the program ends
	var text strings.Builder
	for n := 1; n <= pages; n++ {
		fmt.Fprintf(&text, "http://%s/%d\n", listener.Addr(), n)
	}
	list := filepath.Join(dir, "pages")
	if err := os.WriteFile(list, []byte(text.String()), 0o666); err != nil {
		return err
	}
	fmt.Println("form      words     time  longest stall  beats")
	for _, blocking := range []bool{true, false} {
		if err := measure(loop, blocking, list, trace); err != nil {
			return err
		}
	}
	return nil
}

// measure runs an import: it clicks the button, and says yes to the question. Beats count
// until that is asked.
func measure(loop *glibhost.Loop, blocking bool, list string, trace bool) error {
	a, err := open(loop, blocking, list)
	if err != nil {
		return err
	}
	var failure error
	var m *meter
	var begin time.Time
	asked := 0
	a.window.OnAsk(func() {
		asked = m.beats
		glibhost.Idle(func() { a.window.Answer(true) })
	})
	a.over = func(words int, err error) {
		failure = err
		took := time.Since(begin)
		// The last stall is over when the meter has beaten once more.
		loop.CallLater(10*beat, func() {
			m.off = true
			form := map[bool]string{true: "blocking", false: "callback"}[blocking]
			fmt.Printf("%s%7d%9s%15s%7d\n", form, words, took.Round(time.Millisecond), m.longest.Round(time.Millisecond), asked)
			a.window.Close()
			loop.Pause()
		})
	}
	// The window is to be on the screen.
	loop.CallLater(300*time.Millisecond, func() {
		glibhost.Idle(func() {
			begin = time.Now()
			m = newMeter(loop)
			a.window.Click()
		})
	})
	loop.Run()
	if trace {
		fmt.Println(strings.Join(a.shown, "\n"))
	}
	return failure
}
