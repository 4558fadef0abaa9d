package twiliotest

import (
	"countersign/core/channel"
	"countersign/integrations/fake"
)

var (
	_ fake.Carrier = (*Server)(nil)
	_ fake.OptOuts = (*Server)(nil)
)

// Taken implements fake.Carrier.
func (s *Server) Taken(transport channel.Transport, to string) (taken []fake.Taken) {
	if transport == channel.Voice {
		for _, c := range s.Calls(to) {
			taken = append(taken, fake.Taken{ID: c.SID, From: c.From, To: c.To})
		}
		return taken
	}
	for _, m := range s.Messages(to) {
		if m.Direction == "outbound-api" {
			taken = append(taken, fake.Taken{ID: m.SID, From: m.From, To: m.To, Text: m.Body})
		}
	}
	return taken
}

// OptOut implements fake.OptOuts: the recipient texts STOP.
func (s *Server) OptOut(ours, theirs string) error {
	_, _, err := s.Send(Text{From: theirs, To: ours, Body: "STOP"})
	return err
}
