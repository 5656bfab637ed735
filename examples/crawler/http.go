package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// HTTP is a web that is reached by HTTP, at Base.
type HTTP struct {
	Base   string
	Client *http.Client
}

// Get asks a server. Package net/http can only block, so in callback form this is a
// job for a thread, as a whole.
//
//evert:thread
func (w *HTTP) Get(ctx context.Context, url string) (Page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Base+url, nil)
	if err != nil {
		return Page{}, err
	}
	resp, err := w.Client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx) // without the address, which is another in each run
		}
		return Page{}, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		var page Page
		return page, json.NewDecoder(resp.Body).Decode(&page)
	case http.StatusServiceUnavailable:
		return Page{}, errBusy
	case http.StatusNotFound:
		return Page{}, errGone
	}
	return Page{}, fmt.Errorf("get %s: %s", url, resp.Status)
}

// ServeHTTP serves a simulated web.
func (w *Simulated) ServeHTTP(out http.ResponseWriter, req *http.Request) {
	page, err := w.Get(req.Context(), req.URL.Path)
	switch err {
	case nil:
		_ = json.NewEncoder(out).Encode(page) // an error here is the client's
	case errBusy:
		http.Error(out, err.Error(), http.StatusServiceUnavailable)
	case errGone:
		http.Error(out, err.Error(), http.StatusNotFound)
	default:
		http.Error(out, err.Error(), http.StatusInternalServerError)
	}
}
