// A bank with goroutines, transfers in lock order, and an audit.
package main

import (
	"errors"
	"fmt"
	"sort"
	"sync"
)

type account struct {
	id      int
	mu      sync.Mutex
	balance int
	history []string
}

type bank struct {
	mu       sync.RWMutex
	accounts map[int]*account
	journal  chan entry
	done     sync.WaitGroup
	total    int
}

type entry struct {
	from, to, amount int
	err              error
}

var (
	errFunds   = errors.New("insufficient funds")
	errUnknown = errors.New("unknown account")
)

type transferError struct {
	entry
}

func (e *transferError) Error() string {
	return fmt.Sprintf("transfer %d->%d of %d: %v", e.from, e.to, e.amount, e.err)
}
func (e *transferError) Unwrap() error { return e.err }

func newBank(n, each int) *bank {
	b := &bank{accounts: map[int]*account{}, journal: make(chan entry, 16)}
	for i := range n {
		b.accounts[i] = &account{id: i, balance: each}
	}
	b.done.Add(1)
	go func() {
		defer b.done.Done()
		for e := range b.journal {
			if e.err == nil {
				b.total += e.amount
			}
		}
	}()
	return b
}

func (b *bank) get(id int) (*account, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	a, ok := b.accounts[id]
	if !ok {
		return nil, fmt.Errorf("%w %d", errUnknown, id)
	}
	return a, nil
}

func lockBoth(a, b *account) (unlock func()) {
	if a.id > b.id {
		a, b = b, a
	}
	a.mu.Lock()
	if a != b {
		b.mu.Lock()
	}
	return func() {
		if a != b {
			b.mu.Unlock()
		}
		a.mu.Unlock()
	}
}

func (b *bank) transfer(from, to, amount int) (err error) {
	defer func() {
		e := entry{from, to, amount, err}
		b.journal <- e
		if err != nil {
			err = &transferError{e}
		}
	}()
	src, err := b.get(from)
	if err != nil {
		return err
	}
	dst, err := b.get(to)
	if err != nil {
		return err
	}
	defer lockBoth(src, dst)()
	if err := src.withdraw(amount); err != nil {
		return err
	}
	dst.balance += amount
	return nil
}

func (a *account) withdraw(n int) error {
	if n < 0 {
		panic("negative amount")
	}
	if a.balance < n {
		return errFunds
	}
	a.balance -= n
	return nil
}

func (b *bank) audit() (sum int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := make([]int, 0, len(b.accounts))
	for id := range b.accounts {
		ids = append(ids, id)
	}
	sort.Ints(ids)
	for _, id := range ids {
		a := b.accounts[id]
		a.mu.Lock()
		sum += a.balance
		a.mu.Unlock()
	}
	return sum
}

func (b *bank) close() int {
	close(b.journal)
	b.done.Wait()
	return b.total
}

func main() {
	b := newBank(5, 100)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 25 {
				if err := b.transfer((w+i)%5, (w+i*3+1)%5, 1); err != nil {
					fmt.Println("unexpected", err)
				}
			}
		}()
	}
	wg.Wait()
	fmt.Println(b.audit())
	for _, t := range [][3]int{{0, 1, 5000}, {0, 9, 1}, {8, 0, 1}, {1, 1, 2}} {
		err := b.transfer(t[0], t[1], t[2])
		var te *transferError
		fmt.Println(err, errors.Is(err, errFunds), errors.Is(err, errUnknown), errors.As(err, &te))
	}
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		b.transfer(0, 1, -1)
	}()
	// The lock is free again after the panic.
	fmt.Println(b.transfer(0, 1, 0), b.audit(), b.close())
}
