package children

import (
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Spec is one program and how it is to be run.
type Spec struct {
	Name    string // as the address table and the log call it
	Path    string
	Args    []string
	Env     []string // whole environment, KEY=VALUE
	Dir     string
	LogPath string // standard output and error are appended here

	Stop    syscall.Signal      // asks for an orderly end
	Grace   time.Duration       // how long that end may take before the kill
	Account *syscall.Credential // nil for the account of the caller
}

// command opens the log and prepares the process; the caller closes the log once
// the process has its own copy.
func (s Spec) command(stdout io.Writer) (*exec.Cmd, *os.File, error) {
	log, err := openLog(s.LogPath)
	if err != nil {
		return nil, nil, err
	}
	cmd := exec.Command(s.Path, s.Args...)
	cmd.Env, cmd.Dir = s.Env, s.Dir
	cmd.Stdout, cmd.Stderr = log, log
	if stdout != nil {
		cmd.Stdout = stdout
	}
	cmd.SysProcAttr = attributes(s.Stop, s.Account)
	return cmd, log, nil
}

func logSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil || info.Size() > largestLog {
		return 0 // absent, or about to be put aside
	}
	return info.Size()
}
