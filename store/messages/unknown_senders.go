package messages

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/list"
	"countersign/core/plaintext"
	"countersign/store"
	"countersign/store/db"
)

// ErrOnFile is the ErrConflict of a sender whom somebody has put on file meanwhile.
var ErrOnFile = fmt.Errorf("%w: this number or address is on file", store.ErrConflict)

// UnknownSender is a message of a sender who is not on file, or of one who is and proved nothing. ContactPoint and Text are PII.
type UnknownSender struct {
	ID           uuid.UUID
	Transport    string
	Masked       string
	ContactPoint string // a number as E.164, or an address; "" where it cannot be read, and once it is forgotten
	Text         string
	Unreadable   bool        // who wrote it, or to whom, cannot be read
	Proven       bool        // false for a mail that anybody may have written
	Contacts     []store.Ref // who has it on file
	At           time.Time
}

// UnknownSenderQuery chooses a page. Unproven: true for mails in the name of somebody who was on file, false for the others, nil for all.
// Unheard: instead of those, messages of people on file that nothing waited for.
type UnknownSenderQuery struct {
	Unproven *bool
	Unheard  bool
	Cursor   string
	Limit    int
}

// ListUnknownSenders lists a page, the newest first. Whoever was put on file since they wrote is not in it.
func ListUnknownSenders(ctx context.Context, tx store.Tx, q UnknownSenderQuery) (page store.Page[UnknownSender], err error) {
	limit := store.PageSize(q.Limit)
	query := db.UnknownSendersParams{Unproven: q.Unproven, AtMost: int32(limit + 1)}
	route := inbound.UnknownSender
	if q.Unheard {
		route = inbound.Unheard
	}
	if q.Cursor != "" {
		last, err := store.ReadCursor(q.Cursor)
		if err != nil {
			return page, err
		}
		at, err := db.New(tx).PlaceOfUnknownSender(ctx, db.PlaceOfUnknownSenderParams{ID: last, Route: string(route)})
		if errors.Is(err, store.ErrNotFound) {
			return page, store.ErrCursor
		}
		if err != nil {
			return page, err
		}
		query.BeforeAt, query.BeforeID = &at, &last
	}
	var rows []db.Message
	if q.Unheard {
		rows, err = db.New(tx).UnheardMessages(ctx, db.UnheardMessagesParams{BeforeAt: query.BeforeAt, BeforeID: query.BeforeID, AtMost: query.AtMost})
	} else {
		rows, err = db.New(tx).UnknownSenders(ctx, query)
	}
	if err != nil {
		return page, err
	}
	people, err := peopleAt(ctx, tx, list.Of(rows, func(row db.Message) []byte { return row.TheirIndex }))
	if err != nil {
		return page, err
	}
	of := store.CutPage(rows, limit, func(r db.Message) string { return r.ID.String() })
	return store.ReadPage(of, func(rows []db.Message) ([]UnknownSender, error) {
		return list.Read(rows, func(row db.Message) (UnknownSender, error) {
			return unknownSender(tx, row, people[string(row.TheirIndex)])
		})
	})
}

// peopleAt lists who has numbers and addresses on file, by index.
func peopleAt(ctx context.Context, tx store.Tx, indexes [][]byte) (map[string][]store.Ref, error) {
	rows, err := db.New(tx).PeopleAtPoints(ctx, indexes)
	people := map[string][]store.Ref{}
	for _, row := range rows {
		at := string(row.ValueIndex)
		people[at] = append(people[at], store.Ref{ID: row.ID, Name: row.Name})
	}
	return people, err
}

func unknownSender(tx store.Tx, row db.Message, people []store.Ref) (UnknownSender, error) {
	body, err := OpenBody(tx, row.ID, row.BodySealed)
	if err != nil {
		return UnknownSender{}, err
	}
	subject, err := messageSubject(tx, row)
	if err != nil {
		return UnknownSender{}, err
	}
	their, err := openTheir(tx, row)
	if err != nil {
		return UnknownSender{}, err
	}
	if row.Unreadable && their != "" {
		subject, their = "From: "+plaintext.Line(their, plaintext.LongestName)+"\n"+subject, ""
	}
	return UnknownSender{
		ID: row.ID, Transport: row.Transport, Masked: row.TheirMasked, ContactPoint: their, Unreadable: row.Unreadable, Proven: row.Authentic, Contacts: people,
		Text: Beginning(strings.TrimSpace(subject + "\n" + body)), At: row.At,
	}, nil
}

// openTheir opens the number or address of a message's sender; "" once it is forgotten.
func openTheir(tx store.Tx, row db.Message) (string, error) {
	if row.TheirSealed == nil {
		return "", nil
	}
	return tx.Open(Table, TheirColumn, row.ID, row.TheirSealed)
}

// UnnamedPoint is a number or address that is to be put on file. Value is PII.
type UnnamedPoint struct {
	Value     string // E.164, or an address
	Transport channel.Transport
}

// LockUnknownSender reads the sender of a message while no other Admin puts them on file. ErrNotFound for a message that is not listed, or whose sender cannot
// be read any more; ErrOnFile for a sender who is on file.
func LockUnknownSender(ctx context.Context, tx store.Tx, id uuid.UUID) (point UnnamedPoint, err error) {
	row, err := db.New(tx).GetMessage(ctx, id)
	if err != nil {
		return point, err
	}
	if store.Text(row.Route) != string(inbound.UnknownSender) || row.Unreadable || row.TheirSealed == nil {
		return point, store.ErrNotFound
	}
	if err := db.New(tx).TakeAsker(ctx, db.TakeAskerParams{Space: fileLock, Asker: SenderLockKey(tx, row.Transport, row.TheirIndex)}); err != nil {
		return point, err
	}
	people, err := peopleAt(ctx, tx, [][]byte{row.TheirIndex})
	if err == nil && len(people) > 0 {
		err = ErrOnFile
	}
	if err != nil {
		return point, err
	}
	value, err := openTheir(tx, row)
	return UnnamedPoint{Value: value, Transport: channel.Transport(row.Transport)}, err
}
