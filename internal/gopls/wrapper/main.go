//go:build evertgopls

// Command gopls is gopls with Evert's analyzers. It is built by evert gopls, as a
// module whose path is below that of gopls, so that the go command lets it import
// gopls's internal packages.
package main

import (
	"context"
	"log"
	"os"

	"golang.org/x/tools/gopls/internal/cmd"
	"golang.org/x/tools/gopls/internal/filecache"
	"golang.org/x/tools/gopls/internal/tool"
	"golang.org/x/tools/gopls/internal/version"
)

// evertVersion is set by the linker.
var evertVersion = "(devel)"

// main does what gopls's own main does, but for telemetry: what this program does
// is none of the concern of gopls's authors.
func main() {
	version.VersionOverride = goplsVersion() + " with evert " + evertVersion
	app := &application{cmd.New()}
	register()
	if _, err := filecache.Get("nonesuch", [32]byte{}, filecache.Bytes); err != nil && err != filecache.ErrNotFound {
		log.Fatalf("gopls cannot use its cache (is the disk full?): %v", err)
	}
	tool.Main(context.Background(), app, os.Args[1:])
}
