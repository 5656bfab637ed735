// HTTP over loopback: handlers, middleware, client, context.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
)

type store struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *store) add(k string, n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] += n
	return s.m[k]
}

type keyType struct{}

func withUser(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user := r.Header.Get("X-User")
		if user == "" {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), keyType{}, user)))
	})
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, _ := r.Context().Value(keyType{}).(string)
	switch r.Method {
	case http.MethodPost:
		b, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), 500)
			return
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(b)))
		if err != nil {
			http.Error(w, "not a number", http.StatusBadRequest)
			return
		}
		reply(w, map[string]any{"user": user, "total": s.add(user, n)})
	default:
		http.NotFound(w, r)
	}
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		panic(err)
	}
}

func post(ctx context.Context, url, user, body string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	if user != "" {
		req.Header.Set("X-User", user)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	return fmt.Sprint(resp.StatusCode, " ", strings.TrimSpace(string(b))), nil
}

func main() {
	srv := httptest.NewServer(withUser(&store{m: map[string]int{}}))
	defer srv.Close()
	ctx := context.Background()
	for _, c := range []struct{ user, body string }{{"ann", "5"}, {"bob", "7"}, {"ann", "10"}, {"", "1"}, {"ann", "x"}} {
		s, err := post(ctx, srv.URL, c.user, c.body)
		fmt.Println(s, err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, err := post(ctx, srv.URL, "many", strconv.Itoa(i)); err != nil {
				fmt.Println(err)
			}
		}()
	}
	wg.Wait()
	fmt.Println(post(ctx, srv.URL, "many", "0"))
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	_, err := post(canceled, srv.URL, "ann", "1")
	fmt.Println(err != nil, canceled.Err())
	resp, err := http.Get(srv.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println(resp.Status)
}
