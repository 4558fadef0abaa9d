package conversation

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"countersign/core/plaintext"
	"countersign/core/ticket"
)

// Message is a message on its way into the ticket. Its texts are PII.
type Message struct {
	Arrival
	ID       uuid.UUID
	Manual   bool   // outbound: a technician wrote it; else it is an automatic text
	By       string // the technician
	Failed   bool   // it was not sent
	Body     string
	Pictures []Picture
}

// judged reports that every picture of the message was accepted or refused.
func (m Message) judged() bool {
	for _, p := range m.Pictures {
		if p.Accepted == nil {
			return false
		}
	}
	return true
}

// InOrder puts messages into the order of the ticket.
func InOrder(messages []Message) []Message {
	arrivals := make([]Arrival, len(messages))
	for i, m := range messages {
		arrivals[i] = m.Arrival
	}
	ordered := make([]Message, len(messages))
	for place, i := range Order(arrivals) {
		ordered[place] = messages[i]
	}
	return ordered
}

// Write is a write into the ticket. What fits its kind is filled.
type Write struct {
	Kind       ticket.WriteKind
	Dedupe     string
	Note       *ticket.Note
	Attachment *ticket.FileRef
	Status     string
}

// Writes are what messages become in the ticket, in order: a note each, the accepted pictures, and the status that an SMS sets, once for the newest inbound one.
// who names the client; public says that the notes are for the client's people too, whom many a ticket system mails them to.
func Writes(messages []Message, who string, defaults ticket.Defaults, public bool) []Write {
	var writes []Write
	newest := ""
	for _, m := range messages {
		dedupe := "message/" + m.ID.String()
		writes = append(writes, Write{Kind: ticket.WriteNote, Dedupe: dedupe, Note: &ticket.Note{Text: m.note(who), Internal: !public}})
		for i, p := range m.Pictures {
			if *p.Accepted {
				writes = append(writes, Write{Kind: ticket.WriteAttachment, Dedupe: fmt.Sprintf("%s/%d", dedupe, i), Attachment: m.attachment(i)})
			}
		}
		if m.Inbound {
			newest = dedupe
		}
	}
	if status := defaults[ticket.FieldSMSReceived]; status != "" && newest != "" {
		writes = append(writes, Write{Kind: ticket.WriteStatus, Dedupe: newest + "/status", Status: status})
	}
	return writes
}

func (m Message) attachment(i int) *ticket.FileRef {
	p := m.Pictures[i]
	_, kind, _ := strings.Cut(p.ContentType, "/")
	return &ticket.FileRef{URL: p.URL, Account: p.Account, Name: fmt.Sprintf("sms-%s-%d.%s", m.At.UTC().Format("20060102-150405"), i+1, kind), ContentType: p.ContentType}
}

// note is what the ticket says of a message.
func (m Message) note(who string) string {
	head := "SMS from " + who
	switch {
	case m.Inbound:
	case m.Manual:
		head = "SMS to " + who + " by " + plaintext.Line(m.By, plaintext.LongestName)
	default:
		head = "Automatic SMS to " + who
	}
	if m.Failed {
		head += ", not sent"
	}
	lines := []string{head + ":", quote(m.Body)}
	if m.Body == "" {
		lines = []string{head + "."}
	}
	for _, p := range m.Pictures {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// quote puts a mark before each line that somebody wrote, so that none reads as a line of ours.
func quote(body string) string {
	return "> " + strings.Join(strings.FieldsFunc(strings.ReplaceAll(body, "\r\n", "\n"), func(r rune) bool {
		return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085'
	}), "\n> ")
}

// Who names the client: the person on file with the masked number, or the number alone.
func Who(person, masked string) string {
	if person = plaintext.Line(person, plaintext.LongestName); person == "" {
		return masked
	}
	return person + " (" + masked + ")"
}

// longestSummary is how much of a client's words stands in the summary of a ticket, in characters: some ticket systems take a hundred in all.
const longestSummary = 60

// NewTicket is the ticket that a conversation gets. who names the client, and words are their first message: whoever reads a list of tickets sees what it is about.
func NewTicket(reference, subject, who, words, channelName string, defaults ticket.Defaults) ticket.New {
	from := "SMS from " + who
	if words = plaintext.Line(words, longestSummary); words != "" {
		from += ": " + words
	}
	return ticket.New{
		Reference: reference, Summary: cmp.Or(plaintext.Line(subject, plaintext.LongestName), from), Defaults: defaults.OfNew(),
		Description: "An SMS conversation with " + who + " through " + channelName + ". Every message becomes a note here.",
	}
}
