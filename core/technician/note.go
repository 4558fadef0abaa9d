package technician

import (
	"fmt"
	"strings"
	"time"

	"countersign/core/plaintext"
	"countersign/core/ticket"
)

// Kind is what a fact tells.
type Kind string

// The kinds of facts.
const (
	Asked       Kind = "asked"
	AskedAgain  Kind = "asked_again"
	Looked      Kind = "looked" // a technician looked at the code
	Taken       Kind = "claimed"
	Early       Kind = "confirmed_early" // they confirmed before the claim, after a technician had looked at the code
	ConfirmedIt Kind = "confirmed"
	DeniedIt    Kind = "denied"
	RanOut      Kind = "expired"
)

// Fact is one thing that happened. By names a technician, never a client.
type Fact struct {
	Kind Kind      `json:"kind"`
	At   time.Time `json:"at"`
	By   string    `json:"by,omitempty"`
	How  How       `json:"how,omitempty"`
}

// TicketNote is the whole sequence for the ticket, for technicians only. person is the client's name, "" when none was chosen; zone is the MSP's, nil for UTC
// alone; link is where it is looked at, "" without.
func (s State) TicketNote(person string, zone *time.Location, link string) ticket.Note {
	lines := []string{"Technician verification: " + titles[s.Status] + "."}
	for _, f := range s.Facts {
		lines = append(lines, ticket.Instant(f.At, zone)+"  "+f.line(s.ContactPoint)+f.who(person))
	}
	if link != "" {
		lines = append(lines, "Record: "+link)
	}
	return ticket.Note{Text: strings.Join(lines, "\n"), Internal: true}
}

var titles = map[Status]string{Confirmed: "confirmed", Denied: "DENIED", Expired: "nobody confirmed in time"}

// line is what happened, in our words alone.
func (f Fact) line(contactPoint string) string {
	switch f.Kind {
	case Asked:
		return fmt.Sprintf("asked from %s whether the technician is real; a code was sent there", contactPoint)
	case AskedAgain:
		return "they asked again; another code was sent and the one before is void"
	case Looked:
		return "looked at the code"
	case Taken:
		return "took it up and reads the code to them"
	case Early:
		return "they confirmed by their own reply; it counts once it is taken up"
	case ConfirmedIt:
		return confirmedHow[f.How]
	case DeniedIt:
		if f.By == "" {
			return "they answered that it does not match"
		}
		return "closed it as not matching"
	default:
		return "it ran out"
	}
}

// who is the field that names whoever did it: names stand behind the name of their field, so that none reads as a line of ours.
func (f Fact) who(person string) string {
	field, name := "Technician", f.By
	if f.Kind == Asked {
		field, name = "Person", person
	}
	if name = plaintext.Line(name, plaintext.LongestName); name == "" {
		return ""
	}
	return ". " + field + ": " + name
}

var confirmedHow = map[How]string{
	ByReply: "they confirmed by their own reply", InPortal: "they confirmed in the portal", Verbally: "confirmed on the phone; logged by hand",
}
