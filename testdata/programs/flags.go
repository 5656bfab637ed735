// Flags with own values, usage and errors, without os.Args.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

type list []string

func (l *list) String() string { return strings.Join(*l, ",") }
func (l *list) Set(s string) error {
	if s == "" {
		return errors.New("empty item")
	}
	*l = append(*l, strings.Split(s, ",")...)
	return nil
}

type command struct {
	name string
	run  func(io.Writer, []string) error
}

type app struct {
	cmds []command
	out  strings.Builder
}

func (a *app) add(name string, run func(io.Writer, []string) error) *app {
	a.cmds = append(a.cmds, command{name, run})
	return a
}

func (a *app) run(args ...string) error {
	if len(args) == 0 {
		return errors.New("no command")
	}
	for _, c := range a.cmds {
		if c.name == args[0] {
			if err := c.run(&a.out, args[1:]); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			return nil
		}
	}
	return fmt.Errorf("no command %q", args[0])
}

func greet(w io.Writer, args []string) error {
	fs := flag.NewFlagSet("greet", flag.ContinueOnError)
	fs.SetOutput(w)
	var names list
	fs.Var(&names, "name", "who")
	n := fs.Int("n", 1, "times")
	wait := fs.Duration("wait", 0, "pause")
	fs.Func("mood", "happy or sad", func(s string) error {
		if s != "happy" && s != "sad" {
			return fmt.Errorf("%q is no mood", s)
		}
		return nil
	})
	if err := fs.Parse(args); err != nil {
		return err
	}
	for range *n {
		time.Sleep(*wait)
		fmt.Fprintln(w, "hello", names.String(), fs.NArg())
	}
	set := 0
	fs.Visit(func(f *flag.Flag) { set++ })
	fmt.Fprintln(w, "set", set)
	return nil
}

func table(w io.Writer, args []string) error {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', tabwriter.AlignRight)
	defer tw.Flush()
	for i, a := range args {
		fmt.Fprintf(tw, "%s\t%d\t%s\t\n", a, i, strings.Repeat("x", len(a)))
	}
	return nil
}

func main() {
	a := (&app{}).add("greet", greet).add("table", table)
	for _, line := range []string{
		"greet -name a,b -n 2 rest", "greet -mood=angry", "greet -n x", "greet -name=", "greet -h",
		"table one three five", "none", "",
	} {
		err := a.run(strings.Fields(line)...)
		fmt.Printf("%q: %v %v\n", line, err, errors.Is(err, flag.ErrHelp))
	}
	fmt.Print(a.out.String())
}
