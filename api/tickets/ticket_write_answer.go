package tickets

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/tickets"
)

func ticketWriteAnswer(w tickets.QueuedWrite, system string) gen.TicketWrite {
	return gen.TicketWrite{
		ID: w.ID, Integration: gen.Ref{ID: w.Integration, Name: system}, TicketID: w.Ticket, Kind: gen.TicketWriteKind(w.Kind), Subject: gen.TicketWriteSubject(w.SubjectKind), SubjectID: &w.SubjectID,
		Status: gen.TicketWriteStatus(w.Status), Attempts: w.Attempts, Reference: w.Reference, Problem: respond.Present(w.Problem), CreatedAt: w.At, WrittenAt: w.WrittenAt,
	}
}
