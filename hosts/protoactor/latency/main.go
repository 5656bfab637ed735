// Command latency shows what a handler that waits does to the other messages of its actor.
// One message in a hundred asks a slow service, which takes 20 ms to answer; the others are
// answered at once. It measures how long those others take.
//
//	go run ./latency
package main

import (
	"fmt"
	"log/slog"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/asynkron/protoactor-go/actor"

	actorhost "github.com/evert-go/evert/hosts/protoactor"
)

//go:generate go run github.com/evert-go/evert/cmd/evert

const (
	messages = 4000
	pause    = time.Millisecond // between two messages
	slowness = 20 * time.Millisecond
)

// Messages to the desk: a quick one has its answer at once.
type (
	quick struct{}
	slow  struct{}
)

// A desk is an actor that answers questions, slow ones with the help of a service.
type desk struct {
	actorhost.Mailbox
	service *actor.PID
	blocks  bool
}

// look asks the service.
//
//evert:callback
func (d *desk) look(ctx actor.Context) (any, error) {
	return ctx.RequestFuture(d.service, slow{}, time.Minute).Result()
}

func (d *desk) Receive(ctx actor.Context) {
	d.Mailbox.Receive(ctx)
	switch ctx.Message().(type) {
	case quick:
		ctx.Respond(true)
	case slow:
		if !d.blocks {
			l := d.Loop(ctx)
			actorhost.Reply(l, d.lookDeferred(l, ctx))
			return
		}
		v, err := d.look(ctx)
		if err != nil {
			v = err
		}
		ctx.Respond(v)
	}
}

func main() {
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintf(out, "form\tp50\tp99\tp99.9\tmost\n")
	for _, blocks := range []bool{true, false} {
		took := measure(blocks)
		name := map[bool]string{true: "blocking", false: "callback"}[blocks]
		fmt.Fprintf(out, "%s\t%v\t%v\t%v\t%v\n", name, at(took, .5), at(took, .99), at(took, .999), at(took, 1))
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "latency:", err)
		os.Exit(1)
	}
}

// measure returns how long quick messages take, in order.
func measure(blocks bool) []time.Duration {
	system := actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
	defer system.Shutdown()
	service := system.Root.Spawn(actor.PropsFromFunc(func(ctx actor.Context) {
		if asker := ctx.Sender(); asker != nil {
			time.AfterFunc(slowness, func() { system.Root.Send(asker, true) })
		}
	}))
	pid := system.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &desk{service: service, blocks: blocks} }))
	done := make(chan time.Duration, messages)
	sent := 0
	for i := range messages {
		time.Sleep(pause)
		if i%100 == 0 {
			system.Root.RequestFuture(pid, slow{}, time.Minute)
			continue
		}
		sent++
		go func() {
			began := time.Now()
			if _, err := system.Root.RequestFuture(pid, quick{}, time.Minute).Result(); err != nil {
				fmt.Fprintln(os.Stderr, "latency:", err)
			}
			done <- time.Since(began)
		}()
	}
	took := make([]time.Duration, sent)
	for i := range took {
		took[i] = <-done
	}
	slices.Sort(took)
	return took
}

// at is the value below which a part of them is.
func at(took []time.Duration, part float64) time.Duration {
	return took[min(int(part*float64(len(took))), len(took)-1)].Round(10 * time.Microsecond)
}
