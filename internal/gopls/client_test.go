package gopls_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long an answer or a diagnostic may take. gopls itself waits a
// second after each change.
const patience = time.Minute

// The parts of the language server protocol that the tests look at.
type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	textRange struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	diagnostic struct {
		Range           textRange `json:"range"`
		Severity        int       `json:"severity"`
		Code            any       `json:"code"`
		CodeDescription *struct {
			Href string `json:"href"`
		} `json:"codeDescription,omitempty"`
		Source  string           `json:"source"`
		Message string           `json:"message"`
		Tags    []int            `json:"tags,omitempty"`
		Data    *json.RawMessage `json:"data,omitempty"`
	}
	textEdit struct {
		Range   textRange `json:"range"`
		NewText string    `json:"newText"`
	}
	change struct {
		Kind         string `json:"kind"` // create or delete
		URI          string `json:"uri"`
		TextDocument struct {
			URI string `json:"uri"`
		} `json:"textDocument"`
		Edits []textEdit `json:"edits"`
	}
	action struct {
		Title       string       `json:"title"`
		Kind        string       `json:"kind"`
		Diagnostics []diagnostic `json:"diagnostics"`
		Edit        *struct {
			DocumentChanges []change `json:"documentChanges"`
		} `json:"edit"`
	}
	message struct {
		ID     *json.RawMessage `json:"id,omitempty"`
		Method string           `json:"method,omitempty"`
		Params json.RawMessage  `json:"params,omitempty"`
		Result json.RawMessage  `json:"result,omitempty"`
		Error  *struct {
			Message string `json:"message"`
		} `json:"error,omitempty"`
	}
)

// An editor is a client of one language server, with files that it has open.
type editor struct {
	t     *testing.T
	dir   string
	stdin io.WriteCloser

	mu       sync.Mutex
	changed  *sync.Cond // diagnostics or answers
	nextID   int
	answers  map[string]message
	diags    map[string][]diagnostic // by URI
	versions map[string]int
	texts    map[string]string
	gone     error // why the server does not answer any more
}

// open starts a server on a folder, with settings.
func open(t *testing.T, program, dir string, settings any, env ...string) *editor {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	e := &editor{
		t: t, dir: dir, stdin: stdin,
		answers: map[string]message{}, diags: map[string][]diagnostic{}, versions: map[string]int{}, texts: map[string]string{},
	}
	e.changed = sync.NewCond(&e.mu)
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.read(bufio.NewReader(stdout))
	}()
	t.Cleanup(func() {
		e.call("shutdown", nil, nil)
		e.notify("exit", nil)
		<-done
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	e.call("initialize", map[string]any{
		"processId":             os.Getpid(),
		"rootUri":               e.uri("."),
		"initializationOptions": settings,
		"capabilities": map[string]any{
			"workspace": map[string]any{
				"workspaceEdit": map[string]any{"documentChanges": true, "resourceOperations": []string{"create", "delete"}},
				"configuration": true,
			},
			"textDocument": map[string]any{
				"hover":              map[string]any{"contentFormat": []string{"markdown"}},
				"publishDiagnostics": map[string]any{"codeDescriptionSupport": true, "dataSupport": true},
				"codeAction": map[string]any{"codeActionLiteralSupport": map[string]any{
					"codeActionKind": map[string]any{"valueSet": []string{"quickfix", "refactor", "source"}},
				}},
			},
		},
	}, nil)
	e.notify("initialized", map[string]any{})
	return e
}

// read takes in what the server says until it ends.
func (e *editor) read(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		var m message
		if err == nil {
			var n int
			n, err = strconv.Atoi(header.Get("Content-Length"))
			content := make([]byte, n)
			if err == nil {
				_, err = io.ReadFull(r, content)
			}
			if err == nil {
				err = json.Unmarshal(content, &m)
			}
		}
		e.mu.Lock()
		switch {
		case err != nil:
			e.gone = err
		case m.Method == "textDocument/publishDiagnostics":
			var p struct {
				URI         string       `json:"uri"`
				Diagnostics []diagnostic `json:"diagnostics"`
			}
			json.Unmarshal(m.Params, &p)
			e.diags[p.URI] = p.Diagnostics
		case m.Method == "" && m.ID != nil:
			e.answers[string(*m.ID)] = m
		}
		e.changed.Broadcast()
		e.mu.Unlock()
		if err != nil {
			return
		}
		if m.Method != "" && m.ID != nil {
			e.answer(m)
		}
	}
}

// answer answers what the server asks for: with an empty configuration for each
// item that it wants, and with nothing otherwise.
func (e *editor) answer(m message) {
	var result any
	if m.Method == "workspace/configuration" {
		var p struct {
			Items []any `json:"items"`
		}
		json.Unmarshal(m.Params, &p)
		result = make([]any, len(p.Items))
	}
	e.send(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": result})
}

func (e *editor) send(v any) {
	content, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(e.stdin, "Content-Length: %d\r\n\r\n%s", len(content), content)
}

func (e *editor) notify(method string, params any) {
	e.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// call asks the server for something.
func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	e.mu.Lock()
	e.nextID++
	id := strconv.Itoa(e.nextID)
	e.mu.Unlock()
	e.send(map[string]any{"jsonrpc": "2.0", "id": json.RawMessage(id), "method": method, "params": params})
	var m message
	if !e.wait(func() (ok bool) { m, ok = e.answers[id]; return ok }) {
		e.t.Fatalf("%s: no answer in %v, or none any more (%v)", method, patience, e.gone)
	}
	if m.Error != nil {
		e.t.Fatalf("%s: %s", method, m.Error.Message)
	}
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			e.t.Fatalf("%s: %v in %s", method, err, m.Result)
		}
	}
}

// wait waits until something holds, which may look at what the server said.
func (e *editor) wait(holds func() bool) bool {
	late := false
	timer := time.AfterFunc(patience, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		late = true
		e.changed.Broadcast()
	})
	defer timer.Stop()
	e.mu.Lock()
	defer e.mu.Unlock()
	for !holds() {
		if late || e.gone != nil {
			return false
		}
		e.changed.Wait()
	}
	return true
}

func (e *editor) uri(name string) string {
	return "file://" + filepath.ToSlash(filepath.Join(e.dir, name))
}

// open opens a file as it is on disk.
func (e *editor) open(name string) {
	e.t.Helper()
	content, err := os.ReadFile(filepath.Join(e.dir, name))
	if err != nil {
		e.t.Fatal(err)
	}
	e.openWith(name, string(content))
}

// openWith opens a file with a text that may be another one than it has on disk.
func (e *editor) openWith(name, text string) {
	e.versions[name]++
	e.texts[name] = text
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": e.uri(name), "languageId": "go", "version": e.versions[name], "text": text,
	}})
}

// replace changes an open file, without saving it.
func (e *editor) replace(name, old, new string) {
	e.t.Helper()
	if !strings.Contains(e.texts[name], old) {
		e.t.Fatalf("%s has no %q:\n%s", name, old, e.texts[name])
	}
	e.set(name, strings.Replace(e.texts[name], old, new, 1))
}

func (e *editor) set(name, text string) {
	e.versions[name]++
	e.texts[name] = text
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.uri(name), "version": e.versions[name]},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// waitFor waits until the diagnostics of a file with one of the sources are these,
// which are given by line and the beginning of the message.
func (e *editor) waitFor(name string, sources []string, want ...string) []diagnostic {
	e.t.Helper()
	var got, all []string
	var list []diagnostic
	ok := e.wait(func() bool {
		got, all, list = nil, nil, nil
		for _, d := range e.diags[e.uri(name)] {
			all = append(all, fmt.Sprintf("%d: %s: %s", d.Range.Start.Line+1, d.Source, d.Message))
			if slices.Contains(sources, d.Source) {
				list = append(list, d)
				got = append(got, fmt.Sprintf("%d: %s", d.Range.Start.Line+1, d.Message))
			}
		}
		return len(got) == len(want) && !slices.ContainsFunc(want, func(w string) bool {
			return !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) })
		})
	})
	if !ok {
		e.t.Fatalf("diagnostics of %s:\n\t%s\nwant:\n\t%s", name, strings.Join(all, "\n\t"), strings.Join(want, "\n\t"))
	}
	return list
}

// actions asks for the code actions of a diagnostic.
func (e *editor) actions(name string, d diagnostic) (list []action) {
	e.t.Helper()
	e.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(name)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []diagnostic{d}, "only": []string{"quickfix"}},
	}, &list)
	return list
}

// do waits for a diagnostic, which is given as for waitFor, beside others, and
// applies its code action of a title. Right after a change gopls may have forgotten
// a diagnostic that it has found before, so it is asked again.
func (e *editor) do(name, message, title string) {
	e.t.Helper()
	var titles []string
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(100 * time.Millisecond) {
		var d diagnostic
		found := e.wait(func() bool {
			i := slices.IndexFunc(e.diags[e.uri(name)], func(d diagnostic) bool {
				return strings.HasPrefix(fmt.Sprintf("%d: %s", d.Range.Start.Line+1, d.Message), message)
			})
			if i >= 0 {
				d = e.diags[e.uri(name)][i]
			}
			return i >= 0
		})
		if !found {
			e.t.Fatalf("%s: there is no diagnostic %q", name, message)
		}
		titles = nil
		for _, a := range e.actions(name, d) {
			if a.Title == title {
				e.apply(a)
				return
			}
			titles = append(titles, a.Title)
		}
	}
	e.t.Fatalf("%s: there is no action %q: there are %q", message, title, titles)
}

// apply makes an action's changes, as an editor does: files that they make are
// open afterwards, and not saved.
func (e *editor) apply(a action) {
	e.t.Helper()
	if a.Edit == nil || len(a.Edit.DocumentChanges) == 0 {
		e.t.Fatalf("the action %q changes nothing", a.Title)
	}
	created := map[string]bool{}
	name := func(uri string) string {
		rel, ok := strings.CutPrefix(uri, e.uri(".")+"/")
		if !ok {
			e.t.Fatalf("the action %q changes %s, which is elsewhere", a.Title, uri)
		}
		return rel
	}
	for _, c := range a.Edit.DocumentChanges {
		switch c.Kind {
		case "create":
			created[name(c.URI)] = true
		case "delete":
			if err := os.Remove(filepath.Join(e.dir, name(c.URI))); err != nil {
				e.t.Fatal(err)
			}
			e.notify("workspace/didChangeWatchedFiles", map[string]any{
				"changes": []any{map[string]any{"uri": c.URI, "type": 3}},
			})
		case "":
			file := name(c.TextDocument.URI)
			if created[file] {
				e.openWith(file, edited("", c.Edits))
			} else {
				e.set(file, edited(e.texts[file], c.Edits))
			}
		}
	}
}

// edited applies edits, which do not overlap, to a text.
func edited(text string, edits []textEdit) string {
	offset := func(p position) int {
		lines := strings.SplitAfter(text, "\n")
		at := 0
		for _, line := range lines[:min(p.Line, len(lines))] {
			at += len(line)
		}
		return at + p.Character
	}
	slices.SortFunc(edits, func(a, b textEdit) int { return offset(b.Range.Start) - offset(a.Range.Start) })
	for _, edit := range edits {
		text = text[:offset(edit.Range.Start)] + edit.NewText + text[offset(edit.Range.End):]
	}
	return text
}

// hover asks about the place of a text in a file.
func (e *editor) hover(name, at string) string {
	e.t.Helper()
	i := strings.Index(e.texts[name], at)
	if i < 0 {
		e.t.Fatalf("%s has no %q", name, at)
	}
	before := e.texts[name][:i]
	var h struct {
		Contents struct {
			Value string `json:"value"`
		} `json:"contents"`
	}
	e.call("textDocument/hover", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(name)},
		"position":     position{strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n') - 1},
	}, &h)
	return h.Contents.Value
}
