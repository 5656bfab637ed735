//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// need skips the test where a program is missing, which CI installs.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("cannot find %s, which CI installs", program)
	default:
		t.Skipf("cannot find %s", program)
	}
	return path
}

// built is the example. All tests use the same file.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "shop")
	if err != nil {
		return "", err
	}
	return build(dir, "")
})

func program(t *testing.T) string {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func TestMain(m *testing.M) {
	code := m.Run()
	if name, err := built(); err == nil {
		_ = os.RemoveAll(strings.TrimSuffix(name, "/shop.wasm"))
	}
	os.Exit(code)
}

// totals is what becomes of all carts; eve has none.
var totals = []string{
	"ann: 1850",
	"bob: 357",
	"cleo: Error: price of void: status 500",
	"dan: 0",
	"eve: Error: cart eve: not found",
}

// In Node, callback form and goroutines come to the same.
func TestNode(t *testing.T) {
	need(t, "node")
	for _, form := range []string{"total", "totalGoroutine"} {
		shop := httptest.NewServer(&site{asked: map[string]int{}})
		cmd, err := node(program(t), "call", form, shop.URL, "ann", "bob", "cleo", "dan", "eve")
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.CombinedOutput()
		shop.Close()
		if got, want := strings.TrimSpace(string(out)), strings.Join(totals, "\n"); err != nil || got != want {
			t.Errorf("%s: %v\n got %s\nwant %s", form, err, got, want)
		}
	}
}

const deadlock = "all goroutines are asleep - deadlock!"

// The blocking form, called straight by JavaScript, waits for an answer that JavaScript
// could only bring when the call returns.
func TestBlockingInNode(t *testing.T) {
	need(t, "node")
	shop := httptest.NewServer(&site{asked: map[string]int{}})
	defer shop.Close()
	cmd, err := node(program(t), "call", "totalBlocking", shop.URL, "ann")
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || !bytes.Contains(out, []byte(deadlock)) {
		t.Errorf("%v\n%s", err, out)
	}
}

// report makes the page tell what it shows, first its list, then what the console says
// once the blocking form has been called.
const report = `<script>started.then(async () => {
	const send = body => fetch("/report", { method: "POST", body });
	await send([...document.querySelectorAll("li")].map(li => li.textContent).join("\n"));
	try {
		shop.totalBlocking(location.origin, "ann");
	} catch (e) {
		console.error(String(e));
	}
	await send(document.getElementById("console").textContent);
});</script>`

// In a page the same holds.
func TestPage(t *testing.T) {
	chromium := need(t, "chromium")
	reports := make(chan string, 2)
	shop := &site{program: program(t), asked: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			_, _ = io.WriteString(w, string(page)+report)
		case "/report":
			body, _ := io.ReadAll(r.Body)
			reports <- string(body)
		default:
			shop.ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	browse(t, chromium, server.URL)
	next := func() string {
		select {
		case text := <-reports:
			return text
		case <-time.After(time.Minute):
			t.Fatal("the page does not report")
			return ""
		}
	}
	if got, want := next(), strings.Join(totals, "\n"); got != want {
		t.Errorf("the list:\n%s\nwant\n%s", got, want)
	}
	if got := next(); !strings.Contains(got, deadlock) {
		t.Errorf("the console:\n%s\nwant a deadlock", got)
	}
}

// browse opens a page until the test is over.
func browse(t *testing.T, chromium, url string) {
	t.Helper()
	profile, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--remote-debugging-port=0", "--user-data-dir="+profile, url)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it has children
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()                     // it was killed
		time.Sleep(100 * time.Millisecond) // its children write on in the folder that is removed
	})
}
