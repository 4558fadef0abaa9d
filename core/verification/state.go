package verification

import (
	"crypto/subtle"
	"time"

	"countersign/core/channel"
)

// State is the fold so far.
type State struct {
	Status    Status            `json:"status"`
	Reason    Reason            `json:"reason,omitempty"`
	Assurance channel.Assurance `json:"assurance,omitempty"`
	Attempts  int               `json:"attempts"`
	Sends     int               `json:"sends"`
	Left      int               `json:"left"` // sends that left us, or may have
	Channel   channel.Name      `json:"channel,omitempty"`
	Point     string            `json:"point,omitempty"`
	Digest    string            `json:"digest,omitempty"`
	ExpiresAt time.Time         `json:"expires_at,omitzero"`
	ClosedAt  time.Time         `json:"closed_at,omitzero"`
}

// New is the state before anything happened.
func New() State { return State{Status: Pending} }

// Remaining is how many wrong guesses are left.
func (s State) Remaining(rules Rules) int { return max(rules.MaxAttempts-s.Attempts, 0) }

// Fold applies facts in order.
func Fold(rules Rules, facts []Fact) State {
	s := New()
	for _, f := range facts {
		s = s.Apply(rules, f)
	}
	return s
}

// Apply returns the state after a fact. Facts after the end, and facts about a send that a newer one has voided, change nothing.
func (s State) Apply(rules Rules, f Fact) State {
	if s.Status.Closed() {
		return s
	}
	switch f.Kind {
	case Sent:
		return s.sent(f)
	case SendEnded:
		s.Left--
	case Guessed:
		return s.guessed(rules, f)
	case Confirmed:
		if s.opens(f) && s.proof() == channel.Link {
			return s.close(Approved, LinkConfirmed, f.At)
		}
	case Denial:
		return s.close(Denied, NotMe, f.At)
	case Cancel:
		return s.close(Cancelled, CancelledByDesk, f.At)
	case TimeUp:
		return s.timeUp(f)
	}
	return s
}

// Accepts reports whether a guess of this digest at this time is the current code. It takes the same time whether it is or not.
func (s State) Accepts(digest string, at time.Time) bool {
	same := subtle.ConstantTimeCompare([]byte(s.Digest), []byte(digest)) == 1
	return same && s.Digest != "" && s.proof() == channel.Code && at.Before(s.ExpiresAt)
}

// sent makes the newest send the only one that counts; wrong guesses are shared by all.
func (s State) sent(f Fact) State {
	s.Sends, s.Left = f.Send, s.Left+1
	s.Channel, s.Point, s.Digest, s.ExpiresAt = f.Channel, f.Point, f.Digest, f.ExpiresAt
	s.Assurance = assuranceOf(f.Channel)
	return s
}

func (s State) guessed(rules Rules, f Fact) State {
	s.Attempts++
	if s.Accepts(f.Digest, f.At) {
		return s.close(Approved, CodeAccepted, f.At)
	}
	if s.Attempts >= rules.MaxAttempts {
		return s.close(Denied, TooManyAttempts, f.At)
	}
	return s
}

func (s State) timeUp(f Fact) State {
	if f.At.Before(s.ExpiresAt) {
		return s // a send has renewed it meanwhile
	}
	if s.Left <= 0 {
		return s.close(Failed, NotSent, f.At)
	}
	return s.close(Expired, CodeExpired, f.At)
}

// opens reports whether a fact speaks of the send that counts, in its time.
func (s State) opens(f Fact) bool { return f.Send == s.Sends && f.At.Before(s.ExpiresAt) }

func (s State) proof() channel.Proof {
	spec, _ := channel.Of(s.Channel)
	return spec.Proof
}

func (s State) close(status Status, reason Reason, at time.Time) State {
	s.Status, s.Reason, s.ClosedAt = status, reason, at
	return s
}
