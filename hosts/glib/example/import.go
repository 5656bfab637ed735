//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	_ "github.com/evert-go/evert/hosts/glib" // the callback form of os.ReadFile
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o ../graph.svg

// A Window is what an import is shown on, and asks.
type Window interface {
	Show(text string, done float64)
	//evert:blocking
	Confirm(question string) bool
}

var errRejected = errors.New("nothing was imported")

// Import fetches the pages that a file lists, one address a line, and returns how many
// words they have. It shows how far it is, and asks what to do about pages that it cannot
// get.
//
//evert:callback
func Import(w Window, list string) (words int, err error) {
	urls, err := os.ReadFile(list)
	if err != nil {
		w.Show("there is no list", 0)
		return 0, err
	}
	all := strings.Fields(string(urls))
	missing := 0
	for i, url := range all {
		w.Show(fmt.Sprintf("page %d of %d", i+1, len(all)), float64(i)/float64(len(all)))
		text, err := get(url)
		if err != nil {
			missing++
			continue
		}
		words += len(strings.Fields(text))
	}
	if missing > 0 && !w.Confirm(fmt.Sprintf("%d pages are missing. Go on without them?", missing)) {
		w.Show("nothing was imported", 0)
		return 0, errRejected
	}
	w.Show(fmt.Sprintf("%d words", words), 1)
	return words, nil
}

// get gets a page. It is one piece of work for a thread.
//
//evert:thread
func get(url string) (string, error) {
	resp, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("get %s: %s", url, resp.Status)
	}
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}
