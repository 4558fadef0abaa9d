package children

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func shell(t *testing.T, script string) Spec {
	t.Helper()
	return Spec{
		Name: "sleeper", Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"PATH=/usr/bin:/bin"},
		Dir: t.TempDir(), LogPath: filepath.Join(t.TempDir(), "sleeper.log"), Stop: syscall.SIGTERM, Grace: 10 * time.Second,
	}
}

func always(context.Context) error { return nil }
func never(context.Context) error  { return errors.New("nobody answers") }

func running(pid int) bool { return syscall.Kill(pid, 0) == nil }

func TestAKilledChildLivesAgainUnderAnotherPid(t *testing.T) {
	t.Parallel()
	c, err := Launch(shell(t, "exec sleep 600"))
	require.NoError(t, err)
	require.NoError(t, c.Await(t.Context(), time.Second, always))

	said, changed := make(chan string, 1), make(chan struct{}, 1)
	c.Keep(func(line string) { said <- line }, func() { changed <- struct{}{} })
	first := c.Pid()
	require.NoError(t, syscall.Kill(first, syscall.SIGKILL))
	require.Contains(t, <-said, "sleeper stopped (signal: killed); starting it again in 250ms")
	<-changed
	second := c.Pid()
	require.NotEqual(t, first, second)
	require.True(t, running(second))

	c.Stop(nil)
	require.False(t, running(second))
	c.Stop(nil) // a second call finds nothing to do
}

func TestStopDuringAPauseStartsNothing(t *testing.T) {
	t.Parallel()
	c, err := Launch(shell(t, "exit 3"))
	require.NoError(t, err)
	said := make(chan string, 16)
	c.Keep(func(line string) { said <- line }, func() {})
	require.Contains(t, <-said, "exit status 3")
	c.Stop(nil)
	require.False(t, running(c.Pid()))
}

func TestAFailedStartShowsItsLastLinesOnly(t *testing.T) {
	t.Parallel()
	spec := shell(t, "seq 1 40; echo cannot bind >&2; exit 7")
	require.NoError(t, os.WriteFile(spec.LogPath, []byte("a line of an earlier day\n"), 0o600))
	c, err := Launch(spec)
	require.NoError(t, err)
	err = c.Await(t.Context(), 5*time.Second, never)
	var failed *Failure
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "exit status 7", failed.Reason)
	require.Len(t, failed.Tail, tailLines)
	require.Equal(t, "cannot bind", failed.Tail[tailLines-1])
	require.NotContains(t, err.Error(), "earlier day")
	c.Stop(nil)
}

func TestAChildThatIsNeverReadyIsReported(t *testing.T) {
	t.Parallel()
	c, err := Launch(shell(t, "exec sleep 600"))
	require.NoError(t, err)
	require.ErrorContains(t, c.Await(t.Context(), 50*time.Millisecond, never), "not ready after 50ms: nobody answers")
	c.Stop(nil)
}

func TestWhatIgnoresTheRequestIsKilledWithItsOwnChildren(t *testing.T) {
	t.Parallel()
	spec := shell(t, `trap "" TERM; sleep 600 & echo $! > grandchild; wait; wait`)
	spec.Grace = 50 * time.Millisecond
	c, err := Launch(spec)
	require.NoError(t, err)
	var grandchild int
	require.NoError(t, c.Await(t.Context(), 5*time.Second, func(context.Context) error {
		text, err := os.ReadFile(filepath.Join(spec.Dir, "grandchild"))
		if err != nil {
			return err
		}
		grandchild, err = strconv.Atoi(strings.TrimSpace(string(text)))
		return err
	}))
	c.Stop(nil)
	require.False(t, running(c.Pid()))
	require.Eventually(t, func() bool { return !runningNotZombie(grandchild) }, 5*time.Second, 10*time.Millisecond)
}

// runningNotZombie: an orphan waits for init to collect it, which a container's
// first process may never do.
func runningNotZombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return running(pid) && !os.IsNotExist(err)
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z")
}

func TestOutputIsReturnedAndKeptOutOfTheLog(t *testing.T) {
	t.Parallel()
	spec := shell(t, "echo secret; echo note >&2")
	out, err := Output(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, "secret\n", string(out))
	log, err := os.ReadFile(spec.LogPath)
	require.NoError(t, err)
	require.Equal(t, "note\n", string(log))
}

func TestFinishEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, Finish(ctx, shell(t, "exec sleep 600")), context.DeadlineExceeded)
}
