package children

import (
	"bytes"
	"io"
	"os"
	"strings"
)

// largestLog is where a log is put aside as NAME.1 at the next start of its child.
const largestLog = 16 << 20

func openLog(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// lastLines returns up to n lines from the end of what a log holds beyond from.
func lastLines(path string, from int64, n int) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	const window = 64 << 10
	if info, err := f.Stat(); err == nil {
		if info.Size() < from {
			from = 0 // put aside in the meantime
		}
		from = max(from, info.Size()-window)
	}
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return nil
	}
	text, err := io.ReadAll(f)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return lines[max(0, len(lines)-n):]
}
