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

// Story is a request from its beginning to its end.
type Story struct {
	Status Status
	Person string // "" when nobody was chosen
	Point  string // masked
	Facts  []Fact
}

// Note is the whole sequence for the ticket: for technicians only.
func (s Story) Note() ticket.Note {
	lines := []string{"Technician verification: " + titles[s.Status] + "."}
	who := s.Person
	if who == "" {
		who = "Somebody"
	}
	for _, f := range s.Facts {
		lines = append(lines, f.At.UTC().Format("2006-01-02 15:04:05 UTC")+"  "+f.says(who, s.Point))
	}
	return ticket.Note{Text: strings.Join(lines, "\n"), Internal: true}
}

var titles = map[Status]string{Confirmed: "confirmed", Denied: "DENIED", Expired: "nobody confirmed in time"}

func (f Fact) says(who, point string) string {
	switch f.Kind {
	case Asked:
		return fmt.Sprintf("%s asked from %s whether the technician is real; a code was sent there", who, point)
	case AskedAgain:
		return "they asked again; another code was sent and the one before is void"
	case Looked:
		return f.By + " looked at the code"
	case Taken:
		return f.By + " took it up and reads the code to them"
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
	Verbally: func(by string) string { return "confirmed by word of mouth; logged by hand by " + by },
}
