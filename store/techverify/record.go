package techverify

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/otp"
	"countersign/core/technician"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/notices"
	"countersign/store/settings"
	"countersign/store/tickets"
)

// Row is a row of technician_verifications: a client wants to know whether a technician is real.
type Row = db.TechnicianVerification

const table, column = "technician_verifications", "point_sealed"

// superseded is the error of a message that was not handed over before a newer code or the end made it void.
const superseded = "superseded"

// lockedRow is a locked row with the state that decisions are made on.
type lockedRow struct {
	Row
	state technician.State
}

func lock(ctx context.Context, tx store.Tx, id uuid.UUID) (lockedRow, error) {
	row, err := db.New(tx).LockTechnicianVerification(ctx, id)
	return lockedRowOf(row), err
}

func lockedRowOf(row db.LockTechnicianVerificationRow) lockedRow {
	state := stateOf(row.TechnicianVerification)
	for i := range row.Contacts {
		state.Candidates = append(state.Candidates, technician.Candidate{Contact: row.Contacts[i], Company: row.Companies[i]})
	}
	return lockedRow{row.TechnicianVerification, state}
}

// stateOf is the state of a row, without its candidates.
func stateOf(row Row) technician.State {
	s := technician.State{
		Status: technician.Status(row.Status), Issue: int(row.Issue), ExpiresAt: row.ExpiresAt, ClosedAt: store.Value(row.ClosedAt), ContactPoint: row.PointMasked,
		Contact: row.ContactID, Company: row.CompanyID, Verification: row.VerificationID, ClaimedAt: store.Value(row.ClaimedAt), Ticket: store.Text(row.TicketID), TicketPSA: row.TicketIntegrationID,
		How: technician.How(store.Text(row.ConfirmedHow)), Note: technician.NoteState(row.NoteState), Facts: readFacts(row.Facts),
	}
	if row.ClaimedName != nil {
		s.ClaimedBy = &technician.Actor{Kind: store.Text(row.ClaimedKind), ID: store.Value(row.ClaimedBy), Name: *row.ClaimedName, ViaKey: store.KeyOf(row.ClaimedKeyID, row.ClaimedKeyName)}
	}
	return s
}

func save(ctx context.Context, tx store.Tx, id uuid.UUID, s technician.State) error {
	params := db.SaveTechnicianVerificationParams{
		ID: id, Status: string(s.Status), Issue: int32(s.Issue), ExpiresAt: s.ExpiresAt, ClosedAt: store.NullableTime(s.ClosedAt), ContactID: s.Contact, CompanyID: s.Company, ClaimedAt: store.NullableTime(s.ClaimedAt),
		TicketID: store.Nullable(s.Ticket), TicketIntegrationID: s.TicketPSA, ConfirmedHow: store.Nullable(string(s.How)), NoteState: string(s.Note), Facts: factsJSON(s.Facts),
	}
	if by := s.ClaimedBy; by != nil {
		params.ClaimedBy, params.ClaimedKind, params.ClaimedName = &by.ID, &by.Kind, &by.Name
		params.ClaimedKeyID, params.ClaimedKeyName = store.Nullable(by.ViaKey.ID), store.Nullable(by.ViaKey.Name)
	}
	return db.New(tx).SaveTechnicianVerification(ctx, params)
}

// record writes a decision. All reads come first, so that the writes travel together. The mails of an alert lead to console, the address of the console.
func record(ctx context.Context, tx store.Tx, row lockedRow, d technician.Decision, at time.Time, console string) (answer technician.Answer, err error) {
	answer = d.Answer()
	writes, err := prepareWrites(ctx, tx, row, d, at, console)
	if err != nil {
		return answer, err
	}
	if n := writes.note; n != nil {
		answer.Wake = &ticket.Key{Tenant: tx.Tenant, Integration: n.Integration, Ticket: n.Ticket}
	}
	for _, n := range writes.notices {
		answer.Notices = append(answer.Notices, n.ID)
	}
	return answer, tx.Batch(ctx, func(tx store.Tx) error {
		if d.Changed {
			if err := save(ctx, tx, row.ID, d.State); err != nil {
				return err
			}
		}
		return write(ctx, tx, row, d, writes)
	})
}

// writes are the rows that a decision adds.
type writes struct {
	note    *tickets.NewWrite
	message *db.InsertTechnicianVerificationMessageParams
	notices []db.InsertNoticeParams
	alert   *alerts.New
}

func prepareWrites(ctx context.Context, tx store.Tx, row lockedRow, d technician.Decision, at time.Time, console string) (w writes, err error) {
	if d.QueueNote {
		if w.note, err = ticketNote(ctx, tx, row.ID, d.State, console, at); err != nil {
			return w, err
		}
	}
	if d.Text != "" {
		if w.message, err = prepareMessage(ctx, tx, row, d, at); err != nil {
			return w, err
		}
	}
	if d.Alert {
		w.alert = &alerts.New{Kind: alert.NotOurs, TechnicianVerification: &row.ID, People: concerned(d.State), At: at}
		w.notices, err = alertMails(ctx, tx, row.ID, d.State, at, console)
	}
	return w, err
}

func write(ctx context.Context, tx store.Tx, row lockedRow, d technician.Decision, w writes) error {
	if w.note != nil {
		if _, err := tickets.QueueWrite(ctx, tx, *w.note); err != nil {
			return err
		}
	}
	if d.Supersede {
		if err := db.New(tx).SupersedeTechnicianVerificationMessages(ctx, db.SupersedeTechnicianVerificationMessagesParams{TechnicianVerificationID: &row.ID, ErrorCode: new(superseded)}); err != nil {
			return err
		}
	}
	if w.message != nil {
		if err := db.New(tx).InsertTechnicianVerificationMessage(ctx, *w.message); err != nil {
			return err
		}
	}
	if err := notices.Insert(ctx, tx, w.notices); err != nil {
		return err
	}
	if d.Audit.Action != "" {
		if err := writeAudit(ctx, tx, "technician-verification", row.ID, d.State.Company, d.Audit); err != nil {
			return err
		}
	}
	if w.alert != nil {
		if err := alerts.Raise(ctx, tx, *w.alert); err != nil {
			return err
		}
	}
	for _, company := range d.State.Companies() {
		if d.Publish {
			if err := tx.Emit(ctx, store.Event{Kind: store.EventTechnicianVerification, Subject: row.ID, Company: &company}); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadWords loads what a text is made of.
func loadWords(ctx context.Context, tx store.Tx, s technician.State, kind template.Kind) (w technician.Words, err error) {
	if w.Text, err = settings.TextToSend(ctx, tx, kind); err != nil {
		return w, err
	}
	if w.Branding, err = settings.GetBranding(ctx, tx); err != nil {
		return w, err
	}
	if w.Person, err = contactName(ctx, tx, s); err != nil || s.Company == nil {
		return w, err
	}
	company, err := db.New(tx).ResourceCompany(ctx, *s.Company)
	w.Company = company.Name
	return w, err
}

func contactName(ctx context.Context, tx store.Tx, s technician.State) (string, error) {
	if s.Contact == nil {
		return "", nil
	}
	return db.New(tx).ContactName(ctx, *s.Contact)
}

// ticketNote is the note for the ticket; nil when no ticket system is connected any more.
func ticketNote(ctx context.Context, tx store.Tx, id uuid.UUID, s technician.State, console string, at time.Time) (*tickets.NewWrite, error) {
	integration, ok, err := integrations.TicketSystemOf(ctx, tx, s.TicketPSA)
	if err != nil || !ok {
		return nil, err
	}
	person, err := contactName(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	zone, err := settings.Zone(ctx, tx)
	if err != nil {
		return nil, err
	}
	note := s.TicketNote(person, zone, notices.Link(console, "/verifications/they-verify-us/", id))
	return &tickets.NewWrite{
		Integration: integration, Ticket: s.Ticket, Kind: ticket.WriteNote, SubjectKind: tickets.SubjectTechnicianVerification, SubjectID: id,
		Dedupe: tickets.SubjectTechnicianVerification + "/" + id.String(), Note: &note, At: at,
	}, nil
}

// prepareMessage is a text to the contact point that asked, and to no other. A text with a code has no body: it is rendered when it is sent.
func prepareMessage(ctx context.Context, tx store.Tx, row lockedRow, d technician.Decision, at time.Time) (*db.InsertTechnicianVerificationMessageParams, error) {
	their, err := tx.Open(table, column, row.ID, row.PointSealed)
	if err != nil {
		return nil, err
	}
	id := store.NewID()
	m := db.InsertTechnicianVerificationMessageParams{
		TenantID: tx.Tenant, ID: id, Transport: row.Transport, Kind: string(d.Text), OurPoint: row.OurPoint, TheirIndex: row.PointIndex,
		TheirSealed: tx.Seal(messages.Table, messages.TheirColumn, id, their), TheirMasked: row.PointMasked, Number: int32(d.State.Issue), At: at, TechnicianVerificationID: &row.ID,
	}
	if d.Text == template.TechnicianCode {
		m.AdmittedAt = &at // by mayAnswer: a question without an answer starts nothing
		return &m, nil
	}
	words, err := loadWords(ctx, tx, d.State, d.Text)
	if err != nil {
		return nil, err
	}
	body, err := d.State.Render(d.Text, words, at)
	m.BodySealed = tx.Seal(messages.Table, messages.BodyColumn, id, body)
	return &m, err
}

func writeAudit(ctx context.Context, tx store.Tx, subjectKind string, subject uuid.UUID, company *uuid.UUID, a technician.Audit) error {
	return tx.Audit(ctx, store.AuditEntry{By: a.By, Action: a.Action, SubjectKind: subjectKind, SubjectID: subject.String(), CompanyID: company, Details: a.Details})
}

func factsJSON(facts []technician.Fact) []byte {
	raw, err := json.Marshal(facts)
	if err != nil {
		panic(err) // times and words cannot fail
	}
	return raw
}

func readFacts(raw []byte) (list []technician.Fact) {
	if len(raw) > 0 && json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// CodeText is the text that carries the code of a technician verification, and when that code ends.
func CodeText(ctx context.Context, tx store.Tx, row db.Message) (text string, ends time.Time, err error) {
	verification, err := db.New(tx).ResourceTechnicianVerification(ctx, store.Value(row.TechnicianVerificationID))
	if err != nil {
		return "", ends, err
	}
	state, kind := stateOf(verification), template.Kind(row.Kind)
	words, err := loadWords(ctx, tx, state, kind)
	if err != nil {
		return "", ends, err
	}
	words.Code, err = otp.TechnicianCode(tx.Ring(), verification.KeyID, tx.Tenant.String(), verification.ID.String(), int(row.Number))
	if err != nil {
		return "", ends, err
	}
	text, err = state.Render(kind, words, store.Now())
	return text, verification.ExpiresAt, err
}
