package main

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// A Site is a small magazine: articles are files, comments are in a database. In
// callback form all its requests are handled on one reactor's goroutine, so what
// they share is in plain maps, without a lock.
type Site struct {
	Dir     string // has the articles
	DB      *Comments
	Limit   int           // how many comments one reader may write
	Penalty time.Duration // how long who writes more has to wait for the answer

	cache map[string]Reply // articles as last rendered
	hits  map[string]int   // how often each was read
	count map[string]int   // comments on each
	wrote map[string]int   // comments by each reader
}

// NewSite returns a site. The database stays the caller's.
func NewSite(dir string, db *Comments) *Site {
	return &Site{
		Dir: dir, DB: db, Limit: 3, Penalty: time.Second,
		cache: map[string]Reply{}, hits: map[string]int{}, count: map[string]int{}, wrote: map[string]int{},
	}
}

// A Request is what a handler sees of one.
type Request struct {
	Method, Path string
	Form         url.Values
}

// A Reply is what goes back.
type Reply struct {
	Status int
	Body   string
}

var errNoArticle = errors.New("there is no such article")

// Serve handles a request.
//
//evert:callback
func (s *Site) Serve(req Request) (Reply, error) {
	name, isArticle := strings.CutPrefix(req.Path, "/article/")
	switch {
	case isArticle && req.Method == http.MethodPost:
		return s.comment(name, req.Form.Get("reader"), req.Form.Get("text"))
	case isArticle:
		return s.article(name)
	case req.Path == "/yearbook":
		return s.yearbook()
	case req.Path == "/hits":
		return Reply{http.StatusOK, fmt.Sprintln(s.hits)}, nil
	}
	return Reply{http.StatusNotFound, "not found\n"}, nil
}

// article shows an article with its comments. It is rendered once, and again after
// the next comment.
func (s *Site) article(name string) (Reply, error) {
	if name != filepath.Base(name) {
		return Reply{http.StatusBadRequest, "a bad name\n"}, nil
	}
	s.hits[name]++
	if reply, ok := s.cache[name]; ok {
		return reply, nil
	}
	text, err := read(s.Dir, name)
	if errors.Is(err, errNoArticle) {
		return Reply{http.StatusNotFound, err.Error() + "\n"}, nil
	}
	if err != nil {
		return Reply{}, err
	}
	count := s.count[name]
	comments, err := s.DB.Of(name)
	if err != nil {
		return Reply{}, err
	}
	reply, err := render(articlePage, Article{name, text, comments})
	if err == nil && count == s.count[name] { // nobody wrote one meanwhile
		s.cache[name] = reply
	}
	return reply, err
}

// comment adds a comment. Who writes too many has to wait, which takes no thread
// and holds up nobody else.
func (s *Site) comment(name, reader, text string) (Reply, error) {
	if _, err := read(s.Dir, name); err != nil {
		return Reply{http.StatusNotFound, err.Error() + "\n"}, nil
	}
	s.wrote[reader]++
	if s.wrote[reader] > s.Limit {
		time.Sleep(s.Penalty)
		return Reply{http.StatusTooManyRequests, "that is enough\n"}, nil
	}
	if err := s.DB.Add(name, reader+": "+text); err != nil {
		return Reply{}, err
	}
	s.count[name]++
	delete(s.cache, name)
	return Reply{http.StatusCreated, "thank you\n"}, nil
}

// yearbook shows everything at once. It computes for long, and html/template cannot
// stop in the middle to let others go first.
func (s *Site) yearbook() (Reply, error) {
	all, err := s.collect()
	if err != nil {
		return Reply{}, err
	}
	return s.renderYearbook(all)
}

// collect returns all articles.
func (s *Site) collect() ([]Article, error) {
	files, err := os.ReadDir(s.Dir)
	if err != nil {
		return nil, err
	}
	var all []Article
	for _, file := range files {
		text, err := read(s.Dir, file.Name())
		if err != nil {
			return nil, err
		}
		comments, err := s.DB.Of(file.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, Article{file.Name(), text, comments})
	}
	return all, nil
}

// renderYearbook goes to a thread as a whole, since it is marked. Without the mark
// it would run on the reactor, as it does not block: it computes.
//
//evert:thread
func (s *Site) renderYearbook(all []Article) (Reply, error) {
	return render(yearbookPage, all)
}

// read returns the text of an article.
//
//evert:thread
func read(dir, name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return "", errNoArticle
	}
	return string(text), err
}

// An Article is what a page is made of.
type Article struct {
	Name, Text string
	Comments   []string
}

var (
	articlePage = template.Must(template.New("article").Parse(
		`<h1>{{.Name}}</h1><p>{{.Text}}</p>{{range .Comments}}<p class="comment">{{.}}</p>{{end}}
`))
	yearbookPage = template.Must(template.New("yearbook").Parse(
		`{{range .}}<h1>{{.Name}}</h1>{{.Text}}{{range .Comments}}<p class="comment">{{.}}</p>{{end}}
{{end}}`))
)

func render(page *template.Template, data any) (Reply, error) {
	var body strings.Builder
	if err := page.Execute(&body, data); err != nil {
		return Reply{}, err
	}
	return Reply{http.StatusOK, body.String()}, nil
}
