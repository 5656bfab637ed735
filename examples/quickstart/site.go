package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// The web site: a page /JOB/N has some words, is missing, is broken, and before
// it comes the server is busy for a while. It is this program again, in a second
// process, so that its goroutines are not counted with ours.

// pages is how many pages there are for each job.
const pages = 5

// wordsOf is how many words a page has.
func wordsOf(job, page int) int { return 10 + (7*job+3*page)%50 }

// missing reports a page that is not there.
func missing(job, page int) bool { return (job+page)%11 == 0 }

// broken reports a page that cannot be had.
func broken(job, page int) bool { return job%50 == 7 && page == 2 }

// busy is how often a page is asked for in vain.
func busy(job, page int) int { return (job + page) % 3 }

// A site is the process that serves the pages.
type site struct {
	url   string
	cmd   *exec.Cmd
	stdin io.Closer
}

// startSite starts it, and waits until it can be asked.
func startSite() (*site, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "serve")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &site{cmd: cmd, stdin: stdin}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("the web site does not start: %w", err)
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

// stop ends the process: its input is at its end.
func (s *site) stop() {
	s.stdin.Close()
	s.cmd.Wait()
}

// serve is what the second process does: it prints its address, and serves until
// its input ends.
func serve() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", l.Addr())
	server := &http.Server{Handler: &handler{asked: map[string]int{}}}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		server.Close()
	}()
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// A handler answers requests. It counts those for which it was busy.
type handler struct {
	mu    sync.Mutex
	asked map[string]int
}

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var job, page int
	if _, err := fmt.Sscanf(req.URL.Path, "/%d/%d", &job, &page); err != nil || missing(job, page) {
		http.NotFound(w, req)
		return
	}
	time.Sleep(2 * time.Millisecond)
	switch {
	case h.busy(req.URL.Path, busy(job, page)):
		http.Error(w, "come back later", http.StatusServiceUnavailable)
	case broken(job, page):
		http.Error(w, "broken", http.StatusInternalServerError)
	default:
		fmt.Fprintln(w, strings.Repeat("word ", wordsOf(job, page)))
	}
}

// busy reports whether a page is asked for in vain once more: the first times,
// and after it was served again as often.
func (h *handler) busy(path string, times int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asked[path] < times {
		h.asked[path]++
		return true
	}
	delete(h.asked, path)
	return false
}
