package technician

import (
	"fmt"
	"strings"
	"time"

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
	if person == "" {
		person = "Somebody"
	}
	lines := []string{"Technician verification: " + titles[s.Status] + "."}
	for _, f := range s.Facts {
		lines = append(lines, ticket.Instant(f.At, zone)+"  "+f.line(person, s.ContactPoint))
	}
	if link != "" {
		lines = append(lines, "Record: "+link)
	}
	return ticket.Note{Text: strings.Join(lines, "\n"), Internal: true}
}

var titles = map[Status]string{Confirmed: "confirmed", Denied: "DENIED", Expired: "nobody confirmed in time"}

func (f Fact) line(person, contactPoint string) string {
	switch f.Kind {
	case Asked:
		return fmt.Sprintf("%s asked from %s whether the technician is real; a code was sent there", person, contactPoint)
	case AskedAgain:
		return "they asked again; another code was sent and the one before is void"
	case Looked:
		return f.By + " looked at the code"
	case Taken:
		return f.By + " took it up and reads the code to them"
	case Early:
		return "they confirmed by their own reply; it counts once it is taken up"
	case ConfirmedIt:
		return confirmedHow[f.How](f.By)
	case DeniedIt:
		if f.By == "" {
			return "they answered that it does not match"
		}
		return f.By + " closed it as not matching"
	default:
		return "it ran out"
	}
}

var confirmedHow = map[How]func(by string) string{
	ByReply:  func(string) string { return "they confirmed by their own reply" },
	InPortal: func(string) string { return "they confirmed in the portal" },
	Verbally: func(by string) string { return "confirmed on the phone; logged by hand by " + by },
}
