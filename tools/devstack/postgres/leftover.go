package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const leftoverGrace = 20 * time.Second

// StopLeftover ends a server that outlived its supervisor, and takes away a lock
// file whose process is gone or is somebody else by now.
func StopLeftover(ctx context.Context, home string) error {
	lock := filepath.Join(dataIn(home), "postmaster.pid")
	pid, err := lockOwner(lock)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !isServerOf(pid, dataIn(home)) {
		return os.Remove(lock)
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("a Postgres of an earlier start (pid %d) still runs and cannot be stopped: %w", pid, err)
	}
	deadline := time.After(leftoverGrace)
	for isServerOf(pid, dataIn(home)) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline:
			return fmt.Errorf("a Postgres of an earlier start (pid %d) does not stop; end it with kill -QUIT %d", pid, pid)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// lockOwner reads the process id, the first line of postmaster.pid.
func lockOwner(lock string) (int, error) {
	text, err := os.ReadFile(lock)
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 {
		return 0, fmt.Errorf("%s does not begin with a process id; remove it when no Postgres runs", lock)
	}
	return pid, nil
}

// isServerOf tells a living server of this data folder from a process that has
// been given the same number since.
func isServerOf(pid int, data string) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	if _, err := os.Stat("/proc/self/cwd"); err == nil {
		folder, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid)) // a server works in its data folder
		return err == nil && folder == data
	}
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(name), "postgres")
}
