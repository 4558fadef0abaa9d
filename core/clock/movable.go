//go:build countersign_clock

package clock

import (
	"os"
	"strings"
	"time"
)

// Movable says whether this build's clock can be put ahead.
const Movable = true

// Ahead is how far the clock is ahead of the machine's: the duration that stands in the file of COUNTERSIGN_CLOCK_FILE, such as 24h0m0s. The file is read
// each time, so that all processes see a change at once. Zero while there is no such file.
func Ahead() time.Duration {
	text, err := os.ReadFile(os.Getenv("COUNTERSIGN_CLOCK_FILE"))
	if err != nil {
		return 0
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return ahead
}
