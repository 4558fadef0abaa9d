package children

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"syscall"
)

// Finish runs a program that ends by itself; all it says goes to its log.
func Finish(ctx context.Context, spec Spec) error { return finish(ctx, spec, nil) }

// Output runs a program that ends by itself and returns its standard output,
// which is kept out of the log.
func Output(ctx context.Context, spec Spec) ([]byte, error) {
	var stdout bytes.Buffer
	err := finish(ctx, spec, &stdout)
	return stdout.Bytes(), err
}

func finish(ctx context.Context, spec Spec, stdout io.Writer) error {
	from := logSize(spec.LogPath)
	cmd, log, err := spec.command(stdout)
	if err != nil {
		return fmt.Errorf("%s cannot start: %w", spec.Name, err)
	}
	defer log.Close()
	if err := start(cmd); err != nil {
		return fmt.Errorf("%s cannot start: %w", spec.Name, err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err = <-done:
	case <-ctx.Done():
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-done
		return context.Cause(ctx)
	}
	if err != nil {
		return failure(spec, from, err.Error())
	}
	return nil
}
