package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"countersign/core/keys"
	"countersign/store/retention"
)

type keysCommand struct {
	Generate keysGenerateCommand `cmd:"" help:"Write a new key ring; refuses to overwrite one."`
	Rotate   keysRotateCommand   `cmd:"" help:"Add a master key and make it the active one. Restart API and worker, then run reseal."`
	Reseal   keysResealCommand   `cmd:"" help:"Seal stored values under the active key; may run beside everything else."`
	List     keysListCommand     `cmd:"" help:"List the keys of the ring by id and age."`
}

type keysGenerateCommand struct {
	Out string `required:"" type:"path" help:"File to write, readable by its owner only."`
}

func (c keysGenerateCommand) Run() error {
	file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists; a key ring is never overwritten, for what it sealed would be lost", c.Out)
	}
	if err != nil {
		return err
	}
	if _, err := file.Write(keys.Generate().JSON()); err != nil {
		return err
	}
	return file.Close()
}

type keysRotateCommand struct{}

func (keysRotateCommand) Run() error {
	c, ring, err := loadRing()
	if err != nil {
		return err
	}
	rotated := ring.Rotated()
	if err := replaceFile(c.KeysFile, rotated.JSON()); err != nil {
		return err
	}
	fmt.Printf("%s is the active key now. Give the new ring to every API and worker and restart them, then run `countersign keys reseal`.\n", rotated.Active())
	return nil
}

// replaceFile swaps a file in one step, so that a crash leaves either the old ring or the new one.
func replaceFile(path string, content []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if _, err := temporary.Write(content); err != nil {
		return err
	}
	if err := temporary.Sync(); err != nil {
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

type keysResealCommand struct{}

func (keysResealCommand) Run(ctx context.Context) error {
	p, err := openStore(ctx)
	if err != nil {
		return err
	}
	defer p.store.Close()
	values, err := retention.Reseal(ctx, p.store)
	fmt.Printf("%d values are sealed under %s now.\n", values, p.ring.Active())
	return err
}

type keysListCommand struct{}

func (keysListCommand) Run() error {
	_, ring, err := loadRing()
	if err != nil {
		return err
	}
	for _, m := range ring.Masters() {
		state := ""
		if m.ID == ring.Active() {
			state = "  active"
		}
		fmt.Printf("%-6s %s%s\n", m.ID, m.CreatedAt.Format(time.DateOnly), state)
	}
	return nil
}
