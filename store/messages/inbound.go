package messages

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/conversation"
	"countersign/core/inbound"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/people"
	"countersign/store/settings"
)

const (
	subjectColumn = "subject_sealed"
	// mostText is how much of a message is kept, in bytes; no technician reads more.
	mostText = 64 << 10
	// mostPoint is the longest of our own addresses, and mostProviderID of a provider's ids, that are kept as they came.
	mostPoint, mostProviderID = 254, 200
)

// The spaces of advisory locks: one lock per sender in each.
const (
	arriving  int32 = 1 // messages get their position
	routeLock int32 = 2 // messages are routed
	AskLock   int32 = 3 // technician verifications are asked for
	fileLock  int32 = 4 // unknown senders are put on file
)

// InboundKey is the secret in the address where an MSP's mail is brought to us. It stays the same when keys rotate.
func InboundKey(s *store.Store, integration uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString(s.Ring().Index("inbound-mail", "", integration.String()))
}

// Receive keeps a message of a client. A provider brings the same one again when our answer was lost: fresh is false then, and nothing happens.
func Receive(ctx context.Context, s *store.Store, tenant, integration uuid.UUID, in message.Inbound, at time.Time) (id uuid.UUID, fresh bool, err error) {
	id = store.NewID()
	added, err := s.BatchInTenant(ctx, tenant, func(tx store.Tx) error {
		row, err := received(tx, id, integration, in, at)
		if err != nil {
			return err
		}
		_, err = db.New(tx).InsertInbound(ctx, row)
		return err
	})
	return id, err == nil && added[0] == 1, err
}

// received is the row of a message. Everything in it is what a stranger wrote.
func received(tx store.Tx, id, integration uuid.UUID, in message.Inbound, at time.Time) (db.InsertInboundParams, error) {
	kind := channel.Mobile
	if in.Transport == channel.Email {
		kind = channel.EmailAddress
	}
	their, masked, index := people.NormalizeContactPoint(tx, kind, in.From)
	media, err := json.Marshal(append([]message.Media{}, in.Media...))
	row := db.InsertInboundParams{
		Space: arriving, Sender: SenderLockKey(tx, string(in.Transport), index),
		TenantID: tx.Tenant, ID: id, Transport: string(in.Transport), OurPoint: truncate(ourPoint(in), mostPoint), TheirIndex: index,
		TheirSealed: tx.Seal(Table, TheirColumn, id, their), TheirMasked: masked, BodySealed: tx.Seal(Table, BodyColumn, id, truncate(in.Body, mostText)),
		Media: []byte(strings.ReplaceAll(string(media), `\u0000`, "")), IntegrationID: &integration, ProviderID: new(dedupeKey(in)),
		Authentic: in.Authentic, Automatic: in.Automatic, Unreadable: in.Unreadable, OptOut: store.Nullable(truncate(in.OptOut, mostPoint)), At: at,
	}
	if in.Subject != "" {
		row.SubjectSealed = tx.Seal(Table, subjectColumn, id, truncate(in.Subject, mostText))
	}
	if !in.At.IsZero() {
		row.ProviderAt = &in.At
	}
	return row, err
}

func ourPoint(in message.Inbound) string {
	if in.Transport == channel.Email {
		return strings.ToLower(in.To)
	}
	return in.To
}

// truncate is as much of a text as is kept, in a form that Postgres takes.
func truncate(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

// dedupeKey is by what a message is stored once. A Message-ID is what the sender's program makes it: mail programs that answer from a draft use one twice,
// so the words of a mail count as well. Twilio's ids are Twilio's own.
func dedupeKey(in message.Inbound) string {
	if in.Transport != channel.Email {
		return providerID(in.ProviderID)
	}
	sum := sha256.New()
	for _, part := range []string{in.ProviderID, strings.ToLower(in.From), in.Subject, in.Body} {
		binary.Write(sum, binary.BigEndian, uint64(len(part))) //nolint:errcheck // a hash takes everything
		sum.Write([]byte(part))
	}
	return "mail:" + hex.EncodeToString(sum.Sum(nil))
}

// providerID is an id as it came, or its hash when it is nothing that an index should hold: a Message-ID is what a stranger makes it.
func providerID(id string) string {
	if len(id) <= mostProviderID && utf8.ValidString(id) && !strings.ContainsRune(id, 0) {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// SenderLockKey names a sender among advisory locks. Two senders of one name wait for each other, no more.
func SenderLockKey(tx store.Tx, transport string, index []byte) int32 {
	sum := sha256.Sum256(append([]byte(tx.Tenant.String()+transport), index...))
	return int32(binary.BigEndian.Uint32(sum[:4]))
}

// Sender is the sender of messages: they are routed one after the other.
type Sender struct {
	Tenant    uuid.UUID
	Transport string
	Index     []byte
}

// SenderOf tells who sent a message, and whether it is still to be routed.
func SenderOf(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID) (sender Sender, waits bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).SenderOfMessage(ctx, messageID)
		sender, waits = Sender{Tenant: tenant, Transport: row.Transport, Index: row.TheirIndex}, row.ToldAt == nil
		return err
	})
	return sender, waits, err
}

// WithSenderLock runs fn while no other router handles messages of the sender; taken is false when one does. fn must not last longer than a transaction may be
// idle.
func WithSenderLock(ctx context.Context, s *store.Store, sender Sender, fn func(ctx context.Context) error) (taken bool, err error) {
	release, err := s.ReserveConn(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	err = s.TryInTenant(ctx, sender.Tenant, func(ctx context.Context, tx store.Tx) error {
		if taken, err = db.New(tx).TryTurn(ctx, db.TryTurnParams{Space: routeLock, Sender: SenderLockKey(tx, sender.Transport, sender.Index)}); err != nil || !taken {
			return err
		}
		return fn(ctx)
	})
	return taken, err
}

// Unrouted is a message that its workflow does not know yet.
type Unrouted struct {
	ID                     uuid.UUID
	Sender                 Sender
	Route                  inbound.Route // "" until it is decided
	Forgotten              bool          // erased meanwhile: it has no sender any more
	Conversation           *uuid.UUID
	TechnicianVerification *uuid.UUID
}

// unroutedBatch bounds one look.
const unroutedBatch = 20

// ListUnrouted lists a sender's messages in the order in which they are to be routed: as they came, and e-mails that came within two seconds of each other
// by the time at which they were sent.
func ListUnrouted(ctx context.Context, s *store.Store, sender Sender) (messages []Unrouted, err error) {
	err = s.InTenant(ctx, sender.Tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := db.New(tx).UntoldMessagesOf(ctx, db.UntoldMessagesOfParams{Transport: sender.Transport, TheirIndex: sender.Index, AtMost: unroutedBatch})
		if err != nil {
			return err
		}
		arrivals := make([]conversation.Arrival, len(rows))
		for i, row := range rows {
			arrivals[i] = conversation.Arrival{Inbound: true, At: row.At, ProviderAt: store.Value(row.ProviderAt)}
		}
		messages = make([]Unrouted, len(rows))
		for place, i := range conversation.Order(arrivals) {
			row := rows[i]
			messages[place] = Unrouted{
				ID: row.ID, Sender: sender, Route: inbound.Route(store.Text(row.Route)), Forgotten: row.TheirSealed == nil, Conversation: row.ConversationID, TechnicianVerification: row.TechnicianVerificationID,
			}
		}
		return nil
	})
	return messages, err
}

// RoutingFacts are what is known about a message before its route is decided.
type RoutingFacts struct {
	Facts   inbound.Facts
	Awaited AwaitedNumber      // with Facts.AwaitsNumber
	Told    []ToldVerification // with Facts.OpenVerification or EndedVerification
}

// LoadRoutingFacts loads what inbound.Decide needs of a message. Its texts are PII.
func LoadRoutingFacts(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, at time.Time) (f RoutingFacts, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).GetMessage(ctx, messageID)
		if err != nil {
			return err
		}
		f, err = loadRoutingFacts(ctx, tx, row, at)
		return err
	})
	return f, err
}

func loadRoutingFacts(ctx context.Context, tx store.Tx, row db.Message, at time.Time) (f RoutingFacts, err error) {
	body, err := OpenBody(tx, row.ID, row.BodySealed)
	if err != nil {
		return f, err
	}
	subject, err := messageSubject(tx, row)
	if err != nil {
		return f, err
	}
	settings, err := settings.GetInbound(ctx, tx)
	if err != nil {
		return f, err
	}
	sender, err := db.New(tx).FactsOfSender(ctx, db.FactsOfSenderParams{TheirIndex: row.TheirIndex, OurPoint: row.OurPoint})
	if err != nil {
		return f, err
	}
	f.Facts = inbound.Facts{
		Email: row.Transport == string(channel.Email), Subject: subject, Body: body, OptOut: store.Text(row.OptOut), Automatic: row.Automatic, Unreadable: row.Unreadable,
		Authentic: row.Authentic, Words: settings.Words(), Known: sender.Known, OptedOut: sender.OptedOut, OpenTechnicianVerification: sender.Asked,
		OpenConversation: sender.Talking, MayStart: sender.MayStart,
	}
	if !f.Facts.Email && inbound.IsNumber(body) {
		f.Awaited, f.Facts.AwaitsNumber, err = findAwaitedNumber(ctx, tx, row.TheirIndex, at)
	}
	if err == nil && f.Facts.MayDeny() {
		f.Told, err = findToldVerifications(ctx, tx, row.TheirIndex, at)
		for _, told := range f.Told {
			f.Facts.OpenVerification, f.Facts.EndedVerification = f.Facts.OpenVerification || !told.Closed, f.Facts.EndedVerification || told.Closed
		}
	}
	return f, err
}

// messageSubject opens an e-mail's subject; "" when it has none.
func messageSubject(tx store.Tx, row db.Message) (string, error) {
	if row.SubjectSealed == nil {
		return "", nil
	}
	return tx.Open(Table, subjectColumn, row.ID, row.SubjectSealed)
}

// SetRoute ends the way of a message that belongs to no workflow, or whose workflow has it.
func SetRoute(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, route inbound.Route, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockInboundMessage(ctx, messageID)
		if err != nil || row.Route != nil {
			return err
		}
		if report := route.Report(); report != "" {
			if err := reportSender(ctx, tx, row, route, report); err != nil {
				return err
			}
		}
		return setRoute(ctx, tx, row.ID, route, at)
	})
}

func setRoute(ctx context.Context, tx store.Tx, id uuid.UUID, route inbound.Route, at time.Time) error {
	return db.New(tx).SetMessageRoute(ctx, db.SetMessageRouteParams{ID: id, Route: new(string(route)), At: &at, ToldAt: &at})
}

// reportSender audits a message that came to nothing, and tells the screens of Admins about an unknown sender.
func reportSender(ctx context.Context, tx store.Tx, row db.Message, route inbound.Route, action string) error {
	err := tx.Audit(ctx, store.AuditEntry{
		By: store.ThePerson, Action: action, SubjectKind: "message", SubjectID: row.ID.String(),
		Details: map[string]any{"transport": row.Transport, "contact_point": row.TheirMasked, "authentic": row.Authentic},
	})
	if err != nil || route != inbound.UnknownSender {
		return err
	}
	return tx.Emit(ctx, store.Event{Kind: store.EventUnknownSender, Subject: row.ID})
}

// MarkRouted records that the workflow of a message has taken its signal.
func MarkRouted(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetMessageTold(ctx, db.SetMessageToldParams{ID: messageID, At: &at})
	})
}

// AnswerTechnicianVerification gives the answer of a client, #confirm or #deny, to their open technician verification. ErrNotFound when none is open (any more).
func AnswerTechnicianVerification(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, route inbound.Route, at time.Time) (id uuid.UUID, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		id, err = db.New(tx).TakeMessageForTechnicianVerification(ctx, db.TakeMessageForTechnicianVerificationParams{ID: messageID, Route: new(string(route)), At: &at})
		return err
	})
	return id, err
}

// Ref names a message.
type Ref struct {
	TenantID uuid.UUID
	ID       uuid.UUID
}

// Orphaned lists messages of all tenants that came before a time and that no workflow knows, in the order in which they came.
func Orphaned(ctx context.Context, s *store.Store, before time.Time, atMost int) ([]Ref, error) {
	return store.All[Ref](ctx, s, `SELECT * FROM door.unrouted_messages($1, $2)`, before, atMost)
}
