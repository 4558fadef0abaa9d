package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/technician"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store/db"
)

// TechnicianVerification is a row of technician_verifications: a client wants to know whether a technician is real.
type TechnicianVerification = db.TechnicianVerification

const technicianTable, technicianColumn = "technician_verifications", "point_sealed"

// superseded is the error of a message that was not handed over before a newer code or the end made it void.
const superseded = "superseded"

// technicianRow is a locked row with the state that decisions are made on.
type technicianRow struct {
	TechnicianVerification
	state technician.State
}

func (tx Tx) lockTechnician(ctx context.Context, id uuid.UUID) (technicianRow, error) {
	row, err := tx.LockTechnicianVerification(ctx, id)
	return technicianRowOf(row), err
}

func technicianRowOf(row db.LockTechnicianVerificationRow) technicianRow {
	state := technicianState(row.TechnicianVerification)
	for i := range row.Contacts {
		state.Candidates = append(state.Candidates, technician.Candidate{Contact: row.Contacts[i], Company: row.Companies[i]})
	}
	return technicianRow{row.TechnicianVerification, state}
}

// technicianState is the state of a row, without its candidates.
func technicianState(row TechnicianVerification) technician.State {
	s := technician.State{
		Status: technician.Status(row.Status), Issue: int(row.Issue), ExpiresAt: row.ExpiresAt, ClosedAt: Value(row.ClosedAt), ContactPoint: row.PointMasked,
		Contact: row.ContactID, Company: row.CompanyID, Verification: row.VerificationID, ClaimedAt: Value(row.ClaimedAt), Ticket: Text(row.TicketID), TicketPSA: row.TicketIntegrationID,
		How: technician.How(Text(row.ConfirmedHow)), Note: technician.NoteState(row.NoteState), Facts: readFacts(row.Facts),
	}
	if row.ClaimedName != nil {
		s.ClaimedBy = &technician.Actor{Kind: Text(row.ClaimedKind), ID: Value(row.ClaimedBy), Name: *row.ClaimedName}
	}
	return s
}

func (tx Tx) saveTechnician(ctx context.Context, id uuid.UUID, s technician.State) error {
	params := db.SaveTechnicianVerificationParams{
		ID: id, Status: string(s.Status), Issue: int32(s.Issue), ExpiresAt: s.ExpiresAt, ClosedAt: stamp(s.ClosedAt), ContactID: s.Contact, CompanyID: s.Company, ClaimedAt: stamp(s.ClaimedAt),
		TicketID: Nullable(s.Ticket), TicketIntegrationID: s.TicketPSA, ConfirmedHow: Nullable(string(s.How)), NoteState: string(s.Note), Facts: factsJSON(s.Facts),
	}
	if by := s.ClaimedBy; by != nil {
		params.ClaimedBy, params.ClaimedKind, params.ClaimedName = &by.ID, &by.Kind, &by.Name
	}
	return tx.SaveTechnicianVerification(ctx, params)
}

// recordTechnician writes a decision. All reads come first, so that the writes travel together.
func (tx Tx) recordTechnician(ctx context.Context, row technicianRow, d technician.Decision, at time.Time) (answer technician.Answer, err error) {
	answer = d.Answer()
	writes, err := tx.technicianWrites(ctx, row, d, at)
	if err != nil {
		return answer, err
	}
	if n := writes.note; n != nil {
		answer.Wake = &ticket.Key{Tenant: tx.Tenant, Integration: n.Integration, Ticket: n.Ticket}
	}
	for _, n := range writes.notices {
		answer.Notices = append(answer.Notices, n.ID)
	}
	return answer, tx.Batch(ctx, func(tx Tx) error {
		if d.Changed {
			if err := tx.saveTechnician(ctx, row.ID, d.State); err != nil {
				return err
			}
		}
		return tx.writeTechnician(ctx, row, d, writes)
	})
}

// technicianWrites are the rows that a decision adds.
type technicianWrites struct {
	note    *TicketWrite
	message *db.InsertTechnicianVerificationMessageParams
	notices []db.InsertNoticeParams
}

func (tx Tx) technicianWrites(ctx context.Context, row technicianRow, d technician.Decision, at time.Time) (w technicianWrites, err error) {
	if d.QueueNote {
		if w.note, err = tx.technicianNote(ctx, row.ID, d.State, at); err != nil {
			return w, err
		}
	}
	if d.Text != "" {
		if w.message, err = tx.technicianMessage(ctx, row, d, at); err != nil {
			return w, err
		}
	}
	if d.Alert {
		w.notices, err = tx.alertNotices(ctx, row.ID, d.State.Claimant(), d.State.Alert(), at)
	}
	return w, err
}

func (tx Tx) writeTechnician(ctx context.Context, row technicianRow, d technician.Decision, w technicianWrites) error {
	if w.note != nil {
		if _, err := tx.WriteTicket(ctx, *w.note); err != nil {
			return err
		}
	}
	if d.Supersede {
		if err := tx.SupersedeTechnicianVerificationMessages(ctx, db.SupersedeTechnicianVerificationMessagesParams{TechnicianVerificationID: &row.ID, ErrorCode: new(superseded)}); err != nil {
			return err
		}
	}
	if w.message != nil {
		if err := tx.InsertTechnicianVerificationMessage(ctx, *w.message); err != nil {
			return err
		}
	}
	for _, n := range w.notices {
		if err := tx.InsertNotice(ctx, n); err != nil {
			return err
		}
	}
	if d.Audit.Action != "" {
		if err := tx.auditTechnician(ctx, "technician-verification", row.ID, d.State.Company, d.Audit); err != nil {
			return err
		}
	}
	for _, company := range d.State.Companies() {
		if d.Alert {
			if err := tx.Emit(ctx, Event{Kind: EventAlert, Subject: row.ID, Company: &company}); err != nil {
				return err
			}
		}
		if d.Publish {
			if err := tx.Emit(ctx, Event{Kind: EventTechnicianVerification, Subject: row.ID, Company: &company}); err != nil {
				return err
			}
		}
	}
	return nil
}

// technicianWords loads what a text is made of.
func (tx Tx) technicianWords(ctx context.Context, s technician.State, kind template.Kind) (w technician.Words, err error) {
	version, err := tx.Template(ctx, kind)
	if err != nil {
		return w, err
	}
	w.Text = version.Text
	if w.Branding, err = tx.Branding(ctx); err != nil {
		return w, err
	}
	if w.Person, err = tx.technicianPerson(ctx, s); err != nil || s.Company == nil {
		return w, err
	}
	company, err := tx.ResourceCompany(ctx, *s.Company)
	w.Company = company.Name
	return w, err
}

func (tx Tx) technicianPerson(ctx context.Context, s technician.State) (string, error) {
	if s.Contact == nil {
		return "", nil
	}
	return tx.ContactName(ctx, *s.Contact)
}

// technicianNote is the note for the ticket; nil when no ticket system is connected any more.
func (tx Tx) technicianNote(ctx context.Context, id uuid.UUID, s technician.State, at time.Time) (*TicketWrite, error) {
	integration, ok, err := tx.psaOf(ctx, s.TicketPSA)
	if err != nil || !ok {
		return nil, err
	}
	person, err := tx.technicianPerson(ctx, s)
	if err != nil {
		return nil, err
	}
	note := s.TicketNote(person)
	return &TicketWrite{
		Integration: integration, Ticket: s.Ticket, Kind: ticket.WriteNote, SubjectKind: SubjectTechnicianVerification, SubjectID: id,
		Dedupe: SubjectTechnicianVerification + "/" + id.String(), Note: &note, At: at,
	}, nil
}

// technicianMessage is a text to the contact point that asked, and to no other. A text with a code has no body: it is rendered when it is sent.
func (tx Tx) technicianMessage(ctx context.Context, row technicianRow, d technician.Decision, at time.Time) (*db.InsertTechnicianVerificationMessageParams, error) {
	their, err := tx.Open(technicianTable, technicianColumn, row.ID, row.PointSealed)
	if err != nil {
		return nil, err
	}
	id := NewID()
	m := db.InsertTechnicianVerificationMessageParams{
		TenantID: tx.Tenant, ID: id, Transport: row.Transport, Kind: string(d.Text), OurPoint: row.OurPoint, TheirIndex: row.PointIndex,
		TheirSealed: tx.Seal(messageTable, theirColumn, id, their), TheirMasked: row.PointMasked, Number: int32(d.State.Issue), At: at, TechnicianVerificationID: &row.ID,
	}
	if d.Text == template.TechnicianCode {
		return &m, nil
	}
	words, err := tx.technicianWords(ctx, d.State, d.Text)
	if err != nil {
		return nil, err
	}
	body, err := d.State.Render(d.Text, words, at)
	m.BodySealed = tx.Seal(messageTable, bodyColumn, id, body)
	return &m, err
}

// publishTechnician tells the screens of every company that the technician verification may concern.
func (tx Tx) publishTechnician(ctx context.Context, id uuid.UUID) error {
	companies, err := tx.CompaniesOfTechnicianVerification(ctx, id)
	for _, company := range companies {
		err = errors.Join(err, tx.Emit(ctx, Event{Kind: EventTechnicianVerification, Subject: id, Company: &company}))
	}
	return err
}

func (tx Tx) auditTechnician(ctx context.Context, subjectKind string, subject uuid.UUID, company *uuid.UUID, a technician.Audit) error {
	entry := AuditEntry{ActorKind: a.By.Kind, ActorName: a.By.Name, Action: a.Action, SubjectKind: subjectKind, SubjectID: subject.String(), CompanyID: company, Details: a.Details}
	if a.By.ID != uuid.Nil {
		entry.ActorID = &a.By.ID
	}
	return tx.Audit(ctx, entry)
}

// stamp is a time for a nullable column; null when it is zero.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
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
