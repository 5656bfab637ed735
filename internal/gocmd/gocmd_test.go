package gocmd

import (
	"bytes"
	"context"
	"reflect"
	"strings"
	"testing"
)

func TestParseFlags(t *testing.T) {
	f := ParseFlags(strings.Fields("-v -tags x,y -run -ldflags=a -race -ldflags -s -modfile=alt.mod -mod vendor -count=2 -args -ldflags z -tags=q"))
	want := Flags{
		Build:   []string{"-tags", "x,y", "-race", "-mod", "vendor"},
		Ldflags: []string{"-s"},
		Modfile: "alt.mod",
		// -run takes the next word, even one that looks like a flag.
		Rest: []string{"-v", "-tags", "x,y", "-run", "-ldflags=a", "-race", "-count=2", "-args", "-ldflags", "z", "-tags=q"},
	}
	if !reflect.DeepEqual(f, want) {
		t.Errorf("got  %q\nwant %q", f, want)
	}
}

func TestMergeLdflags(t *testing.T) {
	for _, c := range []struct {
		user []string
		want []string
	}{
		{nil, []string{"-ldflags=-X p.m=v"}},
		{[]string{"-s -w"}, []string{"-ldflags=-s -w -X p.m=v"}},
		{[]string{"all=-s", "-w"}, []string{"-ldflags=all=-s -X p.m=v", "-ldflags=-w -X p.m=v"}},
	} {
		if got := MergeLdflags(c.user, "p.m", "v"); !reflect.DeepEqual(got, c.want) {
			t.Errorf("MergeLdflags(%q) = %q, want %q", c.user, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for v, want := range map[string]string{
		"go1.26.8":                      "1.26",
		"go1.27rc1":                     "1.27",
		"devel go1.28-abcdef Mon Jan 1": "1.28",
	} {
		if got := (&Env{GOVERSION: v}).Language(); got != want {
			t.Errorf("Language of %q = %q, want %q", v, got, want)
		}
	}
}

func TestReadEnvOutsideModules(t *testing.T) {
	e, err := ReadEnv(context.Background(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if e.GOMOD != "" || e.GOROOT == "" {
		t.Errorf("got %+v, want no GOMOD and a GOROOT", e)
	}
}

func TestRunFailure(t *testing.T) {
	var out bytes.Buffer
	c := Command{Args: []string{"go", "no-such-command"}, Stderr: &out}
	err := c.Run(context.Background())
	if !Failed(err) || !strings.Contains(out.String(), "no-such-command") {
		t.Errorf("err %v, output %q: want a failure that names the command", err, out.String())
	}
	c.Args[0] = "no-such-program"
	if err := c.Run(context.Background()); err == nil || Failed(err) {
		t.Errorf("err %v: want an error other than a failed program", err)
	}
}
