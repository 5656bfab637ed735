package gocmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os/exec"
	"strings"
)

// Env is the part of the go command's environment that Evert needs.
type Env struct {
	GOROOT    string
	GOVERSION string
	GOMOD     string // go.mod of the main module; empty outside modules
	GOWORK    string // go.work in use; empty if there is none
	GOFLAGS   string
}

// ReadEnv asks the go command, as it behaves in dir with the environment env.
func ReadEnv(ctx context.Context, dir string, env []string) (*Env, error) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOVERSION", "GOMOD", "GOWORK", "GOFLAGS")
	cmd.Dir, cmd.Env = dir, env
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("cannot find the go command: install Go, or put its bin folder on the PATH")
	}
	if err != nil {
		return nil, fmt.Errorf("cannot ask the go command for its environment: %s", firstOf(stderr.String(), err.Error()))
	}
	e := new(Env)
	if err := json.Unmarshal(out, e); err != nil {
		return nil, fmt.Errorf("cannot read the output of go env: %v", err)
	}
	if e.GOMOD == "/dev/null" || e.GOMOD == "NUL" {
		e.GOMOD = "" // in module mode, but outside every module
	}
	if e.GOWORK == "off" {
		e.GOWORK = ""
	}
	return e, nil
}

// Language is the language version of the toolchain, without the "go": what
// files outside every module are compiled with.
func (e *Env) Language() string {
	v := e.GOVERSION
	// Development versions read "devel go1.27-abcdef ...".
	for _, field := range strings.Fields(v) {
		if strings.HasPrefix(field, "go1") {
			v, _, _ = strings.Cut(field, "-")
		}
	}
	return strings.TrimPrefix(version.Lang(v), "go")
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
