package stdlib_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/stdlib"
)

var systems = []string{"linux", "darwin", "windows", "js", "wasip1"}

// blocking lists functions that block everywhere, with their classes.
var blocking = map[string]string{
	"time.Sleep":                        "sleep",
	"net/http.Get":                      "net",
	"(*net/http.Client).Do":             "net",
	"(*net/http.Server).ListenAndServe": "net",
	"net.Dial":                          "net",
	"(*net.Dialer).DialContext":         "net",
	"(*net.conn).Read":                  "net", // which TCPConn has
	"(net.Conn).Read":                   "net",
	"(net.Listener).Accept":             "net",
	"(*net.TCPListener).Accept":         "net",
	"net.LookupHost":                    "net",
	"(net/http.RoundTripper).RoundTrip": "net",
	"(*database/sql.DB).QueryContext":   "net",
	"(*database/sql.Rows).Next":         "net",
	"(*crypto/tls.Conn).Handshake":      "net",
	"net/smtp.SendMail":                 "net",
	"os.ReadFile":                       "file",
	"os.Open":                           "file",
	"(*os.File).Read":                   "file",
	"(*os.File).Write":                  "file",
	"path/filepath.WalkDir":             "file",
	"(io/fs.FS).Open":                   "file",
	"fmt.Scanln":                        "console",
	"(*sync.WaitGroup).Wait":            "wait",
	"(*sync.Cond).Wait":                 "wait",
	"(*net/http.Server).Close":          "wait",
	"(*io.PipeReader).Read":             "channel",
	"(*sync.Mutex).Lock":                "lock",
	"(*sync.RWMutex).RLock":             "lock",
	"(sync.Locker).Lock":                "lock",
	"(*os/exec.Cmd).Run":                "process",
}

// calm lists functions that must not be taken for blocking, and why one might.
var calm = []string{
	"fmt.Println", "fmt.Sprintf", "fmt.Fprintf", "log.Printf", "(*log.Logger).Print", "log/slog.Info", // write to the console, or to what they are given
	"io.Copy", "io.ReadAll", "(*bufio.Reader).ReadString", "(*encoding/json.Decoder).Decode", // depend on their reader
	"(*sync.Pool).Get", "(*sync.Once).Do", "(*sync.Map).Load", "(*sync.Mutex).Unlock", // lock
	"(io.Reader).Read", "(io.Writer).Write", "(net/http.Handler).ServeHTTP", // unknown
	"context.WithTimeout", "(context.Context).Err", "(context.Context).Done", // have channels
	"time.Now", "time.After", "time.NewTimer", "time.AfterFunc", "(*time.Timer).Stop", "os.Getenv", "os.Getpid",
	"net/url.Parse", "math/big.NewInt", "(*math/big.Int).Exp", "hash/crc32.ChecksumIEEE", "regexp.MustCompile", // a call graph would say so
	"strings.Map", "sort.Slice", "errors.Is", "reflect.TypeOf", "crypto/rand.Read", "math/rand.Intn", "runtime.Gosched", "runtime.GC",
	"(*testing.T).Run", "(*testing.common).Log", "encoding/json.Marshal", "text/template.New", "go/format.Source",
	"(*net/http.ServeMux).HandleFunc", "net/http.NewRequest", "net/http.Error", "(net.Conn).Close",
	"(*net.conn).Close", "(*os.File).Close", "(*net.conn).SetDeadline", "(*sync.WaitGroup).Add", "(*sync.WaitGroup).Go",
}

func TestEverySystem(t *testing.T) {
	for _, goos := range systems {
		table := stdlib.For(goos, "amd64")
		for symbol, class := range blocking {
			e, ok := table.Lookup(symbol)
			if !ok && goos == "js" && class == "process" || !ok && goos == "wasip1" && class == "process" {
				continue // there are none
			}
			if !ok || e.Class != class {
				t.Errorf("%s: %s is of class %q, want %q", goos, symbol, e.Class, class)
			}
		}
		for _, symbol := range calm {
			if e, ok := table.Lookup(symbol); ok && !e.Quick {
				t.Errorf("%s: %s blocks: %s %q", goos, symbol, e.Class, e.Chain)
			}
		}
		if n := len(table.Symbols()); n < 300 || n > 900 {
			t.Errorf("%s: %d functions block", goos, n)
		}
		for _, path := range []string{"os", "net/http", "internal/poll", "unsafe"} {
			if !table.Has(path) {
				t.Errorf("%s: package %s is missing", goos, path)
			}
		}
		if table.Has("example.com/os") {
			t.Errorf("%s: has a package that it should not", goos)
		}
	}
}

// TestSystemsDiffer checks that the tables were made for different systems.
func TestSystemsDiffer(t *testing.T) {
	for goos, symbol := range map[string]string{
		"linux": "syscall.EpollWait", "darwin": "syscall.Kevent", "windows": "syscall.ReadFile",
	} {
		for _, other := range systems {
			_, ok := stdlib.For(other, "").Lookup(symbol)
			if ok != (other == goos) {
				t.Errorf("%s: %s blocks: %v", other, symbol, ok)
			}
		}
	}
	for goos, end := range map[string]string{
		"js": "channel receive", "wasip1": "syscall.fd_read", "windows": "internal/poll.runtime_pollWait",
	} {
		e, _ := stdlib.For(goos, "").Lookup("os.ReadFile")
		if len(e.Chain) == 0 || goos != "windows" && e.Chain[len(e.Chain)-1] != end && goos != "wasip1" {
			t.Errorf("%s: the chain of os.ReadFile is %q, want it to end with %s", goos, e.Chain, end)
		}
	}
}

func TestChains(t *testing.T) {
	table := stdlib.For("linux", "amd64")
	for _, symbol := range table.Symbols() {
		e, _ := table.Lookup(symbol)
		if len(e.Chain) > 6 || slices.Contains(e.Chain, "") || strings.Contains(e.Class, " ") {
			t.Errorf("%s: %s %q", symbol, e.Class, e.Chain)
		}
	}
	e, _ := table.Lookup("net/http.Get")
	if !slices.Equal(e.Chain[:2], []string{"(*net/http.Client).Get", "(*net/http.Client).Do"}) {
		t.Errorf("the chain of net/http.Get is %q", e.Chain)
	}
	if e, _ := table.Lookup("os.Stat"); !e.Quick {
		t.Error("os.Stat is not quick")
	}
}

func TestFlows(t *testing.T) {
	table := stdlib.For("linux", "amd64")
	for symbol, want := range map[string][]int{
		"sort.Slice": {1}, "(*sync.Once).Do": {0}, "strings.Map": {0}, "path/filepath.WalkDir": {1}, "slices.SortFunc": {1},
		"(*sync.Map).Range": {0}, "(net/http.HandlerFunc).ServeHTTP": {-1}, "slices.Collect": {0},
		// These keep what they are given, or start a goroutine.
		"time.AfterFunc": nil, "context.AfterFunc": nil, "(*sync.WaitGroup).Go": nil, "net/http.HandleFunc": nil, "sync.OnceFunc": nil,
		"runtime.SetFinalizer": nil, "iter.Pull": nil, "(*testing.T).Run": nil, "slices.Values": nil,
	} {
		if got := table.Calls(symbol); !slices.Equal(got, want) {
			t.Errorf("%s calls %v, want %v", symbol, got, want)
		}
	}
	for symbol, want := range map[string]stdlib.Use{
		"io.Copy": {1, "Read"}, "io.ReadAll": {0, "Read"}, "fmt.Fprintf": {0, "Write"}, "(*bufio.Reader).ReadString": {-1, "Read"},
		"(*bufio.Scanner).Scan": {-1, "Read"}, "(*bufio.Writer).Flush": {-1, "Write"}, "(*encoding/json.Decoder).Decode": {-1, "Read"},
		"(*encoding/json.Encoder).Encode": {-1, "Write"}, "(*text/template.Template).Execute": {0, "Write"}, "encoding/binary.Read": {0, "Read"},
		"fmt.Fscan": {0, "ReadRune"}, "io.WriteString": {0, "Write"}, "(*compress/gzip.Reader).Read": {-1, "Read"},
	} {
		if got := table.Uses(symbol); !slices.Contains(got, want) {
			t.Errorf("%s uses %v, want %v among them", symbol, got, want)
		}
	}
	for symbol, want := range map[string][]int{
		"bufio.NewReader": {0}, "bufio.NewScanner": {0}, "bufio.NewReadWriter": {0, 1}, "encoding/json.NewDecoder": {0},
		"io.LimitReader": {0}, "io.TeeReader": {0, 1}, "io.MultiReader": {0}, "compress/gzip.NewReader": {0}, "encoding/xml.NewDecoder": {0},
		"io.NopCloser": {0},
	} {
		if got := table.Wraps(symbol); !slices.Equal(got, want) {
			t.Errorf("%s wraps %v, want %v", symbol, got, want)
		}
	}
}

func TestFor(t *testing.T) {
	for _, test := range []struct{ goos, goarch, same string }{
		{"freebsd", "amd64", "linux"}, {"ios", "arm64", "darwin"}, {"unknown", "wasm", "wasip1"},
	} {
		if stdlib.For(test.goos, test.goarch) != stdlib.For(test.same, "") {
			t.Errorf("%s/%s does not have the table of %s", test.goos, test.goarch, test.same)
		}
	}
	t.Setenv("GOOS", "js")
	t.Setenv("GOARCH", "wasm")
	if stdlib.For("", "") != stdlib.For("js", "wasm") {
		t.Error("the environment's GOOS is not the default")
	}
	if _, ok := stdlib.Lookup("time.Sleep"); !ok {
		t.Error("time.Sleep is missing from the default table")
	}
}
