package twiliotest

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// line is the live side of a call: keys come in, and it may be put down.
type line struct {
	keys chan string
	down chan struct{} // closed when the person hangs up
	gone bool
}

func newLine() *line {
	return &line{keys: make(chan string, 256), down: make(chan struct{})}
}

// The ways a phone cannot be worked.
var (
	ErrNoCall = errors.New("there is no such call, or it has ended")
	ErrKeys   = errors.New("digits must be 1 to 32 of 0-9, * and #")
)

// Press presses keys in a live call. Keys pressed while it rings are kept for the first question.
func (s *Server) Press(sid, digits string) error {
	if digits == "" || len(digits) > 32 || strings.Trim(digits, "0123456789*#") != "" {
		return ErrKeys
	}
	s.Lock()
	defer s.Unlock()
	on, ok := s.lines[sid]
	if !ok {
		return ErrNoCall
	}
	for _, key := range digits {
		select {
		case on.keys <- string(key):
		default:
			return fmt.Errorf("too many keys: %w", ErrKeys)
		}
	}
	return nil
}

// Hangup puts the phone down, or declines a call that rings.
func (s *Server) Hangup(sid string) error {
	s.Lock()
	defer s.Unlock()
	on, ok := s.lines[sid]
	if !ok || on.gone {
		return ErrNoCall
	}
	on.gone = true
	close(on.down)
	return nil
}

// wait lets call time pass; false means that the call is over.
func (s *Server) wait(on *line, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-s.Context.Done():
		return false
	case <-on.down:
		return false
	case <-timer.C:
		return true
	}
}
