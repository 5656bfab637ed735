// Command lintbench measures the linter on real code.
//
//	go run ./internal/lintbench noise
//	go run ./internal/lintbench sample -seed 1 -n 100
//	go run ./internal/lintbench cost -rounds 3
//
// Noise runs it over the standard library, the Go command and its tools, and ten
// modules, which have no directives: nothing says that anything must not block, so
// that every diagnostic is a false one.
//
// Sample marks, in copies of these modules, the functions that use net/http or
// database/sql as nonblocking, draws diagnostics by lot, and prints them with their
// lines, to be judged by hand; JUDGED.md has the verdicts.
//
// Cost compares go vet with Evert alone to go vet with a tool that has one analyzer,
// which uses facts and does nothing, each with an empty build cache, in turns; and a
// second run to go list.
//
// Modules come through the module proxy, at fixed versions, so that the figures can
// be had again. Sources and caches are removed afterwards.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evert-go/evert/internal/programs"
)

// defaults are well-known modules that use net/http or database/sql.
var defaults = []string{
	"github.com/gin-gonic/gin@v1.10.0",
	"github.com/go-chi/chi/v5@v5.1.0",
	"github.com/go-sql-driver/mysql@v1.8.1",
	"github.com/google/go-github/v66@v66.0.0",
	"github.com/gorilla/websocket@v1.5.3",
	"github.com/hashicorp/go-retryablehttp@v0.7.7",
	"github.com/jmoiron/sqlx@v1.4.0",
	"github.com/labstack/echo/v4@v4.12.0",
	"github.com/prometheus/client_golang@v1.20.5",
	"gorm.io/gorm@v1.25.12",
}

// large is a module of more than 200 packages.
const large = "golang.org/x/tools@v0.42.0"

// A bench is one run.
type bench struct {
	dir     string // for copies and caches
	evert   string // the command
	modules []string
	seed    uint64
	n       int
	rounds  int
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "lintbench:", err)
		os.Exit(1)
	}
}

func run(args []string) (err error) {
	commands := map[string]func(*bench, context.Context) error{"noise": (*bench).noise, "sample": (*bench).sample, "cost": (*bench).cost}
	if len(args) == 0 || commands[args[0]] == nil {
		return errors.New("usage: lintbench noise|sample|cost [flags] [module@version...]")
	}
	b := &bench{}
	fs := flag.NewFlagSet("lintbench "+args[0], flag.ExitOnError)
	fs.Uint64Var(&b.seed, "seed", 1, "of sample: the `seed` of the lot")
	fs.IntVar(&b.n, "n", 100, "of sample: how many diagnostics")
	fs.IntVar(&b.rounds, "rounds", 3, "of cost: how often each is measured")
	fs.Parse(args[1:])
	if b.modules = fs.Args(); len(b.modules) == 0 {
		b.modules = defaults
		if args[0] == "cost" {
			b.modules = []string{large}
		}
	}
	if b.dir, err = os.MkdirTemp("", "evert-lintbench"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if b.evert, err = programs.BuildEvert(b.dir); err != nil {
		return err
	}
	return commands[args[0]](b, context.Background())
}

// fetch copies a module.
func (b *bench) fetch(name string, i int) (*programs.Module, error) {
	return programs.Fetch(name, filepath.Join(b.dir, fmt.Sprint(i)))
}

// environ is this process's environment for the go command in copies of modules:
// what their tests need may be missing from their go.sum.
func environ(more ...string) []string {
	return append(append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off"), more...)
}
