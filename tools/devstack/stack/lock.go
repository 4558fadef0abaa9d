package stack

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// lock lets one stack at a time use a state folder. The kernel drops it with the
// process, however that ends.
func lock(o Options) (*os.File, error) {
	f, err := os.OpenFile(o.file("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, err
		}
		owner, _ := os.ReadFile(f.Name())
		return nil, fmt.Errorf("another devstack (pid %s) already runs in %s; use that one, stop it, or choose another folder with --state DIR",
			strings.TrimSpace(string(owner)), o.State)
	}
	if err := f.Truncate(0); err != nil {
		f.Close()
		return nil, err
	}
	if _, err := fmt.Fprintln(f, os.Getpid()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
