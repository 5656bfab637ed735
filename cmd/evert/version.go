package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// moduleVersion is the version of the module that the binary was built from.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

func (a *app) version(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return &usageError{"version", args[0] + ": version takes no arguments"}
	}
	fmt.Fprintf(a.stdout, "evert %s %s %s/%s\n", moduleVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

const versionHelp = `usage: evert version

Version prints the version of evert, and of the Go that it was built with:

	evert v0.1.0 go1.26.0 linux/amd64
`
