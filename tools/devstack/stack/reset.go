package stack

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"countersign/tools/devstack/postgres"
)

// Reset throws away everything a stack keeps. It refuses while the stack runs.
func Reset(ctx context.Context, state string) error {
	if _, err := os.Stat(state); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	state, err := openState(state)
	if err != nil {
		return err
	}
	o := Options{State: state}
	held, err := lock(o)
	if err != nil {
		return err
	}
	defer held.Close()

	home, err := recordedHome(o)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := postgres.StopLeftover(ctx, home); err != nil {
			return err
		}
		if err := os.RemoveAll(home); err != nil {
			return fmt.Errorf("the database folder stays: %w", err)
		}
	}
	for _, name := range []string{"secrets.json", "keys.json", "dev.json", "sandbox", "logs", homeRecord} {
		if err := os.RemoveAll(filepath.Join(state, name)); err != nil {
			return err
		}
	}
	return nil
}
