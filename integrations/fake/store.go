package fake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Store keeps a fake's state as a sequence of entries.
type Store interface {
	// Append adds an entry. When it returns nil the entry survives the end of the process.
	Append(kind string, value any) error
	// Replay tells every entry from the first on.
	Replay(tell func(kind string, value json.RawMessage) error) error
}

// NullStore is a Store that keeps nothing: state lives as long as the process.
type NullStore struct{}

// Append does nothing.
func (NullStore) Append(string, any) error { return nil }

// Replay tells nothing.
func (NullStore) Replay(func(string, json.RawMessage) error) error { return nil }

// File is a Store in one file of JSON lines. Entries are handed to the operating system before Append returns, so they survive a kill of
// the process (not a power cut: it is a sandbox).
type File struct {
	mu   sync.Mutex
	file *os.File
	size int64 // up to the end of the last whole line
}

type entry struct {
	Kind  string          `json:"kind"`
	Value json.RawMessage `json:"value"`
}

// Open opens a store's file, creating it if need be. A last line that was cut off by a kill is dropped; a broken line before it is an error.
func Open(path string) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	f := &File{file: file}
	if err := f.findEnd(path); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// findEnd sets size to the end of the last whole entry and cuts off what follows.
func (f *File) findEnd(path string) error {
	in := bufio.NewReaderSize(f.file, 1<<20)
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break // what is left has no line end: it is torn, or nothing
		}
		if err != nil {
			return err
		}
		if !json.Valid(line) {
			if _, err := in.Peek(1); errors.Is(err, io.EOF) {
				break
			}
			return fmt.Errorf("%s: line %d is broken; move the file away to start with an empty sandbox", path, number)
		}
		f.size += int64(len(line))
	}
	return f.file.Truncate(f.size)
}

// Append writes one line.
func (f *File) Append(kind string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	line, err := json.Marshal(entry{Kind: kind, Value: raw})
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	// A write that failed half way is overwritten by the next.
	if _, err := f.file.WriteAt(append(line, '\n'), f.size); err != nil {
		return err
	}
	f.size += int64(len(line)) + 1
	return nil
}

// Replay reads the file from its start.
func (f *File) Replay(tell func(kind string, value json.RawMessage) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	in := bufio.NewReaderSize(io.NewSectionReader(f.file, 0, f.size), 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var e entry
		if err := json.Unmarshal(bytes.TrimSpace(line), &e); err != nil {
			return err
		}
		if err := tell(e.Kind, e.Value); err != nil {
			return err
		}
	}
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }
