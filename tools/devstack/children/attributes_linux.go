package children

import "syscall"

// attributes put the child into its own process group, so that Ctrl-C in a
// terminal reaches the supervisor alone and children stop in order, and have the
// kernel stop the child should the supervisor die without a word.
func attributes(stop syscall.Signal, account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: stop, Credential: account}
}
