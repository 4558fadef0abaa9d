package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/otp"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store/db"
)

var _ technician.Book = (*Store)(nil)

// RequestDue implements technician.Book.
func (s *Store) RequestDue(ctx context.Context, tenant, request uuid.UUID, run string) (due technician.Due, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceTechnicianVerification(ctx, request)
		if err != nil {
			return err
		}
		if text(row.RunID) != run {
			if err := tx.SetTechnicianVerificationRun(ctx, db.SetTechnicianVerificationRunParams{ID: request, RunID: &run}); err != nil {
				return err
			}
		}
		due = technician.Due{Status: technician.Status(row.Status), Transport: channel.Transport(row.Transport), ExpiresAt: row.ExpiresAt}
		if due.Outbound, err = tx.RequestMessagesToSend(ctx, &request); err != nil {
			return err
		}
		if due.Heard, err = tx.RequestMessagesHeard(ctx, &request); err != nil {
			return err
		}
		next, err := tx.NextOfPoint(ctx, request)
		if len(next) > 0 {
			due.Next = next[0]
		}
		return err
	})
	return due, err
}

// HearRequest implements technician.Book.
func (s *Store) HearRequest(ctx context.Context, tenant, messageID uuid.UUID, at time.Time) (answer technician.Answer, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		message, err := tx.LockMessage(ctx, messageID)
		if err != nil || message.TechnicianVerificationID == nil || message.HandedAt != nil {
			return err
		}
		if err := tx.MarkHeard(ctx, db.MarkHeardParams{ID: messageID, At: &at}); err != nil {
			return err
		}
		row, err := tx.LockTechnicianVerification(ctx, *message.TechnicianVerificationID)
		if err != nil {
			return err
		}
		answer, err = tx.hear(ctx, row, message, at)
		return err
	})
	return answer, err
}

func (tx Tx) hear(ctx context.Context, row TechnicianVerification, message db.Message, at time.Time) (technician.Answer, error) {
	status := technician.Status(row.Status)
	answer := technician.Answer{Status: status}
	if status.Closed() {
		return answer, nil
	}
	if inbound.Route(text(message.Route)) == inbound.Deny {
		return tx.endRequest(ctx, row, technician.End{Status: technician.Denied, By: technician.Client, At: at})
	}
	newest, err := tx.NewestCodeOf(ctx, &row.ID)
	if err != nil {
		return answer, err
	}
	if status != technician.Claimed || value(message.Position) < newest || message.At.Before(value(row.ClaimedAt)) {
		// Nobody had read them a code yet, or they speak of one that is void.
		return answer, tx.auditRequest(ctx, row, technician.Client, "technician-verification.confirmed-too-early", nil)
	}
	return tx.endRequest(ctx, row, technician.End{Status: technician.Confirmed, How: technician.ByReply, By: technician.Client, At: at})
}

// ClaimRequest implements technician.Book.
func (s *Store) ClaimRequest(ctx context.Context, claim technician.Claim) (answer technician.Answer, err error) {
	err = s.Tenant(ctx, claim.Tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockTechnicianVerification(ctx, claim.Request)
		if err != nil {
			return err
		}
		answer, err = tx.claimRequest(ctx, row, claim)
		return err
	})
	return answer, err
}

func (tx Tx) claimRequest(ctx context.Context, row TechnicianVerification, claim technician.Claim) (technician.Answer, error) {
	status := technician.Status(row.Status)
	mine := value(row.ClaimedBy) == claim.By.ID
	switch {
	case status.Closed():
		return technician.Answer{Status: status, Refusal: string(problem.AlreadyClosed), Detail: "This request is " + row.Status + "."}, nil
	case status == technician.Claimed && !mine:
		return technician.Answer{Status: status, Refusal: string(problem.Conflict), Detail: text(row.ClaimedName) + " has taken this up already."}, nil
	}
	again := status == technician.Claimed
	if again && claim.Contact == nil {
		claim.Contact = row.ContactID
	}
	chosen, field, err := tx.chooseCandidate(ctx, row, claim.Contact)
	if err != nil {
		return technician.Answer{}, err
	}
	if field != "" {
		return technician.Answer{Status: status, Refusal: string(problem.ValidationFailed), Field: "contact_id", Detail: field}, nil
	}
	list := row.Facts
	if !again {
		list = facts(row.Facts, technician.Fact{Kind: technician.Taken, At: claim.At, By: claim.By.Name})
	}
	err = tx.Queries.ClaimTechnicianVerification(ctx, db.ClaimTechnicianVerificationParams{
		ID: row.ID, ClaimedBy: &claim.By.ID, ClaimedKind: &claim.By.Kind, ClaimedName: &claim.By.Name, At: &claim.At, TicketID: nullable(claim.Ticket), TicketIntegrationID: claim.TicketPSA,
		ContactID: &chosen.ContactID, CompanyID: &chosen.CompanyID, Facts: list,
	})
	if err != nil {
		return technician.Answer{}, err
	}
	row.CompanyID, row.ContactID, row.ClaimedKind, row.ClaimedName = &chosen.CompanyID, &chosen.ContactID, &claim.By.Kind, &claim.By.Name
	if claim.Ticket != "" {
		row.TicketID, row.TicketIntegrationID = &claim.Ticket, claim.TicketPSA
	}
	err = errors.Join(
		tx.auditRequest(ctx, row, claim.By, "technician-verification.claimed", map[string]any{"ticket": claim.Ticket, "contact": chosen.ContactID}),
		tx.emitRequest(ctx, row.ID),
	)
	if err == nil && !again {
		err = tx.say(ctx, row, template.TechnicianNamed, claim.At)
	}
	return technician.Answer{Status: technician.Claimed}, err
}

// chooseCandidate finds whose number it is; wrong says in words why nobody can be chosen.
func (tx Tx) chooseCandidate(ctx context.Context, row TechnicianVerification, contact *uuid.UUID) (chosen db.CandidatesOfRow, wrong string, err error) {
	candidates, err := tx.CandidatesOf(ctx, []uuid.UUID{row.ID})
	if err != nil {
		return chosen, "", err
	}
	for _, c := range candidates {
		if contact == nil && len(candidates) == 1 || contact != nil && c.ContactID == *contact {
			return c, "", nil
		}
	}
	if contact == nil {
		return chosen, "Several people share this number. Choose who is on the phone.", nil
	}
	return chosen, "This person does not have the number that asked.", nil
}

// say writes a text about the request to whoever asked.
func (tx Tx) say(ctx context.Context, row TechnicianVerification, kind template.Kind, at time.Time) error {
	body, err := tx.requestWords(ctx, row, kind, "")
	if err != nil {
		return err
	}
	return tx.answerRequest(ctx, row, kind, body, at)
}

// requestWords renders a text about a request; code is for the text that carries one.
func (tx Tx) requestWords(ctx context.Context, row TechnicianVerification, kind template.Kind, code string) (string, error) {
	version, err := tx.Template(ctx, kind)
	if err != nil {
		return "", err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return "", err
	}
	values := template.Values{Code: code, MSP: branding.MSPName, Technician: technicianNameOf(row), Ticket: text(row.TicketID), Minutes: minutesLeft(row, now())}
	if row.ContactID != nil {
		if values.Name, err = tx.ContactName(ctx, *row.ContactID); err != nil {
			return "", err
		}
	}
	if row.CompanyID != nil {
		company, err := tx.ResourceCompany(ctx, *row.CompanyID)
		if err != nil {
			return "", err
		}
		values.Company = company.Name
	}
	rendered, err := template.Render(kind, version.Text, branding, values)
	return rendered.Text, err
}

// minutesLeft is how long the newest code is good, for people.
func minutesLeft(row TechnicianVerification, at time.Time) string {
	return strconv.Itoa(max(1, int((row.ExpiresAt.Sub(at)+time.Minute-1)/time.Minute)))
}

// technicianNameOf is who took a request up, as a client reads it. The name of an API key says nothing to them.
func technicianNameOf(row TechnicianVerification) string {
	if text(row.ClaimedKind) == "api_key" || row.ClaimedName == nil {
		return "our help desk"
	}
	return *row.ClaimedName
}

// ReissueRequest implements technician.Book.
func (s *Store) ReissueRequest(ctx context.Context, tenant, request uuid.UUID, at time.Time) (answer technician.Answer, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockTechnicianVerification(ctx, request)
		if err != nil {
			return err
		}
		answer.Status = technician.Status(row.Status)
		if answer.Status.Closed() {
			answer.Refusal = string(problem.AlreadyClosed)
			return nil
		}
		settings, err := tx.InboundSettings(ctx)
		if err != nil {
			return err
		}
		answer.Status = technician.Waiting
		return tx.reissue(ctx, row, at, at.Add(time.Duration(settings.Minutes)*time.Minute))
	})
	return answer, err
}

// EndRequest implements technician.Book.
func (s *Store) EndRequest(ctx context.Context, end technician.End) (answer technician.Answer, err error) {
	err = s.Tenant(ctx, end.Tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockTechnicianVerification(ctx, end.Request)
		if err != nil {
			return err
		}
		status := technician.Status(row.Status)
		switch {
		case status.Closed():
			answer = technician.Answer{Status: status, Refusal: string(problem.AlreadyClosed), Detail: "This request is " + row.Status + "."}
			return nil
		case end.Status == technician.Expired && end.At.Before(row.ExpiresAt):
			answer.Status = status // another code has renewed it meanwhile
			return nil
		case end.Status == technician.Confirmed && status != technician.Claimed:
			answer = technician.Answer{Status: status, Refusal: string(problem.Conflict), Detail: "Take it up first: only then is it known who read the code."}
			return nil
		}
		answer, err = tx.endRequest(ctx, row, end)
		return err
	})
	return answer, err
}

var endActions = map[technician.Status]string{
	technician.Confirmed: "technician-verification.confirmed", technician.Denied: "technician-verification.denied", technician.Expired: "technician-verification.expired",
}

// endRequest closes an open request: the row, the closing words, the alert and the note in one transaction.
func (tx Tx) endRequest(ctx context.Context, row TechnicianVerification, end technician.End) (technician.Answer, error) {
	fact := technician.Fact{Kind: technician.RanOut, At: end.At, How: end.How}
	if end.By.Kind != technician.Client.Kind && end.By.Kind != technician.Clock.Kind {
		fact.By = end.By.Name
	}
	closing := template.Kind("")
	switch end.Status {
	case technician.Confirmed:
		fact.Kind, closing = technician.ConfirmedIt, template.TechnicianClosed
	case technician.Denied:
		fact.Kind, closing = technician.DeniedIt, template.TechnicianDenied
	}
	row.Facts, row.Status = facts(row.Facts, fact), string(end.Status)
	answer := technician.Answer{Status: end.Status}
	note, err := tx.noteState(ctx, row)
	if err != nil {
		return answer, err
	}
	err = tx.Queries.EndTechnicianVerification(ctx, db.EndTechnicianVerificationParams{
		ID: row.ID, Status: row.Status, ConfirmedHow: nullable(string(end.How)), NoteState: note, Facts: row.Facts, At: &end.At,
	})
	if err != nil {
		return answer, err
	}
	if note == noteQueued {
		if answer.Wake, err = tx.noteRequest(ctx, row, end.At); err != nil {
			return answer, err
		}
	}
	if err := tx.DropRequestMessages(ctx, db.DropRequestMessagesParams{TechnicianVerificationID: &row.ID, ErrorCode: new(superseded)}); err != nil {
		return answer, err
	}
	if closing != "" {
		if err := tx.say(ctx, row, closing, end.At); err != nil {
			return answer, err
		}
	}
	if end.Status == technician.Denied {
		if answer.Notices, err = tx.alertOfDenial(ctx, row, end.At); err != nil {
			return answer, err
		}
	}
	details := map[string]any{}
	if end.How != "" {
		details["how"] = end.How
	}
	return answer, errors.Join(tx.auditRequest(ctx, row, end.By, endActions[end.Status], details), tx.emitRequest(ctx, row.ID))
}

// The states of a request's note.
const (
	noteNone   = "none"
	noteAwaits = "awaits_approval"
	noteQueued = "queued"
)

// noteState decides whether a note is to be written: one that nobody took up for a ticket, or an MSP without a ticket system, has none.
func (tx Tx) noteState(ctx context.Context, row TechnicianVerification) (string, error) {
	_, ok, err := tx.psaOf(ctx, row.TicketIntegrationID)
	if err != nil || !ok || row.TicketID == nil {
		return noteNone, err
	}
	settings, err := tx.InboundSettings(ctx)
	if settings.NoteApproval {
		return noteAwaits, err
	}
	return noteQueued, err
}

// noteRequest queues the whole sequence for the ticket.
func (tx Tx) noteRequest(ctx context.Context, row TechnicianVerification, at time.Time) (*ticket.Key, error) {
	integration, ok, err := tx.psaOf(ctx, row.TicketIntegrationID)
	if err != nil || !ok || row.TicketID == nil {
		return nil, err
	}
	story := technician.Story{Status: technician.Status(row.Status), Point: row.PointMasked, Facts: readFacts(row.Facts)}
	if row.ContactID != nil {
		if story.Person, err = tx.ContactName(ctx, *row.ContactID); err != nil {
			return nil, err
		}
	}
	note := story.Note()
	_, err = tx.WriteTicket(ctx, TicketWrite{
		Integration: integration, Ticket: *row.TicketID, Kind: ticket.WriteNote, SubjectKind: SubjectTechnicianVerification, SubjectID: row.ID,
		Dedupe: SubjectTechnicianVerification + "/" + row.ID.String(), Note: &note, At: at,
	})
	return &ticket.Key{Tenant: tx.Tenant, Integration: integration, Ticket: *row.TicketID}, err
}

// ApproveRequestNote lets the note of a closed request go into its ticket. ErrConflict when none waits for that.
func (s *Store) ApproveRequestNote(ctx context.Context, tenant, request uuid.UUID, by Actor, at time.Time) (wake *ticket.Key, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockTechnicianVerification(ctx, request)
		if err != nil {
			return err
		}
		if row.NoteState != noteAwaits {
			return ErrConflict
		}
		if err := tx.SetTechnicianVerificationNote(ctx, db.SetTechnicianVerificationNoteParams{ID: request, NoteState: noteQueued}); err != nil {
			return err
		}
		if wake, err = tx.noteRequest(ctx, row, at); err != nil {
			return err
		}
		actor := technician.Actor{Kind: by.Kind, ID: by.ID, Name: by.Name}
		return errors.Join(tx.auditRequest(ctx, row, actor, "technician-verification.note-approved", nil), tx.emitRequest(ctx, request))
	})
	return wake, err
}

// RequestCode is the code that a technician reads to whoever asked, and whose name that is as far as they may know it. The first look of each is written down.
// problem.AlreadyClosed after the end.
func (s *Store) RequestCode(ctx context.Context, tenant, request uuid.UUID, by Actor, scope Scope, at time.Time) (code, name string, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockTechnicianVerification(ctx, request)
		if err != nil {
			return err
		}
		if technician.Status(row.Status).Closed() {
			return problem.New(problem.AlreadyClosed, "This request is "+row.Status+".")
		}
		if code, err = otp.TechnicianCode(tx.ring, row.KeyID, tenant.String(), request.String(), int(row.Issue)); err != nil {
			return err
		}
		name = "the caller"
		if row.ContactID != nil && scope.Allows(value(row.CompanyID)) {
			if name, err = tx.ContactName(ctx, *row.ContactID); err != nil {
				return err
			}
		}
		first, err := tx.AddViewer(ctx, db.AddViewerParams{TenantID: tenant, TechnicianVerificationID: request, ActorID: by.ID, At: at})
		if err != nil || first == 0 {
			return err
		}
		row.Facts = facts(row.Facts, technician.Fact{Kind: technician.Looked, At: at, By: by.Name})
		actor := technician.Actor{Kind: by.Kind, ID: by.ID, Name: by.Name}
		return errors.Join(
			tx.SetTechnicianVerificationFacts(ctx, db.SetTechnicianVerificationFactsParams{ID: request, Facts: row.Facts}),
			tx.auditRequest(ctx, row, actor, "technician-verification.code-shown", map[string]any{"issue": row.Issue}),
		)
	})
	return code, name, err
}
