//go:build evertgopls

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"golang.org/x/tools/gopls/internal/cache"
	"golang.org/x/tools/gopls/internal/cmd"
	"golang.org/x/tools/gopls/internal/debug"
	"golang.org/x/tools/gopls/internal/filecache"
	"golang.org/x/tools/gopls/internal/lsprpc"
	"golang.org/x/tools/gopls/internal/protocol"
	"golang.org/x/tools/gopls/internal/tool"
	"golang.org/x/tools/gopls/internal/util/fakenet"
	"golang.org/x/tools/internal/jsonrpc2"
)

// An application is gopls's command line. It is gopls's own, except that a server
// for an editor has its messages looked through (conn.go).
type application struct{ *cmd.Application }

// Run runs a subcommand; the first one is serve.
func (a *application) Run(ctx context.Context, args ...string) error {
	switch {
	case len(args) == 0:
		filecache.Start()
		return a.serve(debug.WithInstance(ctx, a.OTel))
	case args[0] == "serve":
		filecache.Start()
		flags := flag.NewFlagSet(a.Name(), flag.ExitOnError)
		return tool.Run(debug.WithInstance(ctx, a.OTel), flags, &server{&a.Serve, a}, args[1:])
	}
	registerPlain()
	return a.Application.Run(ctx, args...)
}

// A server is gopls's serve command, whose flags it has.
type server struct {
	*cmd.Serve
	app *application
}

func (s *server) Run(ctx context.Context, args ...string) error { return s.app.serve(ctx, args...) }

// serve serves an editor. What has other clients besides, which would see the
// messages as they are, is left to gopls, and so is what only hands them on.
func (a *application) serve(ctx context.Context, args ...string) error {
	s := &a.Serve
	if len(args) > 0 || a.Remote != "" || s.MCPAddress != "" {
		registerPlain()
		return s.Run(ctx, args...)
	}
	registerServed()
	if info := debug.GetInstance(ctx); info != nil {
		closeLog, err := info.SetLogFile(s.Logfile, s.Address != "")
		if err != nil {
			return err
		}
		defer closeLog()
		info.ServerAddress = s.Address
		info.Serve(ctx, s.Debug)
	}
	streams := streamServer{lsprpc.NewStreamServer(cache.New(nil), s.Address != "", nil)}
	if s.Address != "" {
		return a.listen(ctx, streams)
	}
	stream := jsonrpc2.NewHeaderStream(fakenet.NewConn("stdio", os.Stdin, os.Stdout))
	if info := debug.GetInstance(ctx); s.Trace && info != nil {
		stream = protocol.LoggingStream(stream, info.LogWriter)
	}
	err := streams.ServeStream(ctx, jsonrpc2.NewConn(stream))
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// listen serves editors that connect to an address, as gopls -remote=auto does.
func (a *application) listen(ctx context.Context, streams streamServer) error {
	network, address := lsprpc.ParseAddr(a.Serve.Address)
	if strings.HasPrefix(address, ":") {
		return fmt.Errorf("-listen=%s would listen on all network interfaces: name a host, such as localhost", address)
	}
	log.Printf("listening on %s network, address %s", network, address)
	return jsonrpc2.ListenAndServe(ctx, network, address, streams, a.Serve.IdleTimeout)
}

// A streamServer makes gopls's see connections through a conn.
type streamServer struct{ inner jsonrpc2.StreamServer }

func (s streamServer) ServeStream(ctx context.Context, c jsonrpc2.Conn) error {
	return s.inner.ServeStream(ctx, newConn(c))
}
