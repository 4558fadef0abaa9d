//go:build !linux

package children

import "syscall"

// attributes put the child into its own process group, so that Ctrl-C in a
// terminal reaches the supervisor alone and children stop in order. Only Linux
// can also stop a child whose supervisor was killed.
func attributes(_ syscall.Signal, account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: account}
}
