package tickets

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/tickets"
)

func ticketDefaultAnswer(d tickets.Default) gen.TicketDefault {
	return gen.TicketDefault{
		ID: d.ID, Integration: gen.Ref(d.Integration), Name: d.Name, Fields: d.Fields, Labels: d.Labels, Status: gen.TicketDefaultStatus(d.Status),
		Problem: respond.Present(d.Problem), MissingRight: respond.Present(d.MissingRight), LeftoverTicket: respond.Present(d.Leftover), CheckedAt: d.CheckedAt,
	}
}
