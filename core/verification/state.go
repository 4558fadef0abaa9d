package verification

import (
	"crypto/subtle"
	"time"

	"countersign/core/channel"
)

// State is the fold so far.
type State struct {
	Status       Status            `json:"status"`
	Reason       Reason            `json:"reason,omitempty"`
	Assurance    channel.Assurance `json:"assurance,omitempty"`
	Attempts     int               `json:"attempts"`
	Sends        int               `json:"sends"`
	Left         int               `json:"left"` // sends that left us, or may have
	Channel      channel.Name      `json:"channel,omitempty"`
	ContactPoint string            `json:"point,omitempty"`
	Digest       string            `json:"digest,omitempty"`
	ExpiresAt    time.Time         `json:"expires_at,omitzero"`
	ClosedAt     time.Time         `json:"closed_at,omitzero"`
}

// New is the state before anything happened.
func New() State { return State{Status: Pending} }

// Remaining is how many wrong attempts are left.
func (s State) Remaining(rules Rules) int { return max(rules.MaxAttempts-s.Attempts, 0) }

// Fold applies facts in order.
func Fold(rules Rules, facts []Fact) State {
	s := New()
	for _, f := range facts {
		s = s.Apply(rules, f)
	}
	return s
}

// Apply returns the state after a fact. Facts after the end (but for an approval that is taken back in time), and facts about a send that a newer one has voided, change nothing.
func (s State) Apply(rules Rules, f Fact) State {
	if f.Kind == TakenBack && s.canBeTakenBack(f.At) {
		return s.close(Denied, NotMe, f.At)
	}
	if s.Status.Closed() {
		return s
	}
	switch f.Kind {
	case Sent:
		return s.sent(f)
	case SendEnded:
		s.Left--
	case Attempted:
		return s.attempted(rules, f)
	case Confirmed:
		if reason, confirms := confirmedBy[s.proof()]; confirms && s.opens(f) {
			return s.close(Approved, reason, f.At)
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

// canBeTakenBack reports an approval that the person themselves gave on a page, a moment ago.
func (s State) canBeTakenBack(at time.Time) bool {
	return s.Status == Approved && (s.Reason == LinkConfirmed || s.Reason == NumberMatched) && at.Before(s.ClosedAt.Add(TakeBackTime))
}

// confirmedBy holds the proofs that a press alone gives.
var confirmedBy = map[channel.Proof]Reason{channel.Link: LinkConfirmed, channel.Call: CalledBack}

// guessedBy holds the proofs that digits give.
var attemptedBy = map[channel.Proof]Reason{channel.Code: CodeAccepted, channel.Match: NumberMatched}

// Accepts reports whether an attempt is what is expected now. A code is typed by the desk, a number by the person: neither counts from the other side.
// It takes the same time whether the digits are right or not.
func (s State) Accepts(attempt Fact) bool {
	same := subtle.ConstantTimeCompare([]byte(s.Digest), []byte(attempt.Digest)) == 1
	_, expected := attemptedBy[s.proof()]
	side := (s.proof() == channel.Match) == (attempt.By == Contact)
	return same && s.Digest != "" && expected && side && attempt.At.Before(s.ExpiresAt)
}

// sent makes the newest send the only one that counts; wrong attempts are shared by all.
func (s State) sent(f Fact) State {
	s.Sends, s.Left = f.Send, s.Left+1
	s.Channel, s.ContactPoint, s.Digest, s.ExpiresAt = f.Channel, f.ContactPoint, f.Digest, f.ExpiresAt
	s.Assurance = assuranceOf(f.Channel)
	return s
}

func (s State) attempted(rules Rules, f Fact) State {
	s.Attempts++
	if s.Accepts(f) {
		if f.Bare {
			s.Assurance = channel.Low // whoever was told the number can name any sender: it holds nothing that only our message held
		}
		return s.close(Approved, attemptedBy[s.proof()], f.At)
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
