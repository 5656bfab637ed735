// Functions that the standard library calls back.
package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log"
	"math/rand"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"
	"time"
	"unicode"
)

func upper(s string) string       { return strings.ToUpper(s) }
func vowel(r rune) bool           { return strings.ContainsRune("aeiou", unicode.ToLower(r)) }
func double(n int) int            { return n * 2 }
func byLen(a, b string) int       { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) }
func expand(name string) string   { return map[string]string{"X": "ex", "Y": expandY()}[name] }
func expandY() string             { return "why" }
func check(r io.Reader) (n int64) { n, _ = io.Copy(countWriter{&n}, r); return }

type countWriter struct{ n *int64 }

func (c countWriter) Write(p []byte) (int, error) { return c.write(p), nil }
func (c countWriter) write(p []byte) int          { *c.n += int64(len(p)); return len(p) }

type source struct{ n int64 }

func (s *source) Int63() int64    { s.n = step(s.n); return s.n }
func (s *source) Seed(seed int64) { s.n = seed }
func step(n int64) int64          { return (n*6364136223846793005 + 1442695040888963407) & (1<<63 - 1) }

func main() {
	fmt.Println(strings.FieldsFunc("hello world", vowel), strings.TrimFunc("aeiXou", vowel), strings.ContainsFunc("xyz", vowel))
	fmt.Println(regexp.MustCompile(`\w+`).ReplaceAllStringFunc("a bc d", upper), os.Expand("$X-${Y}-$Z", expand))
	words := strings.Fields("ccc a bb aa")
	slices.SortFunc(words, byLen)
	i, ok := slices.BinarySearchFunc(words, "bb", byLen)
	fmt.Println(words, i, ok, slices.IndexFunc(words, func(s string) bool { return len(s) > 2 }))
	words = slices.DeleteFunc(words, func(s string) bool { return byLen(s, "b") < 0 })
	fmt.Println(words, check(strings.NewReader("12345")))
	fmt.Println(string(bytes.Map(func(r rune) rune {
		if vowel(r) {
			return -1
		}
		return r
	}, []byte("education"))))
	r := rand.New(&source{1})
	p := r.Perm(5)
	r.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
	slices.Sort(p)
	fmt.Println(p)
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	b := pool.Get().(*bytes.Buffer)
	lg := log.New(b, "log: ", log.Lmsgprefix)
	lg.Printf("n=%d", double(4))
	lg.SetOutput(io.MultiWriter(b, os.Stdout))
	lg.Println(upper("both"))
	fmt.Print(b.String())
	t := template.Must(template.New("t").Funcs(template.FuncMap{"double": double, "fail": func() (string, error) {
		return "", fmt.Errorf("failed %d", double(1))
	}}).Parse(`{{range .}}{{double .}} {{end}}{{fail}}`))
	fmt.Println(t.Execute(os.Stdout, []int{1, 2}) != nil)
	done := make(chan string, 1)
	timer := time.AfterFunc(time.Millisecond, func() { done <- upper("timer") })
	fmt.Println(<-done, timer.Stop())
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), double(1), "v"))
	stop := context.AfterFunc(ctx, func() { done <- upper("after") })
	cancel()
	fmt.Println(<-done, stop(), ctx.Value(2))
	func() {
		defer func() { fmt.Println(recover()) }()
		strings.Map(func(r rune) rune { panic("map " + string(r)) }, "q")
	}()
	var once sync.Once
	for range 2 {
		func() {
			defer func() { fmt.Println("once", recover()) }()
			once.Do(func() { panic(upper("first")) })
		}()
	}
	var buf strings.Builder
	fmt.Fprintf(&buf, "%v %s %d", stringer(3), errorer{}, []any{stringer(1), 2})
	fmt.Println(buf.String(), panicker{})
}

type stringer int

func (s stringer) String() string { return strings.Repeat("s", double(int(s))) }

type errorer struct{}

func (errorer) Error() string { return upper("err") }

type panicker struct{}

func (panicker) String() string { panic(upper("in string")) }
