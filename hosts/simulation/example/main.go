// Command example looks for a seed with which a gate lets more requests pass than it may,
// and shows what happens there:
//
//	example                    the gate of the gateway's plugin: 1000 seeds, and none goes wrong
//	example -planted           one with a mistake
//	example -planted -seed 7   what happens with one seed
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/evert-go/evert/deferred"
	host "github.com/evert-go/evert/hosts/proxywasm"
	"github.com/evert-go/evert/hosts/proxywasm/example/gate"
	"github.com/evert-go/evert/hosts/simulation"
	"github.com/evert-go/evert/hosts/simulation/planted"
)

const (
	clients = 4
	quota   = 2
)

func main() {
	mistaken := flag.Bool("planted", false, "take the gate with the mistake")
	seed := flag.Int64("seed", -1, "show what happens with this seed")
	seeds := flag.Int64("seeds", 1000, "how many seeds to try")
	flag.Parse()
	run := plugin
	if *mistaken {
		run = mistake
	}
	if *seed < 0 {
		found, err := simulation.Search(*seeds, run)
		if err == nil {
			fmt.Printf("%d seeds, and none goes wrong\n", *seeds)
			return
		}
		fmt.Printf("seed %d: %v\n", found, err)
		*seed = found
	}
	if err := simulation.Trace(os.Stdout, *seed, run); err != nil {
		os.Exit(1)
	}
}

// plugin has clients come to the gate of the gateway's plugin.
func plugin(w *simulation.World) error {
	w.Lost = 20
	services(w)
	g := gate.New()
	passed := 0
	for range clients {
		w.Arrive("ann", func() *deferred.Deferred[*host.Response] {
			return g.DecideDeferred(w, "ann", "/doc", func(string) error { return count(w, &passed) })
		})
	}
	return w.Run(time.Minute)
}

// mistake has them come to the one with the mistake.
func mistake(w *simulation.World) error {
	services(w)
	g := &planted.Gate{Left: make(map[string]int)}
	passed := 0
	for range clients {
		w.Arrive("ann", func() *deferred.Deferred[*host.Response] { return g.DecideDeferred(w, "ann") },
			func(r *host.Response, err error) {
				if r == nil && err == nil {
					_ = count(w, &passed)
				}
			})
	}
	return w.Run(time.Minute)
}

// count counts the requests that pass.
func count(w *simulation.World, passed *int) error {
	if *passed++; *passed > quota {
		w.Break("%d requests pass, and may not be more than %d", *passed, quota)
	}
	return nil
}

func services(w *simulation.World) {
	w.Serve("identity", func(string) (int, string) { return 200, `{"name": "ann", "groups": ["readers", "writers"]}` })
	w.Serve("policy", func(path string) (int, string) {
		if path == "/writers/doc" {
			return 200, "allow"
		}
		return 200, "deny"
	})
	w.Serve("quota", func(string) (int, string) { return 200, fmt.Sprint(quota) })
}
