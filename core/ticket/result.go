package ticket

import (
	"strings"
	"time"

	"countersign/core/channel"
	"countersign/core/plaintext"
	"countersign/core/verification"
)

// Result is the end of a verification, as its ticket is told.
type Result struct {
	Person    string
	Company   string       // of the person; "" where it says nothing
	Why       string       // what the technician noted, in their words; "" without a note
	Channel   channel.Name // of the newest send
	SentTo    string       // masked; empty when nothing was sent
	Status    verification.Status
	Reason    verification.Reason
	Assurance channel.Assurance
	By        string // who led the verification
	At        time.Time
	Zone      *time.Location // of the MSP; nil: UTC alone
	Link      string         // where the verification is looked at; "" without
}

var channelLabels = map[channel.Name]string{
	channel.SMSCode: "SMS code", channel.SMSLink: "SMS link", channel.EmailCode: "e-mail code", channel.EmailLink: "e-mail link",
	channel.VoiceCode: "voice code", channel.SMSMatch: "SMS number match", channel.CallBack: "call-back",
}

var reasons = map[verification.Reason]string{
	verification.TooManyAttempts: "denied after too many wrong codes",
	verification.NotMe:           `denied: the person on file answered "This was not me"`,
	verification.CodeExpired:     "expired without an answer",
	verification.NotSent:         "failed: the message could not be sent",
	verification.CancelledByDesk: "cancelled by the desk",
	verification.Lost:            "failed: it was interrupted and must be begun again",
}

// Note is the internal note that tells technicians how a verification ended. Its first line is ours alone; whatever somebody else wrote, names too, stands behind
// the name of its field, so that no name reads as a result.
func (r Result) Note() Note {
	verdict := "Verified by " + r.via() + ", assurance " + string(r.Assurance) + "."
	if r.Status != verification.Approved {
		verdict = "NOT verified: " + r.reason() + " (" + r.via() + ")."
	}
	lines := []string{verdict}
	for _, field := range [][2]string{{"Person", r.Person}, {"Company", r.Company}, {"Technician", r.By}, {"Noted", r.Why}, {"At", Instant(r.At, r.Zone)}, {"Record", r.Link}} {
		if value := plaintext.Line(field[1], longestField); value != "" {
			lines = append(lines, field[0]+": "+value)
		}
	}
	return Note{Text: strings.Join(lines, "\n"), Internal: true}
}

// longestField is how much of one field stands in a note, in characters: a technician's note is the longest.
const longestField = 1000

func (r Result) via() string {
	label, known := channelLabels[r.Channel]
	if !known {
		label = string(r.Channel)
	}
	if r.SentTo == "" {
		return label
	}
	return label + " to " + r.SentTo
}

func (r Result) reason() string {
	if words, known := reasons[r.Reason]; known {
		return words
	}
	return string(r.Status)
}
