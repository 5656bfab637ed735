// Package bank has two actors that ask each other: an account asks the risk department
// before it pays, which asks the account for its history before it answers.
package bank

import (
	"errors"
	"fmt"
	"time"

	"github.com/asynkron/protoactor-go/actor"

	actorhost "github.com/evert-go/evert/hosts/protoactor"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// Messages.
type (
	// Withdraw is answered by an error, or by the balance that is left, an int.
	Withdraw struct{ Amount int }
	// History is answered by the amounts that were withdrawn, a []int.
	History struct{}
	// Check is answered by a bool: whether the account may pay.
	Check struct {
		Account *actor.PID
		Amount  int
	}
)

// ErrRefused is the answer to a withdrawal that the risk department is against.
var ErrRefused = errors.New("refused")

// ErrBalance is the answer to a withdrawal of more than there is.
var ErrBalance = errors.New("the balance is too low")

// An Account is an actor.
type Account struct {
	actorhost.Mailbox
	Balance int
	Risk    *actor.PID
	Timeout time.Duration // of requests
	Blocks  bool          // handlers wait in the mailbox

	withdrawn []int
}

// A Risk department is an actor.
type Risk struct {
	actorhost.Mailbox
	Timeout time.Duration
	Blocks  bool
}

// withdraw takes money from the account, if the risk department has nothing against it.
// Other messages may be handled while it waits, so the balance is looked at afterwards.
//
//evert:callback
func (a *Account) withdraw(ctx actor.Context, amount int) (int, error) {
	verdict, err := ctx.RequestFuture(a.Risk, &Check{ctx.Self(), amount}, a.Timeout).Result()
	if err != nil {
		return 0, fmt.Errorf("withdraw %d: %w", amount, err)
	}
	if failure, ok := verdict.(error); ok {
		return 0, fmt.Errorf("withdraw %d: %w", amount, failure)
	}
	if verdict != true {
		return 0, fmt.Errorf("withdraw %d: %w", amount, ErrRefused)
	}
	if a.Balance < amount {
		return 0, fmt.Errorf("withdraw %d: %w", amount, ErrBalance)
	}
	a.Balance -= amount
	a.withdrawn = append(a.withdrawn, amount)
	return a.Balance, nil
}

// check is against more than 1000 in three withdrawals. It thinks for a moment.
//
//evert:callback
func (r *Risk) check(ctx actor.Context, c *Check) (bool, error) {
	answer, err := ctx.RequestFuture(c.Account, &History{}, r.Timeout).Result()
	if err != nil {
		return false, err
	}
	time.Sleep(time.Millisecond)
	history := answer.([]int)
	sum := c.Amount
	for _, amount := range history[max(0, len(history)-2):] {
		sum += amount
	}
	return sum <= 1000, nil
}
