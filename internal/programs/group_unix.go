//go:build unix

package programs

import (
	"os/exec"
	"syscall"
)

// ownGroup makes cmd the leader of a process group and kills the group when
// its context ends: the program that go run started has to go with it.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
