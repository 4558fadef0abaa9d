package children

import "time"

const (
	firstPause = 250 * time.Millisecond
	longest    = 15 * time.Second

	// steady is how long a child must have lived for its next end to count as
	// the first again: what fails at its start fails sooner, and what is killed
	// in a test of kills is not punished for it.
	steady = 3 * time.Second
)

// backoff counts ends in a row. Its zero value is ready.
type backoff struct{ failures int }

// next is the pause before the child starts again, after a life of the given length.
func (b *backoff) next(lived time.Duration) time.Duration {
	if lived >= steady {
		b.failures = 0
	}
	pause := longest
	if b.failures < 6 { // 0.25 s, 0.5 s, 1 s, 2 s, 4 s, 8 s, then the longest
		pause = firstPause << b.failures
	}
	b.failures++
	return pause
}
