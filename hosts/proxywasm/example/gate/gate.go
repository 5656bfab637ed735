// Package gate is a plugin that decides which requests may pass a gateway. It asks who
// sends a request, whether one of the sender's groups may do what is asked for, and how many
// requests the sender has left.
package gate

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	host "github.com/evert-go/evert/hosts/proxywasm"
)

//go:generate go run github.com/evert-go/evert/cmd/evert -threads=off
//go:generate go run github.com/evert-go/evert/cmd/evert explain -threads=off -svg -o ../../graph.svg
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o ../../graph.svg -threads=off

// A Gate is what the requests of a plugin share.
type Gate struct {
	Tries   int           // how often who sends a request is asked for
	Delay   time.Duration // before the second try; it doubles with every further one
	Timeout time.Duration // of a call
	left    map[string]int
}

// New returns a gate as it is when nothing is configured.
func New() *Gate {
	return &Gate{Tries: 3, Delay: 50 * time.Millisecond, Timeout: time.Second, left: make(map[string]int)}
}

// Decide lets a request pass, with nil, or says what to answer. It calls welcome with the
// sender's name before a request passes.
//
//evert:callback
func (g *Gate) Decide(token, path string, welcome func(name string) error) (*host.Response, error) {
	who, err := g.identify(token)
	if errors.Is(err, errUnknown) {
		return &host.Response{Status: 401}, nil
	}
	if err != nil {
		return nil, err
	}
	for _, group := range who.Groups {
		may, err := g.mayPass(group, path)
		if err != nil {
			return nil, fmt.Errorf("policy of %s: %w", group, err)
		}
		if !may {
			continue
		}
		if ok, err := g.charge(who.Name); err != nil || !ok {
			return &host.Response{Status: 429}, err
		}
		return nil, welcome(who.Name)
	}
	return &host.Response{Status: 403, Body: []byte("no group of " + who.Name + " may do this\n")}, nil
}

type sender struct {
	Name   string
	Groups []string
}

var errUnknown = errors.New("nobody has this token")

// identify asks who has a token, several times if need be.
func (g *Gate) identify(token string) (*sender, error) {
	delay := g.Delay
	for try := 1; ; try++ {
		body, err := g.get("identity", "/whoami?token="+url.QueryEscape(token))
		if err == nil {
			who := &sender{}
			return who, json.Unmarshal(body, who)
		}
		if errors.Is(err, errUnknown) || try == g.Tries {
			return nil, err
		}
		time.Sleep(delay)
		delay *= 2
	}
}

// mayPass asks whether a group may use a path.
func (g *Gate) mayPass(group, path string) (bool, error) {
	body, err := g.get("policy", "/"+group+path)
	return string(body) == "allow", err
}

// charge takes one from the requests that a sender has left, and reports whether there was
// one.
func (g *Gate) charge(name string) (bool, error) {
	if _, known := g.left[name]; !known {
		var left int
		body, err := g.get("quota", "/"+name)
		if err == nil {
			err = json.Unmarshal(body, &left)
		}
		if err != nil {
			return false, err
		}
		if _, known := g.left[name]; !known { // other requests went on meanwhile
			g.left[name] = left
		}
	}
	if g.left[name] == 0 {
		return false, nil
	}
	g.left[name]--
	return true, nil
}

// get calls a cluster of the gateway.
func (g *Gate) get(cluster, path string) ([]byte, error) {
	reply, err := host.HTTPCall(cluster, [][2]string{{":method", "GET"}, {":path", path}, {":authority", cluster}}, nil, nil, g.Timeout)
	if err != nil {
		return nil, err
	}
	switch reply.Status {
	case 200:
		return reply.Body, nil
	case 401:
		return nil, errUnknown
	}
	return nil, fmt.Errorf("%s: status %d", cluster, reply.Status)
}
