//go:build !js

package jshost_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The tests of the adapter are those of the files for js. They run in Node.
func TestNode(t *testing.T) {
	node, err := exec.LookPath("node")
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatal("cannot find node, which CI installs")
	default:
		t.Skip("cannot find node, to run a program for js/wasm")
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec_node.js")
	cmd := exec.Command("go", "test", "-count=1", "-v", "-exec", node+" --stack-size=8192 "+runner, ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS: TestAwait") {
		t.Errorf("the tests did not run:\n%s", out)
	}
}
