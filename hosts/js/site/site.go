package main

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// carts are what is in them.
var carts = map[string][]item{
	"ann":  {{"tea", 2}, {"cup", 1}, {"fez", 1}}, // there is no fez any more
	"bob":  {{"milk", 3}},                        // the shop is busy when asked for the first time
	"cleo": {{"tea", 1}, {"void", 1}},            // an error
	"dan":  {},
}

type item struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

var prices = map[string]int{"tea": 300, "cup": 1250, "milk": 119}

// A site is the shop, and what a page needs to ask it.
type site struct {
	program string // the example's, for js/wasm

	mu    sync.Mutex
	asked map[string]int // by path
}

//go:embed page.html
var page []byte

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	times := s.asked[r.URL.Path]
	s.mu.Unlock()
	kind, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	cart, hasCart := carts[name]
	price, hasPrice := prices[name]
	switch {
	case kind == "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page) // whoever asked may have gone
	case kind == "wasm_exec.js":
		http.ServeFile(w, r, wasmExec())
	case kind == "shop.wasm":
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, s.program)
	case kind == "cart" && hasCart:
		_ = json.NewEncoder(w).Encode(cart) // as above
	case kind == "price" && name == "milk" && times == 1:
		w.WriteHeader(http.StatusServiceUnavailable)
	case kind == "price" && hasPrice:
		_ = json.NewEncoder(w).Encode(price)
	case kind == "price" && name == "void":
		w.WriteHeader(http.StatusInternalServerError)
	default:
		http.NotFound(w, r)
	}
}

// wasmExec is Go's own part of a page.
func wasmExec() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	check(err)
	return filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js")
}

// build builds the example, with build tags, and returns the name of the file.
func build(dir, tags string) (string, error) {
	name := filepath.Join(dir, "shop"+tags+".wasm")
	cmd := exec.Command("go", "build", "-tags="+tags, "-o", name, "github.com/evert-go/evert/hosts/js/example")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	cmd.Stderr = os.Stderr
	return name, cmd.Run()
}

//go:embed node.js
var script []byte

// node runs node.js with a program and further arguments.
func node(program string, args ...string) (*exec.Cmd, error) {
	file := filepath.Join(filepath.Dir(program), "node.js")
	if err := os.WriteFile(file, script, 0o666); err != nil {
		return nil, err
	}
	return exec.Command("node", append([]string{file, wasmExec(), program}, args...)...), nil
}
