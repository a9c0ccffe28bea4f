package storagetest

import (
	"os/exec"
	"syscall"
)

// dieWithTests ends the server when the tests are gone, also when they were killed.
func dieWithTests(cmd *exec.Cmd) { cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT }
