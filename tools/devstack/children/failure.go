package children

import (
	"fmt"
	"strings"
)

const tailLines = 12

// Failure says that a program was of no use, with the last lines it wrote.
type Failure struct {
	Name, Reason, LogPath string
	Tail                  []string
}

// failure reads the tail from what was logged since the log had the size from.
func failure(spec Spec, from int64, reason string) *Failure {
	return &Failure{Name: spec.Name, Reason: reason, LogPath: spec.LogPath, Tail: lastLines(spec.LogPath, from, tailLines)}
}

func (f *Failure) Error() string {
	text := fmt.Sprintf("%s failed (%s); its log is %s", f.Name, f.Reason, f.LogPath)
	if len(f.Tail) > 0 {
		text += "\n    " + strings.Join(f.Tail, "\n    ")
	}
	return text
}
