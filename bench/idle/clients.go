//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

// clients connects: first those that will be idle, after a line each. It prints a
// line, waits for one, and then runs the busy ones and prints what came of them.
func clients(address string, p plan) error {
	idle := make([]*client, p.idle)
	for i := range idle {
		c, err := connect(address, i)
		if err != nil {
			return err
		}
		idle[i] = c
		if _, err := c.ask(); err != nil {
			return err
		}
	}
	fmt.Println("idle")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	m, err := busy(address, p)
	if err != nil {
		return err
	}
	for _, c := range idle { // they still work
		if _, err := c.ask(); err != nil {
			return err
		}
		c.conn.Close()
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

// busy runs clients that ask all the time.
func busy(address string, p plan) (m measured, err error) {
	took := make([][]time.Duration, p.busy)
	errs := make([]error, p.busy)
	all := make([]*client, p.busy)
	for i := range all {
		if all[i], err = connect(address, p.idle+i); err != nil {
			return m, err
		}
	}
	var over sync.WaitGroup
	begin := time.Now()
	end := begin.Add(p.during)
	for i, c := range all {
		over.Add(1)
		go func() {
			defer over.Done()
			defer c.conn.Close()
			for time.Now().Before(end) {
				d, err := c.ask()
				if err != nil {
					errs[i] = err
					return
				}
				took[i] = append(took[i], d)
			}
		}()
	}
	over.Wait()
	for _, err := range errs {
		if err != nil {
			return m, err
		}
	}
	list := slices.Concat(took...)
	slices.Sort(list)
	at := func(q float64) time.Duration { return list[int(q*float64(len(list)-1))].Round(time.Microsecond) }
	m.Rate = float64(len(list)) / time.Since(begin).Seconds()
	m.P50, m.P99, m.P999 = at(0.5), at(0.99), at(0.999)
	return m, nil
}

// A client is one connection.
type client struct {
	conn net.Conn
	in   *bufio.Reader
	n    int
}

// perAddress is how many connections come from one address: it has no more than some
// 28,000 ports for them.
const perAddress = 20_000

// connect makes the i-th connection.
func connect(address string, i int) (*client, error) {
	from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i/perAddress))}}
	conn, err := from.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	// Closed, its port is free at once for the next style, and not after a minute.
	if err := conn.(*net.TCPConn).SetLinger(0); err != nil {
		return nil, err
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 64)}, nil
}

// ask sends a line and checks the answer.
func (c *client) ask() (time.Duration, error) {
	begin := time.Now()
	if _, err := fmt.Fprintf(c.conn, "hello %d\n", c.n); err != nil {
		return 0, err
	}
	text, err := c.in.ReadString('\n')
	if err != nil {
		return 0, err
	}
	took := time.Since(begin)
	want := fmt.Sprintf("%d hello %d\n", c.n+1, c.n)
	if c.n++; text != want {
		return 0, fmt.Errorf("the answer is %q, not %q", text, want)
	}
	return took, nil
}
