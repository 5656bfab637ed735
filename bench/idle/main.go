//go:build linux

// Command idle serves a line protocol to many idle connections and some busy ones, in
// several ways from the same blocking source, and prints a table: memory for a
// connection, throughput, latency.
//
//	go run ./bench/idle
//	go run ./bench/idle -idle 5000 -busy 100 -for 5s
//
// Server and clients are processes of their own, so that the server's memory is
// measured alone. The connections go over the loopback interface.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// A plan says what is to be measured.
type plan struct {
	idle, busy int
	during     time.Duration
}

func main() {
	var p plan
	flag.IntVar(&p.idle, "idle", 10_000, "connections that are idle")
	flag.IntVar(&p.busy, "busy", 1_000, "connections that send a line, wait for the answer, and so on")
	flag.DurationVar(&p.during, "for", 3*time.Second, "how long the busy ones are measured")
	only := flag.String("styles", "goroutine,chain,frames", "the ways to serve, separated by commas")
	serve := flag.String("serve", "", "be the server, in this way (for the command itself)")
	drive := flag.String("drive", "", "be the clients, of this address (for the command itself)")
	flag.Parse()
	var err error
	switch {
	case *serve != "":
		err = server(*serve)
	case *drive != "":
		err = clients(*drive, p)
	default:
		err = compare(strings.Split(*only, ","), p)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "idle:", err)
		os.Exit(1)
	}
}

// enough reports a limit of open files, which Go has raised as far as it can be, that is
// too low for a process with a connection's end each.
func enough(p plan) error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	if want := uint64(p.idle + p.busy + 50); limit.Cur < want {
		return fmt.Errorf("%d open files are too few: -idle %d -busy %d need %d (ulimit -n)", limit.Cur, p.idle, p.busy, want)
	}
	return nil
}

// compare measures one style after the other.
func compare(styles []string, p plan) error {
	if err := enough(p); err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintf(out, "style\tbytes a connection\tlines/s\tp50\tp99\tp99.9\n")
	for _, style := range styles {
		m, err := measure(style, p)
		if err != nil {
			return fmt.Errorf("%s: %w", style, err)
		}
		fmt.Fprintf(out, "%s\t%d\t%.0f\t%v\t%v\t%v\n", style, m.Bytes, m.Rate, m.P50, m.P99, m.P999)
	}
	return out.Flush()
}

// A measured is what came of one style.
type measured struct {
	Bytes          int64 // that the server's heap and stacks have grown by for a connection that is idle
	Rate           float64
	P50, P99, P999 time.Duration
}

// measure runs a server and its clients.
func measure(style string, p plan) (m measured, err error) {
	srv, err := start("-serve", style)
	if err != nil {
		return m, err
	}
	defer srv.stop()
	address, err := srv.line()
	if err != nil {
		return m, err
	}
	before, err := srv.memory()
	if err != nil {
		return m, err
	}
	cli, err := start("-drive", address, "-idle", fmt.Sprint(p.idle), "-busy", fmt.Sprint(p.busy), "-for", p.during.String())
	if err != nil {
		return m, err
	}
	defer cli.stop()
	if _, err := cli.line(); err != nil { // the idle ones are there
		return m, err
	}
	after, err := srv.memory()
	if err != nil {
		return m, err
	}
	if err := cli.tell("go"); err != nil {
		return m, err
	}
	text, err := cli.line()
	if err != nil {
		return m, err
	}
	err = json.Unmarshal([]byte(text), &m)
	m.Bytes = (after - before) / int64(p.idle)
	return m, err
}

// A part is this program in another process, which is told and tells by lines.
type part struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func start(args ...string) (*part, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &part{cmd: exec.Command(self, args...)}
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, p.cmd.Start()
}

func (p *part) line() (string, error) {
	text, err := p.out.ReadString('\n')
	return strings.TrimSpace(text), err
}

func (p *part) tell(text string) error {
	_, err := io.WriteString(p.in, text+"\n")
	return err
}

// memory asks a server how much it has in use.
func (p *part) memory() (n int64, err error) {
	if err = p.tell("memory"); err != nil {
		return 0, err
	}
	text, err := p.line()
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscan(text, &n)
	return n, err
}

// stop ends the process, which ends when its input does.
func (p *part) stop() {
	p.in.Close()
	p.cmd.Wait()
}
