// Package gateway stands in for the SDK of a gateway's plugins. It knows nothing
// of Evert.
package gateway

type Action int

const (
	Continue Action = iota
	Pause
)

type Context interface {
	OnRequestHeaders(n int, end bool) Action
	OnResponseHeaders(n int, end bool) Action
	OnTick()
}

type DefaultContext struct{}

func (*DefaultContext) OnRequestHeaders(n int, end bool) Action  { return Continue }
func (*DefaultContext) OnResponseHeaders(n int, end bool) Action { return Continue }
func (*DefaultContext) OnTick()                                  {}

// Dispatch asks another service. The callback is called with what it has
// answered.
func Dispatch(cluster string, headers [][2]string, body []byte, timeout uint32, callBack func(n, size int)) (id uint32, err error) {
	return 0, nil
}

func Resume() error                         { return nil }
func ResumeResponse() error                 { return nil }
func Respond(status int, body string) error { return nil }

func Header(name string) (string, error)     { return "", nil }
func Body(from, size int) ([]byte, error)    { return nil, nil }
func SetHeader(name, value string) error     { return nil }
func Log(format string, args ...any)         {}
func Register(onRequest func(Config) Action) {}
func AddTimer(period uint32, f func())       {}
func Cluster() Client                        { return nil }

type Config struct {
	Service string
	Strict  bool
}

// A Client is how plugins of some frameworks ask.
type Client interface {
	Get(path string, callback func(status int, body []byte), timeout uint32) error
}
