package sendgridtest

import (
	"countersign/core/channel"
	"countersign/integrations/fake"
)

var _ fake.Carrier = (*Server)(nil)

// Taken implements fake.Carrier.
func (s *Server) Taken(_ channel.Transport, to string) (taken []fake.Taken) {
	for _, m := range s.Mails(to) {
		taken = append(taken, fake.Taken{ID: m.MessageID, From: m.From, To: m.To, Text: m.Text})
	}
	return taken
}
