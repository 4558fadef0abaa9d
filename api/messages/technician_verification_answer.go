package messages

import (
	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/techverify"
)

func technicianVerificationAnswer(r techverify.View, actor gate.Actor) gen.TechnicianVerification {
	answer := gen.TechnicianVerification{
		ID: r.ID, Status: gen.TechnicianVerificationStatus(r.Status), Transport: gen.TechnicianVerificationTransport(r.Transport), Masked: r.Masked,
		Contact: refAnswer(r.Contact), Company: refAnswer(r.Company), ClaimedBy: respond.Present(r.ClaimedBy), ClaimedAt: r.ClaimedAt, TicketID: respond.Present(r.TicketID),
		VerificationID: r.Verification, ConfirmedHow: respond.Present(gen.TechnicianVerificationConfirmedHow(r.ConfirmedHow)), Note: gen.TechnicianVerificationNote(r.Note), NoteProblem: respond.Present(r.NoteProblem),
		CodeFetched: r.Seen, At: r.OpenedAt, ExpiresAt: r.ExpiresAt, ClosedAt: r.ClosedAt, Messages: list.Of(r.Messages, messageAnswer),
	}
	if r.Claimant != nil {
		answer.Actor = new(respond.Actor(*r.Claimant))
	}
	if r.ClaimedByID != nil {
		answer.ClaimedByYou = new(*r.ClaimedByID == actor.ID)
	}
	answer.Candidates = make([]struct {
		Company gen.Ref `json:"company"`
		Contact gen.Ref `json:"contact"`
	}, len(r.Candidates))
	for i, c := range r.Candidates {
		answer.Candidates[i].Contact, answer.Candidates[i].Company = gen.Ref(c.Contact), gen.Ref(c.Company)
	}
	return answer
}

func refAnswer(r *store.Ref) *gen.Ref {
	if r == nil {
		return nil
	}
	return new(gen.Ref(*r))
}
