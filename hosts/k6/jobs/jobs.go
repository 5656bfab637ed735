// Package jobs is an extension of k6 for load tests of a service that has jobs done: they
// are submitted, take their time, and have a result. It is written the blocking way, as Go
// programs use it; scripts get promises of its callback forms.
package jobs

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// ErrFailed is the error of a job that failed.
var ErrFailed = errors.New("the job failed")

// A Client has jobs done. It belongs to a virtual user: nothing in it is locked.
type Client struct {
	Addr string
	Poll time.Duration // between two looks at a job, at first; it doubles up to ten times that

	// Polls counts the looks at each job. Scripts see it.
	Polls map[string]int
}

// Run submits a job, waits until it is done, and returns its result.
//
//evert:callback
func (c *Client) Run(name string) (string, error) {
	id, err := c.ask("submit " + name)
	if err != nil {
		return "", fmt.Errorf("job %s: %w", name, err)
	}
	delay := c.Poll
	for {
		state, err := c.ask("state " + id)
		if err != nil {
			return "", fmt.Errorf("job %s: %w", name, err)
		}
		c.Polls[name]++
		if state == "done" {
			return c.ask("result " + id)
		}
		if state == "failed" {
			return "", fmt.Errorf("job %s: %w", name, ErrFailed)
		}
		time.Sleep(delay)
		delay = min(2*delay, 10*c.Poll)
	}
}

// RunAll runs jobs one after the other, and returns their results.
//
//evert:callback
func (c *Client) RunAll(names []string) ([]string, error) {
	var results []string
	for _, name := range names {
		result, err := c.Run(name)
		if err != nil {
			return results, err
		}
		results = append(results, result)
	}
	return results, nil
}

// ask sends a line to the service and returns its answer. A connection is made, written
// to, and read from: all of it is one errand for a thread.
//
//evert:thread
func (c *Client) ask(line string) (answer string, err error) {
	conn, err := net.Dial("tcp", c.Addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := fmt.Fprintln(conn, line); err != nil {
		return "", err
	}
	answer, err = bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return "", err
	}
	answer = strings.TrimSpace(answer)
	if reason, ok := strings.CutPrefix(answer, "error "); ok {
		return "", errors.New(reason)
	}
	return answer, nil
}
