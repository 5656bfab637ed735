package programs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// An Outcome is what a run of a program can be told by.
type Outcome struct {
	Exit     int           // exit code of the program
	Stdout   string        // all of it
	Stderr   string        // as it came
	TimedOut bool          // killed after its time was over
	Time     time.Duration // of the whole run, with compilation
}

var (
	exitStatus = regexp.MustCompile(`(?m)^exit status (\d+)\n?\z`)
	footer     = regexp.MustCompile(`(?m)^evert: (\d+) functions? in callback form, (\d+) refused.*\n?`)
	trace      = regexp.MustCompile(`(?m)^goroutine \d+.*\[`)
	address    = regexp.MustCompile(`0x[0-9a-f]+`)
)

// A Command is a command to be run in a directory.
type Command struct {
	Limit time.Duration
	Dir   string
	Name  string
	Args  []string
	As    string   // what the program is told its own name is, if not Name
	Env   []string // if not that of this process
}

// Run runs a command in a directory and kills it, with all that it started,
// when its time is over.
func Run(limit time.Duration, dir, name string, args ...string) (Outcome, error) {
	return Command{Limit: limit, Dir: dir, Name: name, Args: args}.Run(context.Background())
}

// Run runs the command and kills it, with all that it started, when its time is
// over. An error says that it could not be run, or that ctx ended before.
func (c Command) Run(ctx context.Context) (Outcome, error) {
	parent := ctx
	ctx, cancel := context.WithTimeout(ctx, c.Limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.Name, c.Args...)
	if c.As != "" {
		cmd.Args[0] = c.As
	}
	cmd.Dir, cmd.Env = c.Dir, c.Env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	ownGroup(cmd)
	cmd.WaitDelay = 5 * time.Second
	start := time.Now()
	err := cmd.Run()
	o := Outcome{Stdout: stdout.String(), Stderr: stderr.String(), Time: time.Since(start)}
	var exit *exec.ExitError
	switch {
	case parent.Err() != nil:
		return o, parent.Err()
	case ctx.Err() != nil:
		o.TimedOut = true
	case errors.As(err, &exit):
		o.Exit = exit.ExitCode()
	case err != nil:
		return o, err
	}
	// go run exits with 1 and tells the code of the program in its last line.
	if m := exitStatus.FindStringSubmatch(footer.ReplaceAllString(o.Stderr, "")); m != nil && o.Exit == 1 {
		o.Exit, _ = strconv.Atoi(m[1])
	}
	return o, nil
}

// Functions returns how many functions evert run said to have converted, and
// how many to have refused; ok is false if it did not say.
func (o Outcome) Functions() (converted, refused int, ok bool) {
	m := footer.FindStringSubmatch(o.Stderr)
	if m == nil {
		return 0, 0, false
	}
	converted, _ = strconv.Atoi(m[1])
	refused, _ = strconv.Atoi(m[2])
	return converted, refused, true
}

// Panic returns the first line of standard error that tells of a panic or a
// fatal error, or "".
func (o Outcome) Panic() string {
	for _, line := range strings.Split(o.Stderr, "\n") {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return address.ReplaceAllString(line, "0x?")
		}
	}
	return ""
}

// Messages returns what the program wrote to standard error up to the first
// stack trace, without what the go command and evert add.
func (o Outcome) Messages() string {
	s := footer.ReplaceAllString(o.Stderr, "")
	s = exitStatus.ReplaceAllString(s, "")
	if at := trace.FindStringIndex(s); at != nil {
		s = s[:at[0]]
	}
	var kept []string
	for _, line := range strings.Split(s, "\n") {
		if strings.HasPrefix(line, "[signal ") || strings.HasPrefix(line, "evert: ") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(address.ReplaceAllString(strings.Join(kept, "\n"), "0x?"))
}

// Difference says how got differs from want, or "". Standard error is compared
// by its panic only, or by all messages if messages is set.
func Difference(want, got Outcome, messages bool) string {
	switch {
	case got.TimedOut != want.TimedOut:
		return fmt.Sprintf("timed out: %v, want %v", got.TimedOut, want.TimedOut)
	case got.Stdout != want.Stdout:
		return "stdout" + firstLine(want.Stdout, got.Stdout)
	case got.Panic() != want.Panic():
		return fmt.Sprintf("stderr has %q, want %q", got.Panic(), want.Panic())
	case messages && got.Messages() != want.Messages():
		return "stderr" + firstLine(want.Messages(), got.Messages())
	case got.Exit != want.Exit:
		return fmt.Sprintf("exit code %d, want %d", got.Exit, want.Exit)
	}
	return ""
}

// firstLine says at which line two texts begin to differ.
func firstLine(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < len(w) || i < len(g); i++ {
		a, b := "(nothing)", "(nothing)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf(" line %d is %.200q, want %.200q", i+1, b, a)
		}
	}
	return ""
}
