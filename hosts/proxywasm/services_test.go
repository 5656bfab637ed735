package proxywasm_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	host "github.com/evert-go/evert/hosts/proxywasm"
	"github.com/evert-go/evert/hosts/proxywasm/example/gate"
)

// A request is one to the gateway, and what the gate makes of it if all goes well.
type request struct {
	name, token, path string
	calls             int // how many it takes
	want              string
}

var requests = []request{
	{"pass", "a", "/doc", 4, "passes"},
	{"first group", "a", "/news", 3, "passes"},
	{"no quota", "b", "/news", 3, "429"},
	{"forbidden", "a", "/admin", 3, "403"},
	{"unknown", "x", "/doc", 1, "401"},
}

// answer is what the services say. The gate remembers what a sender has left, so each token
// stands for somebody else: what counts is its first letter.
func answer(cluster, path string) (status int, body string) {
	token, _ := strings.CutPrefix(path, "/whoami?token=")
	switch {
	case cluster == "identity" && token[0] == 'a':
		return 200, `{"name": "` + token + `", "groups": ["readers", "writers"]}`
	case cluster == "identity" && token[0] == 'b':
		return 200, `{"name": "` + token + `", "groups": ["readers"]}`
	case cluster == "identity":
		return 401, ""
	case cluster == "quota" && path[1] == 'a':
		return 200, "2"
	case cluster == "quota":
		return 200, "0"
	case path == "/readers/news" || path == "/writers/doc":
		return 200, "allow"
	}
	return 200, "deny"
}

// A fault happens to one call of a request, the nth.
type fault struct {
	what string // "refused", "unanswered", "status 500", or nothing
	nth  int
}

func (f fault) String() string {
	if f.what == "" {
		return "no fault"
	}
	return fmt.Sprintf("call %d %s", f.nth, f.what)
}

// faults are all that can happen to a request: each call fails in turn, in each way.
func faults(r request) []fault {
	all := []fault{{}}
	for _, what := range []string{"refused", "unanswered", "status 500"} {
		for nth := 1; nth <= r.calls; nth++ {
			all = append(all, fault{what, nth})
		}
	}
	return all
}

// service answers a call as it is answered with a fault; ok is false if it is not.
func service(f fault, nth int, cluster, path string) (headers [][2]string, body []byte, ok bool) {
	status, text := answer(cluster, path)
	if nth == f.nth {
		if f.what != "status 500" {
			return nil, nil, false
		}
		status, text = 500, ""
	}
	return [][2]string{{":status", strconv.Itoa(status)}}, []byte(text), true
}

func header(headers [][2]string, name string) string {
	for _, h := range headers {
		if h[0] == name {
			return h[1]
		}
	}
	return ""
}

// oracle is what becomes of a request in the blocking form.
func oracle(r request, f fault) string {
	nth := 0
	host.Outside = func(cluster string, headers [][2]string, _ []byte, _ [][2]string, _ time.Duration) (*host.Reply, error) {
		nth++
		head, body, ok := service(f, nth, cluster, header(headers, ":path"))
		if !ok {
			return nil, errors.New("no reply")
		}
		status, err := strconv.Atoi(header(head, ":status"))
		return &host.Reply{Status: status, Headers: head, Body: body}, err
	}
	defer func() { host.Outside = nil }()
	g := gate.New()
	g.Delay = time.Microsecond
	who := ""
	response, err := g.Decide(r.token, r.path, func(name string) error {
		who = name
		return nil
	})
	return outcome(response, err, who)
}

func outcome(response *host.Response, err error, who string) string {
	switch {
	case err != nil:
		return "503"
	case response != nil:
		return strconv.Itoa(response.Status)
	}
	return "passes as " + who
}

// The blocking form does what is expected of it, and a fault of any call but the first,
// which is made again, is an error.
func TestBlocking(t *testing.T) {
	for _, r := range requests {
		for _, f := range faults(r) {
			want := r.want
			if f.nth > 1 {
				want = "503"
			}
			if got := oracle(r, f); got != want && got != want+" as "+r.token {
				t.Errorf("%s, %v: %s, want %s", r.name, f, got, want)
			}
		}
	}
	_, err := host.HTTPCall("identity", nil, nil, nil, 0)
	if !errors.Is(err, host.ErrBlocks) {
		t.Error(err)
	}
}

// path is that of a call.
func path(headers [][2]string) string { return strings.ToLower(header(headers, ":path")) }
