//go:build !countersign_clock

package clock

import "time"

// Movable says whether this build's clock can be put ahead.
const Movable = false

// Ahead is how far the clock is ahead of the machine's: never.
func Ahead() time.Duration { return 0 }
