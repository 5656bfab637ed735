// Webserver is a small magazine on the web, whose handlers are written the blocking
// way: they read files, ask a database, sleep, and render templates. In callback
// form one goroutine, the reactor's, runs all of them.
//
//	go generate .       writes site_deferred.go from site.go
//	go run . -serve :8080
//	go run .            serves on loopback, and measures the time of answers while
//	                    another reader asks for what takes long to render
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

func main() {
	address := flag.String("serve", "", "only serve, at this address")
	d := flag.Duration("for", 3*time.Second, "how long to measure each")
	readers := flag.Int("readers", 50, "how many ask for articles at a time")
	flag.Parse()
	var err error
	if *address != "" {
		err = serveForever(*address)
	} else {
		err = compare(os.Stdout, *readers, *d)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "webserver:", err)
		os.Exit(1)
	}
}

// A handler is the callback form of what answers.
type handler func(reactor.Reactor, Request) *deferred.Deferred[Reply]

// A front is where net/http and the reactor meet. net/http has a goroutine for each
// connection, which reads the request, waits, and writes the reply. What happens in
// between is the reactor's.
type front struct {
	loop  reactor.Reactor
	serve handler
}

func (f front) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	req.Body = http.MaxBytesReader(w, req.Body, 1<<16)
	if err := req.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	// When the reader goes away, what is under way for them is cancelled.
	reply, err := threads.BlockingCallFromThread(f.loop, func() *deferred.Deferred[Reply] {
		return deferred.WithContext(req.Context(), f.loop, f.serve(f.loop, Request{req.Method, req.URL.Path, req.Form}))
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(reply.Status)
	_, _ = w.Write([]byte(reply.Body)) // an error here is the reader's
}

// A magazine is a site with its files, in a folder of its own.
type magazine struct {
	*Site
	root string
}

// newMagazine makes one with so many articles, each of which has two comments.
func newMagazine(articles int) (*magazine, error) {
	root, err := os.MkdirTemp("", "magazine")
	if err != nil {
		return nil, err
	}
	m := &magazine{root: root}
	if err := m.fill(articles); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

func (m *magazine) fill(articles int) error {
	dir := filepath.Join(m.root, "articles")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	db, err := OpenComments(filepath.Join(m.root, "comments.db"))
	if err != nil {
		return err
	}
	m.Site = NewSite(dir, db)
	for i := range articles {
		name := fmt.Sprintf("article%03d", i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat(name+" & more of it. ", 400)), 0o600); err != nil {
			return err
		}
		for _, text := range []string{"Ann: <b>good</b>", "Bob: not so good"} {
			if err := db.Add(name, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *magazine) close() {
	if m.Site != nil {
		m.DB.Close()
	}
	os.RemoveAll(m.root)
}

// A server is a magazine that is being served.
type server struct {
	loop *reactor.Loop
	pool *threads.Pool
	http *http.Server
	url  string
	over chan error
}

// start serves what serve answers at an address. The loop has a goroutine, and a
// pool of four for what blocks or takes long.
func start(address string, serve handler) (*server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	s := &server{loop: reactor.New(), pool: threads.NewPool(4), url: "http://" + l.Addr().String(), over: make(chan error, 2)}
	s.loop.SetThreads(s.pool)
	s.http = &http.Server{Handler: front{s.loop, serve}}
	go func() { s.over <- s.loop.Run() }()
	go func() { s.http.Serve(l) }()
	return s, nil
}

// stop ends connections, then the loop.
func (s *server) stop() error {
	s.http.Close()
	s.loop.Stop()
	err := <-s.over
	s.pool.Close()
	return err
}

// serveForever serves until a signal comes.
func serveForever(address string) error {
	m, err := newMagazine(300)
	if err != nil {
		return err
	}
	defer m.close()
	s, err := start(address, m.ServeDeferred)
	if err != nil {
		return err
	}
	s.loop.StopOnSignal()
	fmt.Printf("serving at %s: /article/article000 to 299, /yearbook, /hits\n", s.url)
	err = <-s.over
	s.http.Close()
	s.pool.Close()
	return err
}
