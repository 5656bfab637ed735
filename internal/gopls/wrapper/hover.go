//go:build evertgopls

package main

import (
	"strings"

	"golang.org/x/tools/gopls/internal/protocol"
)

// hover adds to what gopls says of a place why the call there blocks.
func (c *conn) hover(params protocol.HoverParams, result any) any {
	why, ok := c.why(params)
	if !ok {
		return result
	}
	h, _ := result.(*protocol.Hover)
	if h == nil {
		h = &protocol.Hover{Contents: protocol.MarkupContent{Kind: protocol.PlainText}, Range: why.Range}
		if c.markdown() {
			h.Contents.Kind = protocol.Markdown
		}
	} else {
		changed := *h // an answer may be shared
		h = &changed
	}
	text := why.Message
	if h.Contents.Kind == protocol.Markdown {
		text = markdown(text)
	}
	if h.Contents.Value != "" {
		separator := "\n\n"
		if h.Contents.Kind == protocol.Markdown {
			separator = "\n\n---\n\n"
		}
		text = strings.TrimRight(h.Contents.Value, "\n") + separator + text
	}
	h.Contents.Value = text
	return h
}

func (c *conn) markdown() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.client.markdown
}

// why finds the reason with the smallest range around a place.
func (c *conn) why(params protocol.HoverParams) (best protocol.Diagnostic, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range c.reasons[params.TextDocument.URI] {
		if !d.Range.Contains(params.Position) {
			continue
		}
		if !ok || best.Range.Contains(d.Range.Start) && best.Range.Contains(d.Range.End) {
			best, ok = d, true
		}
	}
	return best, ok
}

// markdown writes a reason, "blocks: net: f < g", and what else there is to say,
// each in a line, with what comes after the first colon as code: names have stars
// and underscores.
func markdown(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if words, code, ok := strings.Cut(line, ": "); ok {
			lines[i] = words + ": `" + strings.ReplaceAll(code, "`", "'") + "`"
		}
	}
	return "**evert** " + strings.Join(lines, "  \n")
}
