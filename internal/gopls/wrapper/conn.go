//go:build evertgopls

package main

import (
	"context"
	"sync"

	"golang.org/x/tools/gopls/internal/protocol"
	"golang.org/x/tools/internal/jsonrpc2"
)

// A conn is an editor's connection. Between the editor and gopls it keeps back the
// diagnostics that say why calls block, which are no complaints: they are shown where
// the editor asks about such a call (hover.go), and their fixes where it asks what
// could be done (actions.go). And it puts together the changes that make a file from
// what an analyzer is able to say.
//
// gopls's own server is behind it as it is, since there is no other way to add to
// what it does.
type conn struct {
	jsonrpc2.Conn

	mu      sync.Mutex
	client  capabilities
	reasons map[protocol.DocumentURI][]protocol.Diagnostic
}

// capabilities are those of an editor's that matter here.
type capabilities struct {
	creates  bool // files, by edits
	deletes  bool
	markdown bool // in hovers
}

func newConn(c jsonrpc2.Conn) *conn {
	return &conn{Conn: c, reasons: make(map[protocol.DocumentURI][]protocol.Diagnostic)}
}

// Notify sends a notification to the editor.
func (c *conn) Notify(ctx context.Context, method string, params any) error {
	if p, ok := params.(*protocol.PublishDiagnosticsParams); ok {
		visible := *p
		visible.Diagnostics = c.keepBack(p.URI, p.Diagnostics)
		params = &visible
	}
	return c.Conn.Notify(ctx, method, params)
}

// Go lets a handler handle what the editor asks for, and looks at its answers.
func (c *conn) Go(ctx context.Context, handler jsonrpc2.Handler) {
	c.Conn.Go(ctx, func(ctx context.Context, reply jsonrpc2.Replier, req jsonrpc2.Request) error {
		if req.Method() == "textDocument/codeAction" {
			req = c.withReasons(req)
		}
		if change := c.changeOf(req); change != nil {
			send := reply
			reply = func(ctx context.Context, result any, err error) error {
				if err == nil {
					result = change(result)
				}
				return send(ctx, result, err)
			}
		}
		return handler(ctx, reply, req)
	})
}

// changeOf returns what to do with the answer to a request, or nil.
func (c *conn) changeOf(req jsonrpc2.Request) func(any) any {
	switch req.Method() {
	case "initialize":
		c.initialize(req)
	case "textDocument/codeAction":
		return c.actions
	case "textDocument/hover":
		var params protocol.HoverParams
		if protocol.UnmarshalJSON(req.Params(), &params) == nil {
			return func(result any) any { return c.hover(params, result) }
		}
	case "textDocument/diagnostic":
		var params protocol.DocumentDiagnosticParams
		if protocol.UnmarshalJSON(req.Params(), &params) == nil {
			return func(result any) any { return c.pulled(params.TextDocument.URI, result) }
		}
	}
	return nil
}

// initialize notes what the editor is able to do.
func (c *conn) initialize(req jsonrpc2.Request) {
	var params protocol.ParamInitialize
	if protocol.UnmarshalJSON(req.Params(), &params) != nil {
		return // gopls will say so
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if edit := params.Capabilities.Workspace.WorkspaceEdit; edit != nil && edit.DocumentChanges {
		for _, op := range edit.ResourceOperations {
			c.client.creates = c.client.creates || op == protocol.Create
			c.client.deletes = c.client.deletes || op == protocol.Delete
		}
	}
	if hover := params.Capabilities.TextDocument.Hover; hover != nil {
		for i, format := range hover.ContentFormat {
			c.client.markdown = c.client.markdown || i == 0 && format == protocol.Markdown
		}
	}
}

// pulled keeps back diagnostics that the editor has asked for.
func (c *conn) pulled(uri protocol.DocumentURI, result any) any {
	report, ok := result.(*protocol.DocumentDiagnosticReport)
	if !ok || report == nil {
		return result
	}
	full, ok := report.Value.(protocol.RelatedFullDocumentDiagnosticReport)
	if !ok {
		return result
	}
	full.Items = c.keepBack(uri, full.Items)
	return &protocol.DocumentDiagnosticReport{Value: full}
}

// keepBack takes out of a file's diagnostics what is only for hovers.
func (c *conn) keepBack(uri protocol.DocumentURI, list []protocol.Diagnostic) []protocol.Diagnostic {
	visible := make([]protocol.Diagnostic, 0, len(list))
	var reasons []protocol.Diagnostic
	for _, d := range list {
		if d.Source == reasonsName {
			reasons = append(reasons, d)
		} else {
			visible = append(visible, d)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(reasons) > 0 {
		c.reasons[uri] = reasons
	} else {
		delete(c.reasons, uri)
	}
	return visible
}
