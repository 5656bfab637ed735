// Package catalog is a module for scripts: it quotes prices and takes orders. It is
// written the blocking way, for Go programs and for their tests; scripts get promises of
// its callback forms, in the generated file beside this one.
package catalog

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"

	gojahost "github.com/evert-go/evert/hosts/goja"
)

//go:generate go run github.com/evert-go/evert/cmd/evert
//go:generate go run github.com/evert-go/evert/cmd/evert explain -svg -o graph.svg

// A Store knows the articles. It blocks, as clients of databases do.
type Store interface {
	// Price is the price of an article; ErrBusy if the store has no time.
	//
	//evert:blocking
	Price(article string) (int, error)
	// Stock is how many there are.
	//
	//evert:blocking
	Stock(article string) (int, error)
}

var (
	// ErrBusy is an error of a store that is worth another try.
	ErrBusy = errors.New("the store is busy")
	// ErrUnknown is an error of a store that has no such article.
	ErrUnknown = errors.New("no such article")
	// ErrSoldOut is the error of an order of more than there is.
	ErrSoldOut = errors.New("sold out")
)

// A Catalog answers scripts. Nothing in it is locked: only the loop uses it.
type Catalog struct {
	Store Store
	Loop  *gojahost.Loop
	Tries int           // how often a busy store is asked
	Delay time.Duration // before the second try; it doubles with every further one

	// Quoted counts the quotes of each article. Scripts see it as quoted.
	Quoted map[string]int
}

// A Quote is the price of some pieces of an article.
type Quote struct {
	Article string `json:"article"`
	Total   int    `json:"total"`
	InStock bool   `json:"inStock"`
}

// Quote makes a quote.
//
//evert:callback
func (c *Catalog) Quote(article string, n int) (Quote, error) {
	price, err := c.price(article)
	if err != nil {
		return Quote{}, fmt.Errorf("quote %s: %w", article, err)
	}
	stock, err := c.Store.Stock(article)
	if err != nil {
		return Quote{}, fmt.Errorf("quote %s: %w", article, err)
	}
	c.Quoted[article]++
	return Quote{article, n * price, stock >= n}, nil
}

// price asks for a price, and asks a busy store again after a while.
func (c *Catalog) price(article string) (int, error) {
	delay := c.Delay
	for try := 1; ; try++ {
		price, err := c.Store.Price(article)
		if try == c.Tries || !errors.Is(err, ErrBusy) {
			return price, err
		}
		time.Sleep(delay)
		delay *= 2
	}
}

// A Line is a part of an order.
type Line struct {
	Article string `json:"article"`
	N       int    `json:"n"`
}

// Order adds up what the lines of an order cost. The script has its say in every line:
// discount is one of its functions, which may be async.
//
//evert:callback
func (c *Catalog) Order(lines []Line, discount goja.Callable) (total int, err error) {
	for _, line := range lines {
		quote, err := c.Quote(line.Article, line.N)
		if err != nil {
			return 0, err
		}
		if !quote.InStock {
			return 0, fmt.Errorf("order %d %s: %w", line.N, line.Article, ErrSoldOut)
		}
		off, err := c.Loop.Call(discount, quote.Article, quote.Total)
		if err != nil {
			return 0, fmt.Errorf("discount on %s: %w", quote.Article, err)
		}
		percent, ok := off.(int64)
		if !ok {
			return 0, fmt.Errorf("discount on %s: %v is no whole number", quote.Article, off)
		}
		total += quote.Total - quote.Total*int(percent)/100
	}
	return total, nil
}
