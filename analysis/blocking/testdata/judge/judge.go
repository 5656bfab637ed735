// Package judge has readers and writers of all kinds.
package judge

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"text/template"
)

func memory() {
	var b bytes.Buffer
	io.Copy(&b, strings.NewReader("x"))
	io.ReadAll(&b)
	fmt.Fprintf(&b, "x")
	json.NewEncoder(&b).Encode(1)
	bufio.NewScanner(&b).Scan()
	template.New("t").Execute(&b, nil)
}

func unknown(r io.Reader, w io.Writer) {
	io.Copy(w, r)
	fmt.Fprintln(w)
	r.Read(nil)
}

func fromConn(c net.Conn, w io.Writer) { io.Copy(w, c) } // want fromConn:"^blocks net: io.Copy < net.Conn.Read$"

func fromFile(f *os.File) { io.ReadAll(f) } // want fromFile:`^blocks file: io.ReadAll < os.\(\*File\).Read$`

func toFile(f *os.File) { fmt.Fprintln(f, "x") } // want toFile:`^blocks file: fmt.Fprintln < os.\(\*File\).Write$`

func toConsole() { // nothing
	fmt.Fprintln(os.Stdout, "x")
	io.WriteString(os.Stderr, "x")
	w := bufio.NewWriter(os.Stdout)
	w.WriteString("x")
	w.Flush()
	json.NewEncoder(os.Stdout).Encode(1)
}

func fromStdin() { // want fromStdin:`^blocks console: bufio.\(\*Scanner\).Scan < os.Stdin$`
	s := bufio.NewScanner(os.Stdin)
	for s.Scan() {
	}
}

func buffered(c net.Conn) { // want buffered:`^blocks net: bufio.\(\*Reader\).ReadString < net.Conn.Read$`
	r := bufio.NewReader(c)
	r.ReadString('\n')
}

func nested(c net.Conn) { // want nested:`^blocks net: encoding/json.\(\*Decoder\).Decode < net.Conn.Read$`
	json.NewDecoder(bufio.NewReader(io.LimitReader(c, 9))).Decode(nil)
}

func zipped(f *os.File) { // want zipped:`^blocks file: compress/gzip.NewReader < os.\(\*File\).Read$`
	z, _ := gzip.NewReader(f)
	io.Copy(io.Discard, z)
}

func parameter(r *bufio.Reader) { r.ReadByte() }

func body(resp *http.Response) { io.ReadAll(resp.Body) } // want body:"^blocks net: io.ReadAll < net/http.Response.Body$"

func pipe(cmd *exec.Cmd) { // want pipe:`^blocks process: io.ReadAll < os/exec.\(\*Cmd\).StdoutPipe$`
	out, _ := cmd.StdoutPipe()
	io.ReadAll(out)
}

func once(c net.Conn) { // want once:"^blocks net: net.Conn.Read$"
	var r io.Reader = c
	r.Read(nil)
}

func several(c net.Conn, b *bytes.Buffer) {
	var r io.Reader = c
	r = b
	r.Read(nil)
}

type slow struct{ c net.Conn }

func (s slow) Read(p []byte) (int, error) { return s.c.Read(p) } // want Read:"^blocks net: net.Conn.Read$"

func ownReader(s slow) { io.ReadAll(s) } // want ownReader:"^blocks net: io.ReadAll < example.com/judge.slow.Read < net.Conn.Read$"

func scans(f *os.File) { fmt.Fscan(f) } // want scans:`^blocks file: fmt.Fscan < os.\(\*File\).Read$`

func byPointer(c net.Conn, change func(*io.Reader)) { // want byPointer:`^calls \[1\]$`
	var r io.Reader = c
	change(&r)
	r.Read(nil)
}
