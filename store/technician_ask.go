package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/channel"
	"countersign/core/price"
	"countersign/core/technician"
	"countersign/core/template"
	"countersign/store/db"
)

// TechnicianVerification is a request of a client who wants to know whether a technician is real, as the database has it.
type TechnicianVerification = db.TechnicianVerification

const requestTable, requestColumn = "technician_verifications", "point_sealed"

// AskTechnicianVerification takes a client's "#verify": it opens a request, or gives the one that is open another code, which voids the one before.
// The code's message is written in the same transaction; the message counts as routed. ErrNotFound when nobody on file has that number or address,
// or when it has had as many messages as it may get: then nothing starts and nothing is sent. Asked again for the same message it answers the same.
func (s *Store) AskTechnicianVerification(ctx context.Context, tenant, messageID uuid.UUID) (TechnicianVerification, error) {
	var asked TechnicianVerification
	var limited bool
	err := s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		limited = false
		message, err := tx.LockInboundMessage(ctx, messageID)
		switch {
		case err != nil:
			return err
		case message.TechnicianVerificationID != nil:
			asked, err = tx.ResourceTechnicianVerification(ctx, *message.TechnicianVerificationID)
			return err
		case message.Route != nil:
			return ErrConflict
		}
		id, err := tx.ask(ctx, message, now())
		if limited = errors.Is(err, errLimited); limited {
			return tx.auditLimited(ctx, TechnicianVerification{}, messageID) // which stays, though nothing else does
		}
		if err != nil {
			return err
		}
		at := now()
		if err := tx.TakeMessageForRequest(ctx, db.TakeMessageForRequestParams{ID: messageID, At: &at, TechnicianVerificationID: &id}); err != nil {
			return err
		}
		asked, err = tx.ResourceTechnicianVerification(ctx, id)
		return err
	})
	if err == nil && limited {
		err = ErrNotFound
	}
	return asked, err
}

// errLimited means that a number or address, or the MSP, has had as many messages as it may get.
var errLimited = errors.New("store: no more answers for now")

// candidate is somebody on file with the number or address that asked.
type candidate = db.OwnersOfPointRow

func (tx Tx) ask(ctx context.Context, message db.Message, at time.Time) (uuid.UUID, error) {
	candidates, err := tx.OwnersOfPoint(ctx, message.TheirIndex)
	if err != nil {
		return uuid.Nil, err
	}
	if len(candidates) == 0 {
		return uuid.Nil, ErrNotFound
	}
	// One question of a number or address at a time: whoever came second must not count an answer that the first one gives.
	if err := tx.TakeAsker(ctx, db.TakeAskerParams{Space: asking, Asker: tx.turnOf(message.Transport, message.TheirIndex)}); err != nil {
		return uuid.Nil, err
	}
	settings, err := tx.InboundSettings(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	ends := at.Add(time.Duration(settings.Minutes) * time.Minute)
	for {
		open, err := tx.OpenTechnicianVerificationOf(ctx, message.TheirIndex)
		if err == nil {
			return open.ID, tx.reissue(ctx, open, at, ends)
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return uuid.Nil, err
		}
		id, inserted, err := tx.openRequest(ctx, message, candidates, at, ends)
		if err != nil || inserted {
			return id, err
		}
		// Somebody else opened it between the two statements.
	}
}

// openRequest writes a new request with its first code.
func (tx Tx) openRequest(ctx context.Context, message db.Message, candidates []candidate, at, ends time.Time) (uuid.UUID, bool, error) {
	number, err := tx.messageNumber(message)
	if err != nil {
		return uuid.Nil, false, err
	}
	may, err := tx.mayAnswer(ctx, message.Transport, message.TheirIndex, number, candidates[0].CompanyID, at)
	if err != nil {
		return uuid.Nil, false, err
	}
	if !may {
		return uuid.Nil, false, errLimited
	}
	id := NewID()
	row := db.InsertTechnicianVerificationParams{
		TenantID: tx.Tenant, ID: id, PointIndex: message.TheirIndex, PointSealed: tx.Seal(requestTable, requestColumn, id, number), PointMasked: message.TheirMasked,
		Transport: message.Transport, OurPoint: message.OurPoint, KeyID: tx.ring.Active(), Facts: facts(nil, technician.Fact{Kind: technician.Asked, At: at}), OpenedAt: at, ExpiresAt: ends,
	}
	if len(candidates) == 1 {
		row.ContactID, row.CompanyID = &candidates[0].ID, &candidates[0].CompanyID
	}
	beside, err := tx.OpenVerificationsOfPoint(ctx, message.TheirIndex)
	if err != nil {
		return uuid.Nil, false, err
	}
	if len(beside) == 1 {
		row.VerificationID = &beside[0]
	}
	inserted, err := tx.InsertTechnicianVerification(ctx, row)
	if err != nil || inserted == 0 {
		return uuid.Nil, false, err
	}
	for _, c := range candidates {
		if err := tx.InsertCandidate(ctx, db.InsertCandidateParams{TenantID: tx.Tenant, TechnicianVerificationID: id, ContactID: c.ID, CompanyID: c.CompanyID}); err != nil {
			return uuid.Nil, false, err
		}
	}
	opened, err := tx.ResourceTechnicianVerification(ctx, id)
	if err != nil {
		return uuid.Nil, false, err
	}
	if row.VerificationID != nil {
		err = tx.changed(ctx, *row.VerificationID)
	}
	return id, true, errors.Join(err,
		tx.answerRequest(ctx, opened, template.TechnicianCode, "", at),
		tx.auditRequest(ctx, opened, technician.Client, "technician-verification.asked", nil),
		tx.emitRequest(ctx, id),
	)
}

// reissue gives an open request another code. A claim of the one before is void: whoever took it up knows a code that counts no more.
func (tx Tx) reissue(ctx context.Context, row TechnicianVerification, at, ends time.Time) error {
	if row.Issue >= technician.MaxIssues {
		return nil // a phone that asks again and again gets no more answers; the request stays open
	}
	number, err := tx.Open(requestTable, requestColumn, row.ID, row.PointSealed)
	if err != nil {
		return err
	}
	may, err := tx.mayAnswer(ctx, row.Transport, row.PointIndex, number, value(row.CompanyID), at)
	if err != nil {
		return err
	}
	if !may {
		return tx.auditLimited(ctx, row, row.ID)
	}
	if err := tx.DropRequestMessages(ctx, db.DropRequestMessagesParams{TechnicianVerificationID: &row.ID, ErrorCode: new(superseded)}); err != nil {
		return err
	}
	err = tx.ReissueTechnicianVerification(ctx, db.ReissueTechnicianVerificationParams{ID: row.ID, Facts: facts(row.Facts, technician.Fact{Kind: technician.AskedAgain, At: at}), ExpiresAt: ends})
	if err != nil {
		return err
	}
	row.Issue++
	row.Status, row.ClaimedBy, row.ClaimedKind, row.ClaimedName, row.ClaimedAt = string(technician.Waiting), nil, nil, nil, nil
	return errors.Join(
		tx.answerRequest(ctx, row, template.TechnicianCode, "", at),
		tx.auditRequest(ctx, row, technician.Client, "technician-verification.asked", map[string]any{"issue": row.Issue}),
		tx.emitRequest(ctx, row.ID),
	)
}

// mayAnswer counts an answer against the number, the MSP's minute and the day's money.
func (tx Tx) mayAnswer(ctx context.Context, transport string, index []byte, number string, company uuid.UUID, at time.Time) (bool, error) {
	rules, err := PolicyFor(ctx, tx, company)
	if err != nil {
		return false, err
	}
	country := ""
	if transport == string(channel.SMS) {
		country = countryOf(number)
	}
	refused, err := tx.takeSend(ctx, sendTake{index: index, rules: rules.Policy.SendRules(), at: at, cents: price.Cents(channel.Transport(transport), country)})
	return refused == nil, err
}

// answerRequest writes an outbound message to whoever asked, and to nobody else. A text with a code has no body: the code is derived when it is sent.
func (tx Tx) answerRequest(ctx context.Context, row TechnicianVerification, kind template.Kind, body string, at time.Time) error {
	number, err := tx.Open(requestTable, requestColumn, row.ID, row.PointSealed)
	if err != nil {
		return err
	}
	id := NewID()
	m := db.InsertRequestMessageParams{
		TenantID: tx.Tenant, ID: id, Transport: row.Transport, Kind: string(kind), OurPoint: row.OurPoint, TheirIndex: row.PointIndex,
		TheirSealed: tx.Seal(messageTable, theirColumn, id, number), TheirMasked: row.PointMasked, Number: row.Issue, At: at, TechnicianVerificationID: &row.ID,
	}
	if body != "" {
		m.BodySealed = tx.Seal(messageTable, bodyColumn, id, body)
	}
	return tx.InsertRequestMessage(ctx, m)
}

// emitRequest tells the technicians of every company that the request may concern.
func (tx Tx) emitRequest(ctx context.Context, id uuid.UUID) error {
	companies, err := tx.CompaniesOfTechnicianVerification(ctx, id)
	for _, company := range companies {
		err = errors.Join(err, tx.Emit(ctx, Event{Kind: EventTechnicianVerification, Subject: id, Company: &company}))
	}
	return err
}

// superseded is the error of a message that waited still when another one took its place: a void code, or a name after the end.
const superseded = "superseded"

// auditLimited writes down that an asker got no answer; subject is the request that is open, or the message when none is.
func (tx Tx) auditLimited(ctx context.Context, row TechnicianVerification, subject uuid.UUID) error {
	kind := "technician-verification"
	if row.ID == uuid.Nil {
		kind = "message"
	}
	return tx.Audit(ctx, AuditEntry{
		ActorKind: technician.Client.Kind, ActorName: technician.Client.Name, Action: "technician-verification.limited", SubjectKind: kind, SubjectID: subject.String(), CompanyID: row.CompanyID,
	})
}

func (tx Tx) auditRequest(ctx context.Context, row TechnicianVerification, by technician.Actor, action string, details map[string]any) error {
	entry := AuditEntry{
		ActorKind: by.Kind, ActorName: by.Name, Action: action, SubjectKind: "technician-verification", SubjectID: row.ID.String(), CompanyID: row.CompanyID, Details: details,
	}
	if by.ID != uuid.Nil {
		entry.ActorID = &by.ID
	}
	return tx.Audit(ctx, entry)
}

// facts adds one to a row's list.
func facts(before []byte, fact technician.Fact) []byte {
	list := append(readFacts(before), fact)
	raw, err := json.Marshal(list)
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

func value[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
