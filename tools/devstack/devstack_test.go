package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"countersign/tools/devstack/children"
	"countersign/tools/devstack/postgres"
	"countersign/tools/devstack/stack"
)

const patience = 3 * time.Minute

// desk is a folder in which stacks of one test run, on ports of their own.
type desk struct {
	t          *testing.T
	state, bin string
	base       int
	env        []string // beside the test's own
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Postgres and Temporal")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	bin := t.TempDir()
	for _, name := range []string{"devstack", "countersign", "sandbox"} {
		// Not a symbolic link: a process that asks for its own path gets the target's.
		link(t, self, filepath.Join(bin, name))
	}
	d := &desk{t: t, state: filepath.Join(t.TempDir(), "state"), bin: bin, base: freeRange(t)}
	t.Cleanup(d.reset) // the database may be outside the test's folder
	return d
}

func (d *desk) reset() {
	cmd := exec.Command(filepath.Join(d.bin, "devstack"), "reset", "--state", d.state)
	cmd.Env = append(os.Environ(), standIn+"=yes")
	out, err := cmd.CombinedOutput()
	require.NoError(d.t, err, string(out))
}

func link(t *testing.T, from, to string) {
	t.Helper()
	if os.Link(from, to) == nil {
		return
	}
	text, err := os.ReadFile(from) // on another file system
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, text, 0o755))
}

// ranges keeps the tests of this process apart from each other.
var ranges struct {
	sync.Mutex
	next int
}

// freeRange finds ten ports in a row that nothing listens on.
func freeRange(t *testing.T) int {
	ranges.Lock()
	defer ranges.Unlock()
	for base := max(ranges.next, 20000+os.Getpid()%500*20); base < 32000; base += 10 {
		if allFree(base, 10) {
			ranges.next = base + 10
			return base
		}
	}
	require.Fail(t, "no ten free ports in a row")
	return 0
}

func allFree(base, n int) bool {
	for port := base; port < base+n; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			return false
		}
		l.Close()
	}
	return true
}

// session is one devstack process.
type session struct {
	*desk
	cmd   *exec.Cmd
	ended chan struct{}
	said  bytes.Buffer
}

func (d *desk) start(more ...string) *session {
	d.t.Helper()
	args := append([]string{"run", "--state", d.state, "--bin", d.bin, "--port-base", strconv.Itoa(d.base)}, more...)
	s := &session{desk: d, cmd: exec.Command(filepath.Join(d.bin, "devstack"), args...), ended: make(chan struct{})}
	s.cmd.Env = append(append(os.Environ(), standIn+"=yes"), d.env...)
	s.cmd.Stdout, s.cmd.Stderr = &s.said, &s.said
	require.NoError(d.t, s.cmd.Start())
	go func() {
		_ = s.cmd.Wait() // the exit code is read from ProcessState
		close(s.ended)
	}()
	d.t.Cleanup(func() {
		_ = s.cmd.Process.Signal(syscall.SIGTERM) // ended long ago, usually
		<-s.ended
	})
	return s
}

// ready waits for dev.json.
func (s *session) ready() stack.Dev {
	s.t.Helper()
	var dev stack.Dev
	s.until("the stack is ready", func() bool {
		select {
		case <-s.ended:
			require.Fail(s.t, "devstack ended early", s.said.String())
		default:
		}
		found, err := s.dev()
		dev = found
		return err == nil
	})
	return dev
}

func (d *desk) dev() (stack.Dev, error) {
	var dev stack.Dev
	text, err := os.ReadFile(filepath.Join(d.state, "dev.json"))
	if err != nil {
		return dev, err
	}
	return dev, json.Unmarshal(text, &dev)
}

func (d *desk) until(what string, condition func() bool) {
	d.t.Helper()
	require.Eventually(d.t, condition, patience, 50*time.Millisecond, what)
}

func (s *session) stop(signal syscall.Signal) {
	s.t.Helper()
	require.NoError(s.t, s.cmd.Process.Signal(signal))
	<-s.ended
}

func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

func all(p stack.Pids) []int { return []int{p.Postgres, p.Temporal, p.API, p.Worker, p.Sandbox} }

func TestAStackRestartsWhatDiesAndRemembersEverything(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.start()
	dev := s.ready()

	for _, pid := range all(dev.Pids) {
		require.NotZero(t, pid)
		require.True(t, alive(pid))
	}
	info, err := os.Stat(filepath.Join(d.state, "dev.json"))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	require.Equal(t, fmt.Sprintf("http://localhost:%d", d.base), dev.APIURL)
	require.Equal(t, "demo@bluepeak.example", dev.ConsoleEmail)

	runID := startWorkflow(t, dev, "remembered")

	// Each process in turn is killed and comes back under another pid.
	for name, pick := range map[string]func(stack.Pids) int{
		"api":      func(p stack.Pids) int { return p.API },
		"worker":   func(p stack.Pids) int { return p.Worker },
		"sandbox":  func(p stack.Pids) int { return p.Sandbox },
		"postgres": func(p stack.Pids) int { return p.Postgres },
		"temporal": func(p stack.Pids) int { return p.Temporal },
	} {
		before := pick(s.ready().Pids)
		require.NoError(t, syscall.Kill(before, syscall.SIGKILL))
		d.until(name+" is back", func() bool {
			now, err := d.dev()
			return err == nil && pick(now.Pids) != before && alive(pick(now.Pids))
		})
	}
	d.until("the workflow is found after the kills", func() bool { return describe(t, dev, "remembered") == runID })

	last := s.ready().Pids
	s.stop(syscall.SIGINT)
	require.Zero(t, s.cmd.ProcessState.ExitCode(), s.said.String())
	for _, pid := range all(last) {
		require.False(t, alive(pid), "pid %d outlived devstack", pid)
	}
	_, err = d.dev()
	require.ErrorIs(t, err, fs.ErrNotExist, "dev.json says that a stack is ready")
	requireOrder(t, s.said.String(), "stopping api", "stopping worker", "stopping sandbox", "stopping temporal", "stopping postgres")

	again := d.start().ready()
	require.Equal(t, dev.APIKey, again.APIKey)
	require.Equal(t, dev.ConsolePassword, again.ConsolePassword)
	require.Equal(t, dev.DatabaseURL, again.DatabaseURL)
	d.until("the workflow is found after the restart", func() bool { return describe(t, again, "remembered") == runID })
	require.Equal(t, 2, countSeeds(t, again), "the database kept its rows")
}

func TestNothingOutlivesADevstackThatIsKilled(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("only Linux can stop the children of a killed process")
	}
	d := newDesk(t)
	s := d.start()
	dev := s.ready()
	s.stop(syscall.SIGKILL)
	for _, pid := range all(dev.Pids) {
		d.until(fmt.Sprintf("process %d ends", pid), func() bool { return !alive(pid) || isZombie(pid) })
	}
	require.Equal(t, dev.APIKey, d.start().ready().APIKey, "the next start finds everything in order")
}

func TestOnlyPostgresAndTemporalNeedNothingOfTheProduct(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, os.Remove(filepath.Join(d.bin, "countersign")))
	require.NoError(t, os.Remove(filepath.Join(d.bin, "sandbox")))
	s := d.start("--without", "migrate,sandbox,api,worker", "--quiet")
	dev := s.ready()
	require.NotZero(t, dev.Pids.Temporal)
	require.Zero(t, dev.Pids.API)
	require.NotEmpty(t, startWorkflow(t, dev, "any"))
	s.stop(syscall.SIGTERM)
	require.Empty(t, s.said.String())

	d.reset()
	_, err := os.Stat(filepath.Join(d.state, "postgres"))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestAPostgresOfOnesOwnIsUsedAndLeftRunning(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	server, url := ownPostgres(t)
	d.env = []string{"COUNTERSIGN_DATABASE_URL=" + url}
	s := d.start()
	dev := s.ready()
	require.Zero(t, dev.Pids.Postgres)
	require.NotZero(t, dev.Pids.Temporal)
	require.Equal(t, 1, countSeeds(t, dev))
	require.NotEmpty(t, startWorkflow(t, dev, "any"))
	s.stop(syscall.SIGTERM)
	require.True(t, alive(server.Pid()))
	require.Equal(t, 2, countSeeds(t, d.start().ready()), "the second start finds its databases")
}

// ownPostgres is a server that no stack started.
func ownPostgres(t *testing.T) (*children.Child, string) {
	t.Helper()
	account, err := postgres.ChooseAccount(os.Geteuid())
	require.NoError(t, err)
	state := t.TempDir()
	home, err := postgres.ChooseHome(state, account)
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(home) })
	binaries, err := postgres.Find(os.Getenv("PATH"), 0)
	if errors.Is(err, postgres.ErrNotInstalled) {
		t.Skip("needs an installed Postgres")
	}
	require.NoError(t, err)
	cluster := postgres.Cluster{
		Home: home, Account: account, Binaries: binaries, Port: freeRange(t), Password: "of/my:own@%", LogPath: filepath.Join(state, "log"),
	}
	require.NoError(t, cluster.Create(t.Context()))
	server, err := children.Launch(cluster.Server())
	require.NoError(t, err)
	t.Cleanup(func() { server.Stop(nil) })
	url := cluster.URL("postgres")
	require.NoError(t, server.Await(t.Context(), patience, func(ctx context.Context) error { return postgres.Ping(ctx, url) }))
	return server, url
}

func TestWhatIsWrongIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	refused := func(want string, more ...string) {
		t.Helper()
		s := d.start(more...)
		<-s.ended
		require.Equal(t, 1, s.cmd.ProcessState.ExitCode())
		require.Contains(t, s.said.String(), want)
		require.Equal(t, 1, strings.Count(s.said.String(), "\n"), s.said.String())
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	refused("devstack: port taken: "+port+", wanted for the API, is in use; stop what listens there or choose another with --api-port N", "--api-port", port)

	refused("--without cheese is none of", "--without", "cheese")

	d.env = []string{"COUNTERSIGN_DATABASE_URL=postgres:///countersign?host=/tmp"}
	refused("COUNTERSIGN_DATABASE_URL names no host")
	d.env = []string{"COUNTERSIGN_DATABASE_URL=postgres://owner:two%20words@127.0.0.1:1/postgres"}
	refused("COUNTERSIGN_DATABASE_URL has a space in its password")
	d.env = []string{"COUNTERSIGN_DATABASE_URL=postgres://owner:word@127.0.0.1:1/postgres"}
	refused("the Postgres of COUNTERSIGN_DATABASE_URL does not answer")
	d.env = nil

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	refused("is not writable", "--state", filepath.Join(file, "state"))

	require.NoError(t, os.Remove(filepath.Join(d.bin, "sandbox")))
	refused("sandbox is missing; build it with make build")
}

func TestAFailingServiceEndsTheStartWithItsLastLines(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, os.Remove(filepath.Join(d.bin, "sandbox")))
	script := "#!/bin/sh\necho the store is locked >&2\nexit 4\n"
	require.NoError(t, os.WriteFile(filepath.Join(d.bin, "sandbox"), []byte(script), 0o755))
	s := d.start()
	<-s.ended
	require.Equal(t, 1, s.cmd.ProcessState.ExitCode())
	require.Contains(t, s.said.String(), "devstack: sandbox failed (exit status 4)")
	require.Contains(t, s.said.String(), "    the store is locked")
	require.True(t, allFree(d.base, 6), "something still listens")
}

func TestOneStateFolderServesOneStack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := d.start("--without", "migrate,sandbox,api,worker")
	first.ready()
	second := d.start("--port-base", strconv.Itoa(freeRange(t)))
	<-second.ended
	require.Contains(t, second.said.String(), fmt.Sprintf("another devstack (pid %d) already runs in", first.cmd.Process.Pid))
}

func requireOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, after, found := strings.Cut(text, part)
		require.True(t, found, "%q is missing or out of order in:\n%s", part, text)
		text = after
	}
}

// isZombie: an orphan is gone once it only waits to be collected by init, which
// the first process of a container may never do.
func isZombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(after, "Z")
}

func frontend(t *testing.T, dev stack.Dev) workflowservice.WorkflowServiceClient {
	t.Helper()
	conn, err := grpc.NewClient(dev.TemporalAddress, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return workflowservice.NewWorkflowServiceClient(conn)
}

func startWorkflow(t *testing.T, dev stack.Dev, id string) (runID string) {
	t.Helper()
	started, err := frontend(t, dev).StartWorkflowExecution(t.Context(), &workflowservice.StartWorkflowExecutionRequest{
		Namespace: dev.TemporalNamespace, WorkflowId: id, RequestId: id,
		WorkflowType: &commonpb.WorkflowType{Name: "Waiting"}, TaskQueue: &taskqueuepb.TaskQueue{Name: "nobody"},
	})
	require.NoError(t, err)
	return started.RunId
}

// describe returns the run id, or nothing while Temporal is not there.
func describe(t *testing.T, dev stack.Dev, id string) string {
	found, err := frontend(t, dev).DescribeWorkflowExecution(t.Context(), &workflowservice.DescribeWorkflowExecutionRequest{
		Namespace: dev.TemporalNamespace, Execution: &commonpb.WorkflowExecution{WorkflowId: id},
	})
	if err != nil {
		return ""
	}
	return found.WorkflowExecutionInfo.Execution.RunId
}

func countSeeds(t *testing.T, dev stack.Dev) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dev.DatabaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM seeds`).Scan(&n))
	return n
}
