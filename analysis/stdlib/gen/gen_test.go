package main

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// someTargets are computed again by the test; js because there even files are
// read by channel operations. Each takes seconds.
var someTargets = []target{{"linux", "amd64"}, {"js", "wasm"}}

// TestTables computes a small part of two tables and compares. A function's line
// depends on nothing but what the function reaches, so that a part of the library
// is enough for the lines about itself.
func TestTables(t *testing.T) {
	if testing.Short() {
		t.Skip("loads packages of the standard library from source")
	}
	for _, target := range someTargets {
		file := filepath.Join("..", "tables", target.goos+".txt")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if head, _, _ := strings.Cut(string(text), "\n"); !strings.Contains(head, " "+goVersion()+" ") {
			t.Skipf("%s was not made with %s", file, runtime.Version())
		}
		p, err := load(target, "os", "bufio", "time", "path/filepath", "fmt", "sort")
		if err != nil {
			t.Fatal(err)
		}
		want, got := lines(string(text)), lines(p.table())
		compared := 0
		for key, line := range got {
			if !p.covers(packageOf(key[strings.IndexByte(key, '\t')+1:])) {
				continue
			}
			compared++
			if want[key] != line {
				t.Errorf("%s has\n\t%q, want\n\t%q: run go generate ./analysis/stdlib", file, want[key], line)
			}
		}
		for key, line := range want {
			if _, ok := got[key]; !ok && p.covers(packageOf(key[strings.IndexByte(key, '\t')+1:])) {
				t.Errorf("%s has %q, which is not computed: run go generate ./analysis/stdlib", file, line)
			}
		}
		if compared < 100 {
			t.Errorf("%s: only %d lines compared", file, compared)
		}
	}
}

// covers reports whether a package was asked for.
func (p *program) covers(path string) bool {
	for _, root := range p.roots {
		if root == path {
			return true
		}
	}
	return false
}

// lines indexes a table's lines by relation and symbol. The two kinds of blocking
// share a key.
func lines(text string) map[string]string {
	m := make(map[string]string)
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		f := strings.SplitN(scanner.Text(), "\t", 3)
		if len(f) < 3 {
			continue
		}
		relation := strings.Replace(f[0], "quick", "blocks", 1)
		m[relation+"\t"+f[1]] = scanner.Text()
	}
	return m
}

func TestPackageOf(t *testing.T) {
	for symbol, want := range map[string]string{
		"time.Sleep":                        "time",
		"(*net/http.Client).Do":             "net/http",
		"(net.Conn).Read":                   "net",
		"net/http.init$1":                   "net/http",
		"(*sync/atomic.Pointer[a/b.T]).Get": "sync/atomic",
		"slices.SortFunc[[]a/b.T]":          "slices",
	} {
		if got := packageOf(symbol); got != want {
			t.Errorf("packageOf(%q) = %q, want %q", symbol, got, want)
		}
	}
}

func TestCallReason(t *testing.T) {
	slow := reason{class: file}
	for symbol, want := range map[string]reason{
		"syscall.Read":                        slow,
		"syscall.Recvfrom":                    {class: net},
		"syscall.recvfrom":                    {class: net},
		"syscall.Wait4":                       {class: process},
		"syscall.EpollWait":                   {class: wait},
		"syscall.Fstat":                       {class: file, quick: true},
		"syscall.WSARecv":                     {class: net},
		"syscall.GetFileAttributesEx":         {class: file, quick: true},
		"internal/syscall/unix.Openat":        slow,
		"internal/syscall/windows.MoveFileEx": slow,
	} {
		if got, ok := callReason(symbol, slow); got != want || !ok {
			t.Errorf("callReason(%q) = %v, %v, want %v", symbol, got, ok, want)
		}
	}
	for _, symbol := range []string{"syscall.Getpid", "syscall.GetStdHandle", "syscall.GetLastError"} {
		if _, ok := callReason(symbol, slow); ok {
			t.Errorf("%s waits", symbol)
		}
	}
}

func TestBest(t *testing.T) {
	for _, test := range []struct {
		reasons []reason
		want    reason
	}{
		{[]reason{{class: channel}, {class: net}, {class: file}}, reason{class: net}},
		{[]reason{{class: net, quick: true}, {class: channel}}, reason{class: channel}},
		{[]reason{{class: file, quick: true}, {class: net, quick: true}}, reason{class: net, quick: true}},
	} {
		if got := best(test.reasons); got != test.want {
			t.Errorf("best(%v) = %v, want %v", test.reasons, got, test.want)
		}
	}
}
