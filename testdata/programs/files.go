// Files, directories, scanners and readers.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func write(name string, lines ...string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriter(f)
	for i, l := range lines {
		if _, err := fmt.Fprintf(w, "%d:%s\n", i, l); err != nil {
			return err
		}
	}
	return w.Flush()
}

func count(name string) (lines, words int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		lines++
		words += len(strings.Fields(sc.Text()))
	}
	return lines, words, sc.Err()
}

type upper struct{ r io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, strings.ToUpper(string(p[:n])))
	return n, err
}

type counting struct {
	w io.Writer
	n int
}

func (c *counting) Write(p []byte) (n int, err error) {
	n, err = c.w.Write(p)
	c.n += n
	return
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	dir, err := os.MkdirTemp("", "programs")
	check(err)
	defer os.RemoveAll(dir)
	check(os.MkdirAll(filepath.Join(dir, "sub"), 0o777))
	check(write(filepath.Join(dir, "a.txt"), "one two", "three"))
	check(write(filepath.Join(dir, "sub", "b.txt"), "x"))
	fmt.Println(count(filepath.Join(dir, "a.txt")))
	_, _, err = count(filepath.Join(dir, "none"))
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		n, _, err := count(path)
		fmt.Println(filepath.ToSlash(rel), n)
		return err
	}))
	b, err := os.ReadFile(filepath.Join(dir, "a.txt"))
	check(err)
	c := &counting{w: os.Stdout}
	n, err := io.Copy(c, upper{strings.NewReader(string(b))})
	fmt.Println(n, err, c.n)
	r := io.TeeReader(io.LimitReader(upper{strings.NewReader("hello")}, 3), c)
	all, err := io.ReadAll(r)
	fmt.Println(string(all), err, c.n)
	pr, pw := io.Pipe()
	go func() {
		_, err := fmt.Fprint(pw, "through", " ", "pipe")
		pw.CloseWithError(err)
	}()
	all, err = io.ReadAll(upper{pr})
	fmt.Println(string(all), err)
	sc := bufio.NewScanner(strings.NewReader("a,b,,c"))
	sc.Split(func(data []byte, eof bool) (int, []byte, error) {
		if i := strings.IndexByte(string(data), ','); i >= 0 {
			return i + 1, data[:i], nil
		}
		if eof && len(data) > 0 {
			return len(data), data, bufio.ErrFinalToken
		}
		return 0, nil, nil
	})
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	fmt.Println(sc.Err())
}
