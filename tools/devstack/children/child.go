package children

import (
	"context"
	"fmt"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

const readyPause = 100 * time.Millisecond

// Child is a program that is meant to run until Stop. Its first life either
// becomes ready or fails the start (Await); from Keep on it is started again
// whenever it ends.
type Child struct {
	spec     Spec
	mu       sync.Mutex
	life     *life
	stopping chan struct{}
	stop     sync.Once
	kept     chan struct{} // closed when the keeper has gone; nil before Keep
}

// life is one process of a child.
type life struct {
	pid     int
	since   time.Time
	logFrom int64         // size of the log before this process wrote
	ended   chan struct{} // closed after err is set
	err     error
}

// Launch starts the first life.
func Launch(spec Spec) (*Child, error) {
	c := &Child{spec: spec, stopping: make(chan struct{})}
	if err := c.begin(); err != nil {
		return nil, err
	}
	return c, nil
}

// Pid of the present life, or of the last one while the next is awaited.
func (c *Child) Pid() int { return c.current().pid }

func (c *Child) current() *life {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.life
}

func (c *Child) begin() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.stopping:
		return nil // Stop won the race; there is nothing to begin
	default:
	}
	from := logSize(c.spec.LogPath)
	cmd, log, err := c.spec.command(nil)
	if err != nil {
		return fmt.Errorf("%s cannot start: %w", c.spec.Name, err)
	}
	defer log.Close()
	if err := start(cmd); err != nil {
		return fmt.Errorf("%s cannot start: %w", c.spec.Name, err)
	}
	l := &life{pid: cmd.Process.Pid, since: time.Now(), logFrom: from, ended: make(chan struct{})}
	c.life = l
	go l.await(cmd)
	return nil
}

func (l *life) await(cmd *exec.Cmd) {
	l.err = cmd.Wait()
	close(l.ended)
}

// Await returns once ready answers without an error, and fails when the process
// ends first or the time is over.
func (c *Child) Await(ctx context.Context, within time.Duration, ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	l := c.current()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-l.ended:
			return failure(c.spec, l.logFrom, describe(l.err))
		case <-ctx.Done():
			if context.Cause(ctx) == context.DeadlineExceeded {
				return failure(c.spec, l.logFrom, fmt.Sprintf("not ready after %s: %v", within, err))
			}
			return ctx.Err()
		case <-time.After(readyPause):
		}
	}
}

// Keep starts the child again whenever it ends, until Stop. It tells of each end
// and of each new life.
func (c *Child) Keep(say func(string), changed func()) {
	c.kept = make(chan struct{})
	go func() {
		defer close(c.kept)
		c.keep(say, changed)
	}()
}

func (c *Child) keep(say func(string), changed func()) {
	var b backoff
	for {
		l := c.current()
		select {
		case <-c.stopping:
			return
		case <-l.ended:
		}
		pause := b.next(time.Since(l.since))
		reason := describe(l.err)
		for {
			select {
			case <-c.stopping:
				return
			default:
			}
			say(fmt.Sprintf("%s stopped (%s); starting it again in %s, see %s", c.spec.Name, reason, pause, c.spec.LogPath))
			select {
			case <-c.stopping:
				return
			case <-time.After(pause):
			}
			err := c.begin()
			if err == nil {
				break
			}
			reason, pause = err.Error(), b.next(0)
		}
		changed()
	}
}

// Stop asks for an orderly end, waits for it, and kills what does not end in its
// time or once hurry is closed. It may be called more than once.
func (c *Child) Stop(hurry <-chan struct{}) {
	c.mu.Lock() // no new life may begin between the mark and the look at the present one
	c.stop.Do(func() { close(c.stopping) })
	l := c.life
	c.mu.Unlock()

	terminate(l, c.spec, hurry)
	if c.kept != nil {
		<-c.kept
	}
}

func terminate(l *life, spec Spec, hurry <-chan struct{}) {
	select {
	case <-l.ended:
		return
	default:
	}
	_ = syscall.Kill(l.pid, spec.Stop) // it may have ended just now
	select {
	case <-l.ended:
		return
	case <-time.After(spec.Grace):
	case <-hurry:
	}
	_ = syscall.Kill(-l.pid, syscall.SIGKILL)
	<-l.ended
}

func describe(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}
