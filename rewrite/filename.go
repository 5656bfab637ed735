package rewrite

import (
	"path/filepath"
	"strings"
)

// targets are the operating systems and architectures that the go command knows
// in file names (go/build's list, which never shrinks).
var targets = map[string]bool{
	"aix": true, "android": true, "darwin": true, "dragonfly": true, "freebsd": true, "hurd": true, "illumos": true,
	"ios": true, "js": true, "linux": true, "nacl": true, "netbsd": true, "openbsd": true, "plan9": true,
	"solaris": true, "wasip1": true, "windows": true, "zos": true,
	"386": true, "amd64": true, "amd64p32": true, "arm": true, "armbe": true, "arm64": true, "arm64be": true,
	"loong64": true, "mips": true, "mipsle": true, "mips64": true, "mips64le": true, "mips64p32": true, "mips64p32le": true,
	"ppc": true, "ppc64": true, "ppc64le": true, "riscv": true, "riscv64": true, "s390": true, "s390x": true,
	"sparc": true, "sparc64": true, "wasm": true,
}

// fileName is the generated file's name: x.go becomes x_deferred.go, and the parts
// that mean something to the go command stay last.
func fileName(src string) string {
	dir, base := filepath.Split(src)
	stem := strings.TrimSuffix(base, ".go")
	parts := strings.Split(stem, "_")
	n := len(parts)
	keep := n
	if n > 1 && parts[keep-1] == "test" {
		keep--
	}
	for i := 0; i < 2 && keep > 1 && targets[parts[keep-1]]; i++ {
		keep--
	}
	out := append(append(append([]string(nil), parts[:keep]...), "deferred"), parts[keep:]...)
	return dir + strings.Join(out, "_") + ".go"
}
