// Methods that the standard library calls: json, fmt, template, text.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"
)

type color struct{ r, g, b uint8 }

func hex(n uint8) string { return fmt.Sprintf("%02x", n) }

func (c color) MarshalText() ([]byte, error) {
	return []byte("#" + hex(c.r) + hex(c.g) + hex(c.b)), nil
}

func (c *color) UnmarshalText(b []byte) error {
	s, ok := strings.CutPrefix(string(b), "#")
	if !ok {
		return fmt.Errorf("bad color %q", b)
	}
	_, err := fmt.Sscanf(s, "%02x%02x%02x", &c.r, &c.g, &c.b)
	return err
}

type temp float64

func (t temp) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }
func (t temp) String() string               { return fmt.Sprintf("%.1f°", float64(t)) }

type item struct {
	Name  string           `json:"name"`
	Color color            `json:"color"`
	Temp  *temp            `json:"temp,omitempty"`
	Tags  map[string]color `json:"tags"`
}

type wrapper struct{ v int }

func (w wrapper) Format(s fmt.State, verb rune) { fmt.Fprintf(s, "%c<%s>", verb, w.inner()) }
func (w wrapper) inner() string                 { return strings.Repeat("*", w.v) }
func (w wrapper) GoString() string              { return "go" + w.inner() }

type page struct {
	Title string
	Items []item
}

func (p page) Upper(s string) string          { return strings.ToUpper(p.trim(s)) }
func (p page) trim(s string) string           { return strings.TrimSpace(s) }
func (p *page) Count() int                    { return len(p.Items) }
func (p page) Fail(n int) (string, error)     { return p.fail(n) }
func (p page) fail(n int) (s string, e error) { return "", fmt.Errorf("fail %d", n) }

func main() {
	t := temp(21.55)
	items := []item{
		{"a", color{255, 0, 16}, &t, map[string]color{"x": {1, 2, 3}}},
		{Name: "b"},
	}
	b, err := json.MarshalIndent(items, "", " ")
	fmt.Println(string(b), err)
	var back []item
	err = json.Unmarshal([]byte(`[{"name":"c","color":"#0a0b0c","tags":{"t":"#ffffff"}}]`), &back)
	fmt.Println(back[0].Color, back[0].Tags["t"], err)
	err = json.Unmarshal([]byte(`[{"color":"red"}]`), &back)
	fmt.Println(err)
	fmt.Printf("%v %d %s\n", wrapper{3}, wrapper{1}, []wrapper{{2}, {4}})
	fmt.Println(t, &t, fmt.Sprintf("%v|%s", t, []temp{1, 2}))
	tm := template.Must(template.New("p").Funcs(template.FuncMap{
		"join": func(xs ...string) string { return strings.Join(xs, "-") },
	}).Parse("{{.Title | .Upper}} {{.Count}}{{range $i, $e := .Items}} {{$i}}:{{.Name}}{{with .Temp}}={{.}}{{end}}{{end}} {{join \"a\" \"b\"}}\n"))
	p := &page{" list ", items}
	if err := tm.Execute(os.Stdout, p); err != nil {
		fmt.Println(err)
	}
	bad := template.Must(template.New("bad").Parse("{{.Fail 3}}"))
	fmt.Println(bad.Execute(&strings.Builder{}, p))
}
