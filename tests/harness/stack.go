// Package harness lets end-to-end tests read like stories: a desk of technicians, people with phones and inboxes, and the real programs between them.
package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Stack is a running product: the real binaries with a private Postgres, Temporal and the sandbox, on ports and in a folder of its own.
type Stack struct {
	Dev
	Dir     string
	Bin     string
	process *exec.Cmd
	exited  chan error
	stopped bool

	expected *expectations
}

// Dev is what devstack writes to dev.json.
type Dev struct {
	APIURL              string         `json:"api_url"`
	APIKey              string         `json:"api_key"`
	ConsoleURL          string         `json:"console_url"`
	ConsoleEmail        string         `json:"console_email"`
	ConsolePassword     string         `json:"console_password"`
	PodURL              string         `json:"pod_url"`
	TemporalUIURL       string         `json:"temporal_ui_url"`
	TemporalAddress     string         `json:"temporal_address"`
	TemporalNamespace   string         `json:"temporal_namespace"`
	SandboxURL          string         `json:"sandbox_url"`
	DatabaseURL         string         `json:"database_url"`
	VerificationNumber  string         `json:"verification_number"`
	VerificationMailbox string         `json:"verification_mailbox"`
	TenantID            string         `json:"tenant_id"`
	OwnerDatabaseURL    string         `json:"owner_database_url"`
	KeysFile            string         `json:"keys_file"`
	PIDs                map[string]int `json:"pids"`
}

// startTimeout is generous: the machines that run tests are shared.
const startTimeout = 3 * time.Minute

// Start brings a stack up and returns when it is ready. extra are further arguments of devstack.
func Start(extra ...string) (*Stack, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	return start(bin, bin, extra...)
}

// StartWith brings a stack up whose product comes from another folder than devstack.
func StartWith(product string) (*Stack, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	return start(bin, product)
}

func start(bin, product string, extra ...string) (*Stack, error) {
	dir, err := os.MkdirTemp("", "countersign-e2e-")
	if err != nil {
		return nil, err
	}
	base, err := freePorts(6)
	if err != nil {
		return nil, err
	}
	s := &Stack{Dir: dir, Bin: bin, exited: make(chan error, 1), expected: newExpectations()}
	s.process = exec.Command(filepath.Join(bin, "devstack"), append([]string{"run", "--quiet", "--state", dir, "--bin", product, "--port-base", strconv.Itoa(base)}, extra...)...)
	s.process.Stdout, s.process.Stderr = os.Stderr, os.Stderr
	if filepath.Base(product) == "movable-clock" {
		s.process.Env = append(os.Environ(), "COUNTERSIGN_CLOCK_FILE="+s.clockFile())
	}
	s.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	go func() { s.exited <- s.process.Wait() }()
	if err := s.awaitReady(); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// binaries are built by `make build`; tests run real programs, never code of their own process.
func binaries() (string, error) {
	dir := os.Getenv("COUNTERSIGN_BIN")
	if dir == "" {
		root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(string(root[:len(root)-1]), "bin")
	}
	for _, name := range []string{"countersign", "sandbox", "devstack"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return "", fmt.Errorf("%w; run `make build` first", err)
		}
	}
	return dir, nil
}

// freePorts finds a run of n free ports, below those that the system gives to outgoing connections.
func freePorts(n int) (int, error) {
	for try := range 200 {
		base := 21000 + (os.Getpid()*37+try*n)%11000
		if allFree(base, n) {
			return base, nil
		}
	}
	return 0, errors.New("no free ports")
}

func allFree(base, n int) bool {
	for port := base; port < base+n; port++ {
		listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			return false
		}
		listener.Close()
	}
	return true
}

func (s *Stack) awaitReady() error {
	deadline := time.Now().Add(startTimeout)
	for time.Now().Before(deadline) {
		select {
		case err := <-s.exited:
			s.exited <- err
			return fmt.Errorf("devstack ended: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
		if s.Reload() == nil && s.Ready() {
			return nil
		}
	}
	return fmt.Errorf("the stack was not ready within %s; its logs are in %s", startTimeout, s.Dir)
}

// Ready reports whether the API says it can work.
func (s *Stack) Ready() bool {
	resp, err := http.Get(s.APIURL + "/readyz")
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// Reload reads dev.json again: process ids change when a process is restarted.
func (s *Stack) Reload() error {
	raw, err := os.ReadFile(filepath.Join(s.Dir, "dev.json"))
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, &s.Dev)
}

// Stop ends every process. The folder is kept when COUNTERSIGN_KEEP is set.
func (s *Stack) Stop() {
	s.stopped = true
	_ = s.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.exited: //nolint:errcheck // however it ended
	case <-time.After(time.Minute):
		_ = syscall.Kill(-s.process.Process.Pid, syscall.SIGKILL)
	}
	if os.Getenv("COUNTERSIGN_KEEP") == "" {
		_ = exec.Command(filepath.Join(s.Bin, "devstack"), "reset", "--state", s.Dir).Run()
		_ = os.RemoveAll(s.Dir)
	}
}

// Main runs a package's tests against one shared stack, and fails when one of them left something unexpected behind.
func Main(m *testing.M, shared **Stack) {
	s, err := Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	*shared = s
	code := m.Run()
	if err := s.checkAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	s.Stop()
	os.Exit(code)
}
