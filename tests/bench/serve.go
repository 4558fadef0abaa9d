package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// instance is one more process of the product beside those of the stack, with the same settings on a port of its own.
type instance struct {
	url     string
	started time.Duration // from the start of the process to its first "ready"
	process *exec.Cmd
}

const (
	instanceWithin = 30 * time.Second
	instancePoll   = 2 * time.Millisecond
)

// launch runs `countersign COMMAND` and waits until it is ready.
func (b *bench) launch(ctx context.Context, command string) (*instance, error) {
	settings, err := environ(b.stack.PIDs["api"])
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(b.stack.Dir, "logs", "bench-"+command+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close() // the child has its own
	i := &instance{url: "http://" + address, process: exec.Command(filepath.Join(b.stack.Bin, "countersign"), command)}
	i.process.Env = append(settings, "COUNTERSIGN_LISTEN="+address) // the last one counts
	i.process.Stdout, i.process.Stderr = log, log
	begun := time.Now()
	if err := i.process.Start(); err != nil {
		return nil, err
	}
	for time.Since(begun) < instanceWithin {
		if (caller{base: i.url}).do(ctx, http.MethodGet, "/readyz", nil, http.StatusOK, nil) == nil {
			i.started = time.Since(begun)
			return i, nil
		}
		if err := pause(ctx, instancePoll); err != nil {
			break
		}
	}
	i.stop()
	return nil, fmt.Errorf("countersign %s was not ready within %s; see %s", command, instanceWithin, log.Name())
}

func (i *instance) stop() {
	_ = i.process.Process.Signal(syscall.SIGTERM)
	_ = i.process.Wait()
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
