package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// A Crawler counts the words of web pages.
type Crawler struct {
	Client *http.Client
	Tries  int           // how often a busy server is asked for a page
	Delay  time.Duration // before the second try; it doubles with every further one
}

var (
	errBusy = errors.New("the server is busy")
	errGone = errors.New("no such page")
)

// CountWords adds up the words of the pages that a file lists, one URL a line.
// Pages that are gone count nothing.
//
//evert:callback
func (c *Crawler) CountWords(list string) (words int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", list, err)
		}
	}()
	urls, err := os.ReadFile(list)
	if err != nil {
		return 0, err
	}
	for _, url := range strings.Fields(string(urls)) {
		text, err := c.fetch(url)
		if errors.Is(err, errGone) {
			continue
		}
		if err != nil {
			return words, err
		}
		words += len(strings.Fields(text))
	}
	return words, nil
}

// fetch gets a page. It asks a busy server again after a while.
//
//evert:callback
func (c *Crawler) fetch(url string) (string, error) {
	delay := c.Delay
	for try := 1; ; try++ {
		text, err := c.get(url)
		if try == c.Tries || !errors.Is(err, errBusy) {
			return text, err
		}
		time.Sleep(delay)
		delay *= 2
	}
}

// get asks for a page once. Package net/http has no callback form, so three of
// its calls would go to a thread, one by one: better all of it at once.
//
//evert:thread
func (c *Crawler) get(url string) (string, error) {
	resp, err := c.Client.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusServiceUnavailable:
		return "", errBusy
	case http.StatusNotFound:
		return "", errGone
	default:
		return "", fmt.Errorf("get %s: %s", url, resp.Status)
	}
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}
