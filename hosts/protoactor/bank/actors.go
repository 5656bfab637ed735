package bank

import (
	"slices"

	"github.com/asynkron/protoactor-go/actor"

	actorhost "github.com/evert-go/evert/hosts/protoactor"
)

// Receive implements [actor.Actor].
func (a *Account) Receive(ctx actor.Context) {
	a.Mailbox.Receive(ctx)
	switch m := ctx.Message().(type) {
	case *Withdraw:
		if a.Blocks {
			left, err := a.withdraw(ctx, m.Amount)
			respond(ctx, left, err)
			return
		}
		l := a.Loop(ctx)
		actorhost.Reply(l, a.withdrawDeferred(l, ctx, m.Amount))
	case *History:
		ctx.Respond(slices.Clone(a.withdrawn))
	}
}

// Receive implements [actor.Actor].
func (r *Risk) Receive(ctx actor.Context) {
	r.Mailbox.Receive(ctx)
	m, ok := ctx.Message().(*Check)
	if !ok {
		return
	}
	if r.Blocks {
		fine, err := r.check(ctx, m)
		respond(ctx, fine, err)
		return
	}
	l := r.Loop(ctx)
	actorhost.Reply(l, r.checkDeferred(l, ctx, m))
}

// respond answers the message that ctx has.
func respond(ctx actor.Context, v any, err error) {
	if err != nil {
		v = err
	}
	ctx.Respond(v)
}
