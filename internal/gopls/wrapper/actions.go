//go:build evertgopls

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/analysis/why"
	"golang.org/x/tools/gopls/internal/protocol"
	"golang.org/x/tools/internal/jsonrpc2"
)

// A fix of an analyzer changes files that are there. One that makes a file, or
// takes one away, is written by the analyzer of files.go as an insertion in a file
// that is there, of a text that no file has: the mark, the name of the file, and
// its content after a line break. An action with such an edit becomes one that
// makes the file.
const (
	createMark = "\x00evert create "
	deleteMark = "\x00evert delete "
)

// withReasons adds to a request for actions the diagnostics at its place that the
// editor does not know of, but whose fixes it may have.
func (c *conn) withReasons(req jsonrpc2.Request) jsonrpc2.Request {
	call, ok := req.(*jsonrpc2.Call)
	var params protocol.CodeActionParams
	if !ok || protocol.UnmarshalJSON(req.Params(), &params) != nil {
		return req
	}
	n := len(params.Context.Diagnostics)
	c.mu.Lock()
	for _, d := range c.reasons[params.TextDocument.URI] {
		if d.Code == why.Mark && protocol.Intersect(d.Range, params.Range) {
			params.Context.Diagnostics = append(params.Context.Diagnostics, d)
		}
	}
	c.mu.Unlock()
	if len(params.Context.Diagnostics) == n {
		return req
	}
	changed, err := jsonrpc2.NewCall(call.ID(), req.Method(), params)
	if err != nil {
		return req
	}
	return changed
}

// actions puts the actions together that make files or take them away.
func (c *conn) actions(result any) any {
	list, ok := result.([]protocol.CodeAction)
	if !ok {
		return result
	}
	c.mu.Lock()
	client := c.client
	c.mu.Unlock()
	out := make([]protocol.CodeAction, 0, len(list))
	for _, action := range list {
		action.Diagnostics = slices.DeleteFunc(slices.Clone(action.Diagnostics), func(d protocol.Diagnostic) bool {
			return d.Source == reasonsName
		})
		if action.Edit == nil {
			out = append(out, action)
			continue
		}
		changes, ok := fileChanges(action.Edit.DocumentChanges, client)
		if !ok {
			continue
		}
		edit := *action.Edit
		edit.DocumentChanges = changes
		action.Edit = &edit
		out = append(out, action)
	}
	return out
}

// fileChanges replaces marked insertions by changes of files. It fails if the
// editor is not able to make such changes, or they should not be made.
func fileChanges(changes []protocol.DocumentChange, client capabilities) (out []protocol.DocumentChange, ok bool) {
	for _, change := range changes {
		if change.TextDocumentEdit == nil {
			out = append(out, change)
			continue
		}
		var kept []protocol.Or_TextDocumentEdit_edits_Elem
		for i, edit := range protocol.AsTextEdits(change.TextDocumentEdit.Edits) {
			if text, ok := strings.CutPrefix(edit.NewText, createMark); ok {
				if !client.creates {
					return nil, false
				}
				name, content, _ := strings.Cut(text, "\n")
				if foreign(name, content) {
					return nil, false
				}
				out = append(out, newFile(name, content)...)
			} else if name, ok := strings.CutPrefix(edit.NewText, deleteMark); ok {
				if !client.deletes {
					return nil, false
				}
				out = append(out, protocol.DocumentChangeDelete(protocol.URIFromPath(filepath.FromSlash(name))))
			} else {
				kept = append(kept, change.TextDocumentEdit.Edits[i])
			}
		}
		if len(kept) > 0 {
			rest := *change.TextDocumentEdit
			rest.Edits = kept
			out = append(out, protocol.DocumentChange{TextDocumentEdit: &rest})
		}
	}
	return out, true
}

// foreign reports that there is a file of that name which does not begin as the
// content does, with the line that says who has generated it. What the analyzer has
// found may be from the cache, so that it is looked at again.
func foreign(name, content string) bool {
	have, err := os.ReadFile(filepath.FromSlash(name))
	header, _, _ := strings.Cut(content, "\n")
	return err == nil && !strings.HasPrefix(string(have), header+"\n") && !strings.HasPrefix(string(have), header+"\r\n")
}

// newFile makes a file with a content. What is there under its name is Evert's own.
func newFile(name, content string) []protocol.DocumentChange {
	uri := protocol.URIFromPath(filepath.FromSlash(name))
	create := protocol.DocumentChangeCreate(uri)
	create.CreateFile.Options = &protocol.CreateFileOptions{Overwrite: true}
	return []protocol.DocumentChange{create, {TextDocumentEdit: &protocol.TextDocumentEdit{
		TextDocument: protocol.OptionalVersionedTextDocumentIdentifier{
			TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: uri},
		},
		Edits: protocol.AsAnnotatedTextEdits([]protocol.TextEdit{{NewText: content}}),
	}}}
}
